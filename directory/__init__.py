"""Doorstep: a directory of neighbourhood organisations, by the streets they serve."""
