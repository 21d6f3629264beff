"""The colours, lines and signs of the series of a chart.

The six fills differ in lightness too, so that they are distinct in grey and with every kind of colour vision; every
area has an outline. The lines have the darker ones alone (WCAG 2.2, 1.4.11: 3:1 on white), and differ in dashes and
signs besides.
"""

from __future__ import annotations

FILLS = ("#13295f", "#d27830", "#008081", "#77cce6", "#862726", "#f7e785")
"""The fill of each series."""
LINES = ("#13295f", "#d27830", "#008081", "#862726", "#13295f", "#862726")
"""The colour of the line of each series."""
DASHES = ("", "7 3", "2 2", "9 3 2 3", "12 4", "4 4")
"""The dashes of the line of each series."""
SIGNS = ("circle", "square", "triangle", "diamond", "cross", "plus")
"""The signs at the points of each series."""
MOST = len(FILLS)
"""So many series has a chart at most."""
