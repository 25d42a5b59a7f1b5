"""Tests of the room in which organisations keep their entry."""
