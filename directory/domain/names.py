"""How place names are compared: one key for "St. John's Rd", "St Johns Road" and "Saint John's road"."""


def place_key(name: str) -> str:
    """Return the key by which a place's name is matched (data rule: lower case, one spelling)."""
    return " ".join(name.lower().replace("'", "").replace(".", "").split())
