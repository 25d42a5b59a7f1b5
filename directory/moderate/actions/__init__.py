"""What moderators write; one action is one commit, and each is in the audit log."""
