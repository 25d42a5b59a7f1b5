"""Questions to the database: read, always in a stated order, never commit."""
