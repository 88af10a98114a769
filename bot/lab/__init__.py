"""Simulated platforms: what api.telegram.org and api.line.me answer, refuse and send, on this machine.

Here live stand-ins and their simulated users; nothing here may import another part of the product, and no
part of the product that serves people may import this.
"""
