"""Readers of the publishers' own files, and what they write."""
