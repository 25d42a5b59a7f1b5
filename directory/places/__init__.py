"""Room: who serves this place, by need, and what is missing."""
