"""Reading what is not ours within bounds: bytes, data, archives and markup, each with one reader. It knows no room
above it.
"""
