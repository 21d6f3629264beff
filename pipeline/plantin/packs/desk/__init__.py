"""Previews of source and translation side by side, in a file or in a browser."""
