"""The coverage editor: importing this adds all its views to the room."""

from directory.edit import coverage_drawing, coverage_lists, coverage_views

__all__ = ["coverage_drawing", "coverage_lists", "coverage_views"]
