"""Cells that go into somebody's spreadsheet."""


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r'" and cell else cell


def writable(cell: str) -> str:
    """Return a cell that any spreadsheet may open: no formula, and only whole characters."""
    return guarded(cell).encode("utf-8", "replace").decode("utf-8")
