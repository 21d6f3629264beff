"""The finished document and what is said about it: labels, numerals, outlines, related editions."""
