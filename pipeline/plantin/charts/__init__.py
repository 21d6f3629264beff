"""Charts: the marks of an axis, and the drawing in colours that all eyes can distinguish."""
