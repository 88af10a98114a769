"""How it is worded: catalogues of texts, one folder a language, and what puts a value into a text.

Only here do a key, a language and values become words; channels cut and escape them.
No decision is made here, and no other room holds a word that people read.
"""
