"""Room without doors: other people's lists of organisations and services."""
