"""Search engines doing the same work, to be measured side by side."""

from benchmarks.engines.engine import Answer, Engine

__all__ = ["Answer", "Engine"]
