"""A small report of the tests with every kind of object in it: tables, pictures, boxes, terms, formulas, listings,
asterisks.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from plantin.house.layout import House
from plantin.model.document import Document
from plantin.production import steps
from tests.kit.houses import ROOT, in_un
from tests.spoilt.report_with_citations import REFERENCES

SLUG = "A-90-77"


SOURCE = """---
symbol: "A/90/77*"
organ: General Assembly
title: "Lights of the coast"
date: 2035-08-16
session: "Ninetieth session"
agenda-items:
  "73 (c)": "Lamps and the law of lamps"
masthead-notes:
  symbol: "Reissued for technical reasons on 2 September 2035."
  agenda: "A/90/150."
---

::: {.summary}
The present report tells of lamps, see A/89/92.
:::

# Lamps

The keepers count lamps.[^one] See [](#tbl-lamps), [](#tbl-oil), [](#fig-map), [](#fig-mast), [](#eq-e), [](#box-x) and [](#annex-a).

The formula [$x^2$]{alt="x squared"} is small.

::: {#tbl-lamps .table head=2}
Lamps by *harbour*[^all]

(Thousands of lamps)

| Harbour | Lamps | < |
|:--|--:|--:|
| ^ | 2034 | 2035[^est] |
| Northern coast | < | < |
| North | 12 | 14 |
| South | ^ | 9 |

Source: Harbour Office.
:::

::: {#tbl-oil .table}
Oil

| Harbour | Casks |
|:--|--:|
| North | 31 |
:::

::: {#fig-map .figure}
Harbours of the coast[^map]

![Three lamps on a blue coast](media/map.png)

Source: Survey of harbours.
:::

::: {#fig-mast .figure}
A mast

![A mast with one lamp](media/mast.png)
:::

[]{#eq-e} [$$E = mc^2$$]{alt="E equals m c squared"}

Lamp
:   A light with a keeper.

Keeper
:   Who lights the lamp.

```toml
lamp = "on"
    oil = 3
```

> "We decide:
>
> 3. To light the lamps;
>
> 4. To keep them lit."

::: {#box-x .box}
How lamps are counted

Every evening.[^one-b]
:::

::: {lang=ar}
فانوس قديم
:::

# Terms {#annex-a .annex}

The keepers' terms.

[^one]: A note of the text.
[^all]: All harbours.
[^est]: Estimated.
[^map]: Not to scale.
[^one-b]: In the box.
"""


def make(folder: Path, source: str = SOURCE) -> Document:
    """The report, composed in a house at ``folder``."""
    for name in ("styles", "locales"):
        (folder / name).symlink_to(ROOT / name)
    in_un(folder)
    media = folder / "sources" / SLUG / "media"
    media.mkdir(parents=True)
    (media.parent / "report.md").write_text(source, "utf-8")
    (media.parent / "refs.bib").write_text(REFERENCES, "utf-8")
    Image.new("RGB", (120, 80), (30, 80, 160)).save(media / "map.png")
    Image.new("RGBA", (40, 90), (0, 0, 0, 0)).save(media / "mast.png")
    frames = [Image.new("RGB", (20, 20), shade).quantize(4) for shade in ("navy", "gold")]
    frames[0].save(media / "turning.gif", save_all=True, append_images=frames[1:], duration=400)
    return steps.compose(House(folder), SLUG, "en").document
