"""Letters: what they say, how they are sent, and what becomes of those that are not."""
