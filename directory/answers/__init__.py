"""Questions put to the gazetteer, the index and the database together."""
