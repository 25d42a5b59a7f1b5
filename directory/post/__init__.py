"""Letters: written in the transaction of the act they tell of, and sent by the worker."""

from directory.post.keeping import counts, dead, drop, forget_old, forget_person, retry
from directory.post.links import base
from directory.post.rendering import render
from directory.post.sending import Tally, send_due
from directory.post.settings import init_app
from directory.post.writing import write

__all__ = [
    "Tally",
    "base",
    "counts",
    "dead",
    "drop",
    "forget_old",
    "forget_person",
    "init_app",
    "render",
    "retry",
    "send_due",
    "write",
]
