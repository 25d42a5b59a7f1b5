"""Visitors who say that an entry is wrong."""
