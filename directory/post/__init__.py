"""Letters: written in the transaction of the act they tell of, and sent by the worker."""

from directory.post.rendering import Rendered, render
from directory.post.writing import write

__all__ = ["Rendered", "render", "write"]
