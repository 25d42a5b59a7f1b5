"""How fast it is, beside others doing the same work: ``python -m benchmarks``."""
