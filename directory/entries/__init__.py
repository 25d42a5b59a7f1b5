"""What an entry says, read from plain rows and written where it differs: lists and edits alike."""
