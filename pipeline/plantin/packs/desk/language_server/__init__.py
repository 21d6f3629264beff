"""What editors ask about a source while it is typed, by the Language Server Protocol."""
