"""Room: the same questions, for machines."""
