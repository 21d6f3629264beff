"""A small report of the tests that has what reports of other houses than the United Nations have: decimal numbers,
numbers by chapter, headings without numbers, lists as they are typed.
"""

SOURCE = """---
symbol: A/90/77
organ: General Assembly
title: "Water of the town"
subtitle: "What the wells gave"
authors:
  - {name: Ana Gómez, affiliation: Water Laboratory, orcid: 0000-0002-1825-0097}
  - {name: Li Wei, affiliation: [Water Laboratory, Institute of Rivers]}
version: "1.2"
publisher: Town Press
rights: "© 2035 Town"
licence: CC-BY-4.0
sign-language: {en: "https://example.org/film"}
isbn: 978-3-16-148410-0
issn: 2049-3630
doi: 10.5555/12345678
keywords: [water, wells]
abbreviations: {TWO: Town Water Office, EU: European Union}
abstract: |
  The wells gave less.

  They will give more.
date: 2035-08-16
rules:
  sections: decimal
  paragraphs: none
  subparagraphs: as-typed
  lists: [tables, figures]
  tables: "1.1"
  figures: "1.1"
  boxes: "1.1"
  equations: "1.1"
---

::: {.easy-to-read level=A2}
The town needs water. The wells gave less water.
:::

# Foreword {#foreword .unnumbered}

The town drinks, says the TWO of the EU (TWO, EUs).

## Thanks

To all.

# Supply {#supply}

## Wells {#wells}

See [](#foreword), [](#depth), [](#step), [](#other), [](#tbl-wells), [](#tbl-pumps), [](#tbl-law), [](#flow), [](#law),
[](#tbl-rivers), [](#fig-map) and [](#old).

1. The first well.

2. []{#step} The second well, which has

    a) a pump; and

    b) a lid.

### Depth {#depth}

4) []{#other} A list that goes on from another.

5) Its last entry.

### Age

::: {#tbl-wells .table}
Wells

| Well | Depth |
|:--|--:|
| North | 12 |
:::

::: {#tbl-more .table}
More wells

| Well | Depth |
|:--|--:|
| South | 14 |
:::

## Pumps

[]{#flow} [$$Q = vA$$]{alt="Q equals v times A"}

# Demand

See [](#tbl-more).

::: {#tbl-pumps .table}
Pumps

| Pump | Power |
|:--|--:|
| North | 31 |
:::

# Laws {#law .appendix}

## Old laws {#old}

::: {#tbl-law .table}
Laws

| Law | Year |
|:--|--:|
| On water | 1999 |
:::

| River | Length<br>(km) |
|:--|--:|
| Long<br>river | 12 |

: Rivers of the [Tal]{lang=de}[^rivers] {#tbl-rivers widths="70 30"}

<!-- Nobody reads

this but authors. -->

::: {#fig-map .figure}
Map

![Three wells on a map](media/map.png){width=60%}
:::

## New laws

None.

[^rivers]: By length.
"""
