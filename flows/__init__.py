"""What is said and decided.

A turn is a pure function: (session, event, view) -> (session, replies, facts).
No clock, network, disk, log or chance lives here; what is needed of them arrives as an argument.
"""
