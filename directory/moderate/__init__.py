"""The room of moderators: what waits for them, and all that they may do to keep entries right."""
