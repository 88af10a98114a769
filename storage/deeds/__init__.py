"""What each fact makes of the records, one function a fact, one file a chapter of the story.

Never here: whether a deed is allowed by the office (`flows`), or who must be told of it.
"""
