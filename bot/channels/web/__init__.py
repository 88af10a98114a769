"""The web chat: our own page is the platform, our own table its message list.

Here live what the page posts, what it shows, and how a letter gets there; never HTTP or HTML (`bot.pages`).
"""
