"""Room: how we rank, accessibility, privacy."""
