"""Charts as Word has them (DrawingML, ECMA-376 part 1, 21.2): drawn by Word from values that are in the file twice, in
the chart and in the workbook behind it (part 1, 18), which opens where a reader edits the data.

Box plots, panels beside each other, and lines through days that are not equally far apart have no such form: they are
pictures.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from locale import windows_locale
from string import ascii_uppercase
from xml.sax.saxutils import escape, quoteattr

from plantin.charts.colours import FILLS, LINES
from plantin.charts.drawing import is_turned
from plantin.charts.frame import Frame
from plantin.charts.sheet import title_look
from plantin.house.style import Style
from plantin.model.charts import Chart, Series, Tick
from plantin.model.document import Figure
from plantin.writers.archives import zip_files
from plantin.writers.docx.ooxml import Element, clark

TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CLUSTERED = '<c:grouping val="clustered"/>'
_STACKED = '<c:grouping val="stacked"/>'
_FORMS = {
    "bar": ("barChart", _CLUSTERED, '<c:gapWidth val="40"/>'),
    "grouped": ("barChart", _CLUSTERED, '<c:gapWidth val="40"/>'),
    "stacked": ("barChart", _STACKED, '<c:gapWidth val="40"/><c:overlap val="100"/>'),
    "histogram": ("barChart", _CLUSTERED, '<c:gapWidth val="0"/>'),
    "line": ("lineChart", '<c:grouping val="standard"/>', '<c:marker val="1"/>'),
    "area": ("areaChart", _STACKED, ""),
    "point": ("scatterChart", '<c:scatterStyle val="lineMarker"/>', ""),
    "pie": ("pieChart", "", '<c:firstSliceAng val="0"/>'),
}
"""The element of each kind, what is in it before its series, and after them."""
_DASHES = ("solid", "dash", "sysDot", "lgDashDot", "lgDash", "sysDash")
_SIGNS = ("circle", "square", "triangle", "diamond", "x", "plus")
_EVEN = Decimal("1.15")
"""So much longer than the shortest may the longest step of an axis be: months have 28 to 31 days."""
_THOUSAND = 1_000
_MINUSES = "-\u2212\u200e\u200f\u061c"
"""What is before the figures of a negative number: a minus, with marks of direction."""
_LETTERS_ON_AXIS = 80
"""So many letters have room beside each other below a chart."""
_SHORT, _HAIR, _SLOPE = 5, 600, -2_700_000
"""The letters of a short name, such as a year; turns in 60,000ths of a degree: one that is not seen, and 45 degrees."""
_LONGEST_NAME, _LEAST_SHARE = 24, Decimal("0.06")
"""The letters of a name, and the share of a part, that programs have room for at the rim of a pie."""
_ROW_SHARE = 0.5
"""The part of the width that names beside lying bars have room in."""
_GREY, _BLACK = "#8a8a8a", "#000000"
_FACES = (("latin", "w:ascii"), ("ea", "w:eastAsia"), ("cs", "w:cs"))
"""The faces of scripts (20.1.4.2.24 and 21.1.2.3), and what text names them by (17.3.2.26)."""
_CATEGORIES, _VALUES = "1705", "2017"
"""The identities of the axes."""
_WORKBOOK = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="{WORKBOOK}.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml"'
    f' ContentType="{WORKBOOK.removesuffix("sheet")}worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def native(figure: Figure) -> Chart | None:
    """Return the chart of ``figure``, where Word can draw it."""
    chart = figure.chart
    if chart is None or chart.kind not in _FORMS or len(chart.panels) != 1 or chart.panels[0].name:
        return None
    if chart.kind == "point":
        # Word numbers the marks of this axis itself: it has no days among them.
        return chart if _digits(chart.categories[0]) == _digits(f"{chart.positions[0]:f}") else None
    if not (_has_room(chart) if chart.kind == "pie" else _has_room_beside(chart)):
        return None
    steps = [after - before for before, after in pairwise(chart.positions)]
    return chart if not steps or max(steps) <= min(steps) * _EVEN else None


def _has_room(chart: Chart) -> bool:
    """Return whether the names of a pie have room at its rim, where programs put them over each other else."""
    numbers = [number or Decimal(0) for number in chart.panels[0].series[0].values]
    return max(map(len, chart.categories)) <= _LONGEST_NAME and min(numbers) >= _LEAST_SHARE * sum(numbers)


def _has_room_beside(chart: Chart) -> bool:
    """Return whether the names of bars, where these lie, have room beside them: programs set longer ones over the title
    of their axis.
    """
    frame = Frame()
    return frame.longest(chart.categories) <= frame.width * _ROW_SHARE or not is_turned(chart)


def chart_part(figure: Figure, chart: Chart, style: Style, language: str, faces: Element) -> bytes:
    """Return the part of ``chart``, that of ``figure``, in ``faces``; its first relation is that to its workbook."""
    element, begin, end = _FORMS[chart.kind]
    turned = is_turned(chart)
    if element == "barChart":
        begin = f'<c:barDir val="{"bar" if turned else "col"}"/>{begin}'
    numbered = b'class="number"' in figure.picture.content
    series = "".join(
        _series(chart, n, data, language, numbered=numbered) for n, data in enumerate(chart.panels[0].series)
    )
    axes = "" if chart.kind == "pie" else f'<c:axId val="{_CATEGORIES}"/><c:axId val="{_VALUES}"/>'
    vary = f'<c:varyColors val="{int(chart.kind == "pie")}"/>'
    plot = f"<c:{element}>{begin}{vary}{series}{end}{axes}</c:{element}>"
    legend = '<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend>'
    blanks = "zero" if chart.kind == "area" else "gap"
    ink = _solid_fill(style.colour.text)
    names = "".join(f"<a:{tag} typeface={quoteattr(faces.get(clark(key), ''))}/>" for tag, key in _FACES)
    words = _look(f'<a:defRPr sz="{round(style.type.note * 100)}">{ink}{names}</a:defRPr>', chart, language)
    if axes:
        plot += _category_axis(chart, language, words, turned=turned)
        plot += _value_axis(chart, language, turned=turned, bare=numbered)
    return (
        f'{_HEAD}<c:chartSpace xmlns:c="{SPACE}" xmlns:a="{_A}" xmlns:r="{_OFFICE}"><c:date1904 val="0"/>'
        f'<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{plot}</c:plotArea>'
        f'{legend if len(chart.panels[0].series) > 1 else ""}<c:plotVisOnly val="1"/><c:dispBlanksAs val="{blanks}"/>'
        f"</c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:txPr>{words}</c:txPr>"
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def workbook(chart: Chart) -> bytes:
    """Return the values of ``chart`` as a workbook of one sheet: the categories, and a column for each series."""
    series = chart.panels[0].series
    rows: list[Sequence[str | Decimal | None]] = [(chart.category_axis, *(column.name for column in series))]
    rows += zip(_places(chart), *(column.values for column in series), strict=True)
    cells = (
        "".join(_cell(f"{ascii_uppercase[k]}{n}", value) for k, value in enumerate(row))
        for n, row in enumerate(rows, 1)
    )
    lines = "".join(f'<row r="{n}">{row}</row>' for n, row in enumerate(cells, 1))
    sheet = f'<worksheet xmlns="{_SHEETS}"><sheetData>{lines}</sheetData></worksheet>'
    files = {**_WORKBOOK, "xl/worksheets/sheet1.xml": sheet}
    return zip_files({name: (_HEAD + content).encode() for name, content in files.items()}, level=6, mode=0)


def _cell(place: str, value: str | Decimal | None) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return "" if value is None else f'<c r="{place}"><v>{value:f}</v></c>'


def _digits(words: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) for sign in words if sign.isdecimal())


def _places(chart: Chart) -> Sequence[str | Decimal]:
    """Return what is along the axis of the categories: their names, or numbers."""
    return chart.positions if chart.kind == "point" else chart.categories


# Series


def _series(chart: Chart, n: int, series: Series, language: str, *, numbered: bool) -> str:
    last, column = len(chart.categories) + 1, ascii_uppercase[n + 1]
    name = f"<c:tx>{_value_reference('str', f'Sheet1!${column}$1', (series.name,))}</c:tx>"
    across, up = ("xVal", "yVal") if chart.kind == "point" else ("cat", "val")
    kind = "num" if chart.kind == "point" else "str"
    places = f"<c:{across}>{_value_reference(kind, f'Sheet1!$A$2:$A${last}', _places(chart))}</c:{across}>"
    values = f"<c:{up}>{_value_reference('num', f'Sheet1!${column}$2:${column}${last}', series.values)}</c:{up}>"
    look, labels = _looks(chart, n), _labels(chart, series, language) if numbered or chart.kind == "pie" else ""
    smooth = '<c:smooth val="0"/>' if chart.kind in ("line", "point") else ""
    return f'<c:ser><c:idx val="{n}"/><c:order val="{n}"/>{name}{look}{labels}{places}{values}{smooth}</c:ser>'


def _value_reference(kind: str, place: str, values: Sequence[str | Decimal | None]) -> str:
    """Return what a place of the workbook holds."""
    points = (
        f'<c:pt idx="{n}"><c:v>{escape(value) if isinstance(value, str) else f"{value:f}"}</c:v></c:pt>'
        for n, value in enumerate(values)
        if value is not None
    )
    form = "<c:formatCode>General</c:formatCode>" if kind == "num" else ""
    cache = f'{form}<c:ptCount val="{len(values)}"/>{"".join(points)}'
    return f"<c:{kind}Ref><c:f>{place}</c:f><c:{kind}Cache>{cache}</c:{kind}Cache></c:{kind}Ref>"


def _looks(chart: Chart, n: int) -> str:
    """Return the fill, the line and the sign of a series."""
    if chart.kind in ("line", "point"):
        ink = _solid_fill((chart.lines or LINES)[n])
        line = f'<a:ln w="25400">{ink}<a:prstDash val="{_DASHES[n]}"/></a:ln>'
        line = line if chart.kind == "line" else "<a:ln><a:noFill/></a:ln>"
        sign = f'<c:symbol val="{_SIGNS[n]}"/><c:size val="7"/>'
        return f"<c:spPr>{line}</c:spPr><c:marker>{sign}<c:spPr>{ink}<a:ln>{ink}</a:ln></c:spPr></c:marker>"
    if chart.kind == "pie":
        return "".join(
            f'<c:dPt><c:idx val="{k}"/><c:bubble3D val="0"/>{_area(chart, k)}</c:dPt>'
            for k in range(len(chart.categories))
        )
    return _area(chart, n) + ('<c:invertIfNegative val="0"/>' if _FORMS[chart.kind][0] == "barChart" else "")


def _area(chart: Chart, n: int) -> str:
    return f'<c:spPr>{_solid_fill((chart.fills or FILLS)[n])}<a:ln w="9525">{_solid_fill(_BLACK)}</a:ln></c:spPr>'


def _solid_fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill>'


def _labels(chart: Chart, series: Series, language: str) -> str:
    """Return the numbers at the ends of bars; of a pie the names of its parts too."""
    pie = chart.kind == "pie"
    numbers = [(number, words) for number, words in zip(series.values, series.shown, strict=True) if number is not None]
    form = f'<c:numFmt formatCode={_format(numbers, language)} sourceLinked="0"/>'
    parts = (("LegendKey", 0), ("Val", 1), ("CatName", int(pie)), ("SerName", 0), ("Percent", 0), ("BubbleSize", 0))
    shows = "".join(f'<c:show{name} val="{on}"/>' for name, on in parts)
    between = "<c:separator> </c:separator>" if pie else ""
    return f'<c:dLbls>{form}<c:dLblPos val="outEnd"/>{shows}{between}</c:dLbls>'


def _format(numbers: Sequence[tuple[Decimal, str]], language: str) -> str:
    """Return the format of numbers that are printed so, as an attribute (18.8.31). The minus sign and what is between
    thousands are in it as the report has them; a decimal mark can be no other than that of the reader's system, or of
    ``language`` in LibreOffice. So are thousands of which a format has not enough sections.
    """
    least, *others = {max(0, -int(number.normalize().as_tuple().exponent)) for number, _ in numbers} or {0}
    minus = next((f'"{label[: -len(label.lstrip(_MINUSES))]}"' for number, label in numbers if number < 0), "")
    marks = {label.lstrip(_MINUSES)[-4] for number, label in numbers if not least and abs(number) >= _THOUSAND}
    mark = f'"{next((sign for sign in marks if not sign.isdecimal()), "")}"'
    first = _THOUSAND * (10 if any(map(str.isdecimal, marks)) else 1)
    if not least and not others and mark == '""':
        return quoteattr(f"0;{minus}0" if minus else "0")
    if not least and not others and not minus:
        return quoteattr(f"[<{first}]0;[<{_THOUSAND**2}]0{mark}000;0{mark}000{mark}000")
    small = any(-first < number < 0 for number, _ in numbers)
    large = any(number >= first for number, _ in numbers)
    if not least and not others and not (small and large) and max(abs(number) for number, _ in numbers) < _THOUSAND**2:
        other = f"[<0]{minus}0" if small else f"[>={first}]0{mark}000"
        # The section of what has no condition of its own comes last.
        return quoteattr(f"[<=-{first}]{minus}0{mark}000;{other};0")
    region = next((f"[$-{key:X}]" for key, tag in windows_locale.items() if tag == language.replace("-", "_")), "")
    form = region + ("General" if others else f"#,##0{'.' if least else ''}{'0' * least}")
    return quoteattr(f"{form};{region}{minus}{form.removeprefix(region)}" if minus else form)


# Axes


def _category_axis(chart: Chart, language: str, words: str, *, turned: bool) -> str:
    """Return the axis of categories: from right to left the first is on the right; lying bars begin at the top."""
    back = turned or chart.direction == "rtl"
    if chart.kind == "point":
        return _numbers(chart, language, chart.marks, chart.category_axis, (_CATEGORIES, _VALUES), "b", back=back)
    title, skip = _title(chart.category_axis, chart, language), _skip(chart)
    # LibreOffice breaks words of level names, and turns names without room; at a hair's turn it leaves some out, but
    # sets them beside their marks: only short ones.
    turn = _HAIR if max(map(len, chart.categories)) <= _SHORT else _SLOPE
    turning = f'<a:bodyPr rot="{turn}" vert="horz"/>'
    level = f"<c:txPr>{words.replace('<a:bodyPr/>', turning)}</c:txPr>" if skip else ""
    return (
        f'<c:catAx><c:axId val="{_CATEGORIES}"/><c:scaling><c:orientation val="{_way(back)}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{_side(chart) if turned else "b"}"/>{title}'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="out"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/><c:spPr>{_thin_line(_BLACK)}</c:spPr>{level}<c:crossAx val="{_VALUES}"/>'
        f'<c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>{skip}'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _skip(chart: Chart) -> str:
    """Return that not each place of a line has its name, where programs would turn the names."""
    longest = max(map(len, chart.categories)) + 2
    apart = -(-len(chart.categories) * longest // _LETTERS_ON_AXIS)
    return f'<c:tickLblSkip val="{apart}"/>' if chart.positions and apart > 1 else ""


def _value_axis(chart: Chart, language: str, *, turned: bool, bare: bool) -> str:
    back = turned and chart.direction == "rtl"
    names = (_VALUES, _CATEGORIES)
    place, ticks = "b" if turned else _side(chart), chart.ticks
    step, numbers = ticks[1].at - ticks[0].at, [number or 0 for series in chart.series() for number in series.values]
    # Between a bar that goes down and the names of the categories its number has room.
    low = ticks[0].at - step if bare and ticks[0].at < 0 and min(numbers) < ticks[0].at + step / 2 else None
    return _numbers(chart, language, ticks, chart.value_axis, names, place, low=low, back=back, far=turned, bare=bare)


def _numbers(
    chart: Chart,
    language: str,
    ticks: Sequence[Tick],
    title: str,
    names: tuple[str, str],
    place: str,
    *,
    low: Decimal | None = None,
    back: bool,
    far: bool = False,
    bare: bool = False,
) -> str:
    """Return an axis of numbers from the first of ``ticks``, or ``low``, to the last, ``far``: away from the first
    category, ``bare``: without lines across.
    """
    least = ticks[0].at if low is None else low
    lines = f"<c:majorGridlines><c:spPr>{_thin_line(_GREY)}</c:spPr></c:majorGridlines>"
    code = _format([(tick.at, tick.label) for tick in ticks], language)
    between = "between" if chart.kind not in ("area", "point") else "midCat"
    return (
        f'<c:valAx><c:axId val="{names[0]}"/><c:scaling><c:orientation val="{_way(back)}"/>'
        f'<c:max val="{ticks[-1].at:f}"/><c:min val="{least:f}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{place}"/>{"" if bare else lines}'
        f'{_title(title, chart, language)}<c:numFmt formatCode={code} sourceLinked="0"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:crossAx val="{names[1]}"/>'
        f'<c:crosses val="{"max" if far else "min"}"/><c:crossBetween val="{between}"/>'
        f'<c:majorUnit val="{ticks[1].at - ticks[0].at:f}"/></c:valAx>'
    )


def _side(chart: Chart) -> str:
    return "r" if chart.direction == "rtl" else "l"


def _way(back: bool) -> str:
    return "maxMin" if back else "minMax"


def _thin_line(colour: str) -> str:
    return f'<a:ln w="6350">{_solid_fill(colour)}</a:ln>'


def _title(words: str, chart: Chart, language: str) -> str:
    if not words:
        return ""
    slant = int("italic" in title_look(chart, words))
    run = f'<a:r><a:rPr lang="{language}" b="0" i="{slant}"/><a:t>{escape(words)}</a:t></a:r>'
    look = _look(f'<a:defRPr b="0" i="{slant}"/>', chart, "", run)
    return f'<c:title><c:tx><c:rich>{look}</c:rich></c:tx><c:overlay val="0"/></c:title>'


def _look(properties: str, chart: Chart, language: str, run: str = "") -> str:
    """Return a paragraph of words in a chart, or the look of one."""
    way = ' rtl="1"' if chart.direction == "rtl" else ""
    end = f'<a:endParaRPr lang="{language}"/>' if language else ""
    return f"<a:bodyPr/><a:lstStyle/><a:p><a:pPr{way}>{properties}</a:pPr>{run}{end}</a:p>"
