"""Sound: EPUBs that are spoken, and DAISY books."""
