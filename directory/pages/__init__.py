"""The page of an entry: made the same way for the public, and for who looks at it beforehand."""
