"""The tests: a folder for each room, what they share in `kit`, the editions spoilt on purpose in `spoilt`."""
