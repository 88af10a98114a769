"""Telegram: `parse` reads what comes, `render` writes what goes, `client` carries it (with `wire`, `outcome`, `setup`).

Here lives all that is Telegram's alone: its limits, its words of refusal, its kinds of updates.
Never here: what a message means, which one is due, or any text a person reads.
"""
