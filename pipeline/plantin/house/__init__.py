"""A publisher's house as data: where things lie, its languages and its styles."""
