"""What can be wrong with one row of a list."""


class BadRowError(Exception):
    """A row cannot be used; the message says why, in words for the person who sent the list."""
