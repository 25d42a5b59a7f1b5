"""The demo room: what only a demonstration has."""
