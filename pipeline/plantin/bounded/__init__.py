"""Reads external input within limits: bytes, data, archives and markup, each with one reader. It imports no higher
room.
"""
