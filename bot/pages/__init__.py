"""The pages that people open: the chat, the join page, the calendar entry, the demo.

Here live HTTP, HTML and what a browser is told; never a decision, a text, or a statement to the database.
"""
