"""The index and the query language. Nothing else knows the engine of the search."""
