"""What an entry says: told, checked, changed, proposed, decided on."""
