"""Is it still right? What a letter asks each quarter, and what its answer does."""
