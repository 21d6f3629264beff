"""A small report of the tests that has cells of several paragraphs, and with lists, and a picture alone."""

SOURCE = """---
symbol: A/90/77
organ: General Assembly
title: "Casks of the coast"
date: 2035-08-16
---

# Casks

What keepers do is in [](#tbl-duties).

::: {#tbl-duties .table .list align="left, left, right" widths="2 5 1"}
Duties of keepers

The casks are those of the year.

- - Matter
  - What is done
  - Casks
- - Oil

    of whales
  - The keeper:

    - counts[^all] the casks, *one by one*,

      - each month; and
      - at the end of the year, as [](#tbl-duties) says;

    - empties the casks.

    Nobody else does.
  - 12
- - Water
  - 1. First it is tasted.
    2. Then it is

       (a) kept; or

       (b) given away.
  - ^
- - All casks
  - <
  - <
- - Wine
  - - one entry alone
  -

Source: Harbour Office.
:::

# Later

Nothing was lost.

![A blue field](media/map.png){.unnumbered}

[^all]: Those of the north too.
"""
