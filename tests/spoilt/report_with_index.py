"""A small report of the tests that has an index, a glossary and abbreviations."""

SOURCE = """---
symbol: A/90/77
organ: General Assembly
title: "Lamps and wells"
date: 2035-08-16
rules: {paragraphs: by-section}
abbreviations: {TWO: Town Water Office}
---

# Lamps

The [lamps]{.index} burn [oil]{.index entry="lamps!oil"}, and the [lamps]{.index} are two.

Nobody counted them before,[^a] says the TWO; each [lamp]{.term} has a keeper.

## Wells {.unnumbered}

::: {.unnumbered}
The [wells]{.index} are deep, and the [wells]{.index}[]{.index entry="wells!depth"} are old.
:::

- A pump[]{.index entry="pumps"} of the first well.

::: {#tbl-wells .table}
Wells[]{.index entry="wells!table of"} by year

| Year | Wells |
|:--|--:|
| 2015[]{.index entry="years"} | 3 |
:::

# Pumps

The pumps[]{.index entry="pumps"} are three.[]{.index entry="engines" see="pumps"}

::: {.glossary}
Lamp
:   A light.
:::

# Terms {.annex}

Each [lamp]{.index entry="lamps"} has a keeper.

[^a]: Not in 2014.
"""
