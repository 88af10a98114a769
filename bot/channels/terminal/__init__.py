"""The terminal: lines typed in, lines printed out, both sides of a talk in one window.

Here live what a typed line becomes and how a letter looks in plain text; never the clock or the script of a talk.
"""
