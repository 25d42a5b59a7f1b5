"""Moderators at their pages."""
