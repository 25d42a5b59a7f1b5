"""Search in an index of files: Whoosh keeps and merges it, our own readers answer from it.

The only package that knows Whoosh. See ``docs/decisions/`` for why it is built so.
"""

from directory.search.whoosh_backend.backend import WhooshBackend
from directory.search.whoosh_backend.stems import stem

__all__ = ["WhooshBackend", "stem"]
