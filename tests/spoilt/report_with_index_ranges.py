"""A small report of the tests that has a word of its index on pages that follow each other, each annex beginning a
page, and words so long that lines end within them.
"""

SOURCE = """---
symbol: A/90/77
organ: General Assembly
title: "Wells of five towns"
date: 2035-08-16
---

# Wells

The towns are told of one by one.

Their interdepartmental representatives internationalize telecommunications, notwithstanding misunderstandings; their counterrevolutionary
administrations individualize responsibilities, notwithstanding telecommunications; interdepartmental misunderstandings characterize
counterrevolutionary representatives, and administrations institutionalize internationalization.

# First town {.annex}

Its [wells]{.index} are deep, and its [lamps]{.index} are lit.

# Second town {.annex}

Its [wells]{.index} are dry, and its [lamps]{.index} are out.

# Third town {.annex}

Its [wells]{.index} are new, and it has a [pump]{.index entry="pumps"}.

# Fourth town {.annex}

It has none.

# Fifth town {.annex}

Its [wells]{.index} are old, and it has a [pump]{.index entry="pumps"}.
"""
