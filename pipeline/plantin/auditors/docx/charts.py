"""Reads the charts that Word draws (ECMA-376 part 1, 21.2): the values that they keep, and those of the workbook behind
each (part 1, 18.3), found by the cells that the chart names.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import zip_longest

from lxml.etree import _Element as Node

from plantin.auditors.passages import ChartValues
from plantin.bounded import archive as archives
from plantin.bounded import xml
from plantin.bounded.archive import Archive, ArchiveBounds, ArchiveError
from plantin.bounded.bytes import MIB
from plantin.bounded.xml import XmlError
from plantin.model.charts import ChartKind
from plantin.model.outline import normal
from plantin.wordfile.package import name, relationships, val

_SHEET = "xl/worksheets/sheet1.xml"
_SMALL = ArchiveBounds(files=50, file=4 * MIB, size=8 * MIB)
_CELLS = re.compile(r"Sheet1!\$([A-Z])\$([1-9]\d{0,3})(?::\$\1\$([1-9]\d{0,3}))?")
_KINDS: Mapping[tuple[str, str, str], tuple[ChartKind, ...]] = {
    ("barChart", "clustered", "0"): ("histogram",),
    ("barChart", "clustered", "40"): ("bar", "grouped"),
    ("barChart", "stacked", "40"): ("stacked",),
    ("lineChart", "standard", ""): ("line",),
    ("areaChart", "stacked", ""): ("area",),
    ("scatterChart", "", ""): ("point",),
    ("pieChart", "", ""): ("pie",),
}
"""The kinds by the element, the grouping and the gap between bars."""
_MOST_MARKS = 200
_LOCALE = re.compile(r"\[\$-[0-9A-F]+\]")
_CONDITION = re.compile(r"\[(<=|>=|<|>|=)(-?\d+)\]")
_NUMBER = re.compile(r"-?\d{1,20}(?:\.\d{1,20})?")
_QUOTED = re.compile(r'"([^"]*)"')
_COMPARED = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq}


def charts(story: Node, archive: Archive) -> Iterator[ChartValues]:
    """Yield the charts in a story of a Word file, in its order."""
    targets = relationships(archive, "word/document.xml").ids
    for inline in story.iter(name("wp:inline")):
        words = next(inline.iter(name("wp:docPr")), None)
        for chart in inline.iter("{*}chart"):
            part = targets.get(val(chart, attribute="r:id"), "")
            if part in archive:
                alternative = "" if words is None else str(words.get("descr", ""))
                yield _read(xml.parse(archive.read(part)), normal(alternative), _sheet(archive, part))


def workbook(archive: Archive, part: str) -> str:
    """Return the part with the workbook behind the chart in ``part``."""
    return next(iter(relationships(archive, part).ids.values()), "")


def _sheet(archive: Archive, part: str) -> dict[tuple[str, int], str]:
    """Return the cells of the workbook behind the chart in ``part``; none where it cannot be read."""
    try:
        sheet = archives.open_archive(archive.read(workbook(archive, part)), _SMALL).read(_SHEET)
        cells = xml.parse(sheet).iter("{*}c")
    except (KeyError, ArchiveError, XmlError):
        return {}
    values = {}
    for cell in cells:
        match = re.fullmatch(r"([A-Z])([1-9]\d{0,3})", str(cell.get("r", "")))
        if match:
            values[match[1], int(match[2])] = "".join(str(node.text or "") for node in cell.iter("{*}v", "{*}t"))
    return values


def _read(root: Node, words: str, sheet: Mapping[tuple[str, int], str]) -> ChartValues:
    plot = next(root.iter("{*}plotArea"), root)
    form = next((node for node in plot if str(node.tag).endswith("Chart")), plot)
    across, up = (_axis(plot, number) for number in range(2))
    series = form.findall("{*}ser")
    columns = [
        (each.find("{*}tx"), next((node for tag in ("val", "yVal") for node in each.iterfind(f"{{*}}{tag}")), None))
        for each in series
    ]
    places = next((node for each in series for tag in ("cat", "xVal") for node in each.iterfind(f"{{*}}{tag}")), None)
    kept = [[_words(across), *_cache(places)], *([*_cache(head), *_cache(points)] for head, points in columns)]
    cells = [
        [sheet.get(("A", 1), ""), *_cells(places, sheet)],
        *([*_cells(head, sheet), *_cells(points, sheet)] for head, points in columns),
    ]
    key = (form.tag.rpartition("}")[2], _val(form, "grouping"), _val(form, "gapWidth"))
    scale = None if up is None else up.find("{*}scaling")
    ends = (_val(scale, "min"), _val(scale, "max"), _val(up, "majorUnit"))
    lying = _val(form, "barDir") == "bar"
    # Without lines across and without numbers at its bars nothing says how much they are.
    measured = up is None or _all(up, "majorGridlines") or _all(form, "dLbls")
    given, labels = [_cache(points) for _, points in columns], [_code(each.find("{*}dLbls")) for each in series]
    return ChartValues(
        words,
        _KINDS.get(key, ()) if measured else (),
        tuple(zip_longest(*kept, fillvalue="")),
        tuple(zip_longest(*cells, fillvalue="")),
        _words(up),
        ends,
        _val((up if lying else across), "scaling/{*}orientation") == "maxMin",
        tuple(apply_format(value, _code(up)) for value in _marks(ends)),
        tuple(
            tuple(apply_format(value, code) for value in some) for some, code in zip(given, labels, strict=True) if code
        ),
    )


def _code(node: Node | None) -> str:
    """Return the format of the numbers of an axis or of the labels of a series."""
    form = None if node is None else node.find("{*}numFmt")
    return "" if form is None else str(form.get("formatCode", ""))


def _marks(ends: tuple[str, str, str]) -> list[str]:
    """Return the numbers at the marks of an axis."""
    if not all(map(_NUMBER.fullmatch, ends)):
        return []
    low, high, step = map(Decimal, ends)
    return [f"{low + n * step:f}" for n in range(min(_MOST_MARKS, int((high - low) / step) + 1))] if step > 0 else []


def apply_format(value: str, code: str) -> str:
    """Return a number as ``code`` shows it (18.8.31), with ``?`` for each sign that the reader's system chooses."""
    if not _NUMBER.fullmatch(value):
        return value
    number, sections = Decimal(value), [_LOCALE.sub("", section) for section in code.split(";")]
    ruled = [_CONDITION.match(section) for section in sections]
    chosen = 1 if number < 0 and len(sections) > 1 else 0
    if any(ruled):
        meets = (n for n, rule in enumerate(ruled) if rule is None or _COMPARED[rule[1]](number, Decimal(rule[2])))
        chosen = next(meets, len(sections) - 1)
    # A section for negative numbers alone writes their sign itself.
    signed = number < 0 and (not chosen if len(sections) == 1 else chosen == len(sections) - 1 and any(ruled))
    form = _CONDITION.sub("", sections[chosen])
    literals = _QUOTED.findall(form)
    picture = _QUOTED.sub("\0", form)
    figures = f"{abs(number).normalize():f}"
    if "General" in picture:
        shown = picture.replace("General", figures.replace(".", "?"))
    elif "#,##0" in picture:
        places = len(picture.partition(".")[2])
        shown = re.sub(r"#,##0(\.0+)?", f"{abs(number):,.{places}f}".translate({44: "?", 46: "?"}), picture)
    else:
        shown = _place_digits(figures, picture)
    for literal in literals:
        shown = shown.replace("\0", literal, 1)
    return "-" * signed + shown


