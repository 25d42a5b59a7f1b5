"""The parts of HTTP that every room shares."""
