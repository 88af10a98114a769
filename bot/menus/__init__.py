"""The rich menu of LINE, one per language: what stands on it, how it is drawn, how LINE is told, and who sees which.

Everything on it also works by typing: LINE on a computer shows none.
"""
