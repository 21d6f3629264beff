"""From reports to editions: the table of formats, composing, steps, and their schedule."""
