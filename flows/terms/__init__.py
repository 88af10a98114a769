"""Terms of use as conversation: reading them, what they say in short, and what follows from a new version.

Never here: agreeing while applying (`flows.booking`).
"""
