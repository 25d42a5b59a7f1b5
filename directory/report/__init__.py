"""The room where anybody says that an entry is wrong; nothing is kept of who said so."""
