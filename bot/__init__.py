"""What moves: the edges (HTTP, platforms, terminal, schedule) and the thread that joins them."""
