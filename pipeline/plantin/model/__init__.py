"""The finished document and what describes it: labels, numerals, outlines, related editions."""
