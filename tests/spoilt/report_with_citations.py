"""A small report of the tests that cites works, and has a figure of several pictures."""

REFERENCES = """@book{li2012,
  author = {Li, Wei},
  title = {Wells of the town},
  publisher = {Town Press},
  year = {2012}
}

@article{gomez2014,
  author = {Gómez, Ana and Li, Wei},
  title = {Pumps},
  journal = {Water},
  volume = {3},
  pages = {7--19},
  year = {2014},
  doi = {10.5555/12345678}
}
"""
SOURCE = """---
symbol: A/90/77
organ: General Assembly
title: "Water of the town"
date: 2035-08-16
bibliography: refs.bib
---

# Wells

The wells give less [see @li2012, p. 5; @gomez2014], as @gomez2014 [p. 7] say.[^a]

They were deeper before [@li2012], see [](#fig-before) and [](#fig-map).

::: {#fig-wells .figure}
The wells[^b]

::: {#fig-before .figure}
Before

![A dark well](media/map.png)
:::

::: {.figure}
After[^c]

![A bright well](media/mast.png)
:::

Source: Water Office.
:::

::: {#fig-map .figure}
A map

![Two wells](media/map.png)
:::

[^a]: In a note [@li2012].

[^b]: All of them.

[^c]: Of 2014.
"""
