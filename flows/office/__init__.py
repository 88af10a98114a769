"""The trade itself, free of chat: what an office offers, owes, allows and refuses."""
