"""What the edit room writes: each act is one commit."""
