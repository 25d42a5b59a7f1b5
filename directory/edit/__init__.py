"""The room in which organisations keep their own entry."""
