"""The rules, with no database and no web: places, coverage, rings, opening hours."""
