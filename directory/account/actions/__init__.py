"""What the account room writes: each act is one commit, audited."""