def _place_digits(figures: str, picture: str) -> str:
    """Return ``figures`` in the places of a picture such as ``0_000``; what is before its first place has the rest."""
    left, shown = list(figures), ""
    first = picture.find("0")
    for n in range(len(picture) - 1, -1, -1):
        if picture[n] != "0":
            shown = picture[n] + shown
        elif n == first:
            shown = "".join(left) + shown
        else:
            shown = (left.pop() if left else "0") + shown
    return shown


def _axis(plot: Node, number: int) -> Node | None:
    axes = [node for node in plot if str(node.tag).endswith("Ax")]
    return axes[number] if number < len(axes) else None


def _all(node: Node | None, tag: str) -> list[Node]:
    return [] if node is None else list(node.iter(f"{{*}}{tag}"))


def _val(node: Node | None, path: str) -> str:
    element = node.find(f"{{*}}{path}") if node is not None else None
    return "" if element is None else str(element.get("val", ""))


def _words(axis: Node | None) -> str:
    title = axis.find("{*}title") if axis is not None else None
    return "".join(str(node.text or "") for node in _all(title, "t"))


def _cache(node: Node | None) -> list[str]:
    """Return the points that a chart keeps, empty where it has none at a place."""
    count = next((int(str(element.get("val"))) for element in _all(node, "ptCount")), 0)
    points = {str(point.get("idx")): "".join(str(v.text or "") for v in _all(point, "v")) for point in _all(node, "pt")}
    return [points.get(str(n), "") for n in range(count)]


def _cells(node: Node | None, sheet: Mapping[tuple[str, int], str]) -> list[str]:
    """Return what the workbook has where the chart says that its points are."""
    place = _CELLS.fullmatch("".join(str(formula.text) for formula in _all(node, "f")))
    if place is None:
        return []
    return [sheet.get((place[1], n), "") for n in range(int(place[2]), int(place[3] or place[2]) + 1)]
