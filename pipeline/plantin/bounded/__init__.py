"""Reads external input within limits: bytes, data, archives, markup, each by one reader. It imports no higher room."""
