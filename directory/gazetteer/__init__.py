"""Questions about places: what a typed text means, and the files that places come from."""
