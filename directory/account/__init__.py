"""Room: sign in by a link, and everything that is a person's own."""
