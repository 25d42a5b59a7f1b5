"""Counting what is found, and showing none of it that is small."""
