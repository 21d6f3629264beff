"""A second reader of what is said of charts: it takes sentences apart by the forms in ``locale.toml`` and computes
again, from the data alone, whether each is true, and whether one is missing.

It shares no code with the press: numbers, months, quartiles, turns, shares and classes are its own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_GROUPS = {"en": ",", "fr": "\u00a0", "es": ".", "ru": "\u00a0", "ar": "\u00a0", "zh": "\u00a0"}
_POINTS = {"en": ".", "fr": ",", "es": ",", "ru": ",", "ar": ".", "zh": "."}
_CLOSED = {"es", "ru"}
"""The languages that set four figures closed."""
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "ar": "كانون_الثاني/يناير شباط/فبراير آذار/مارس نيسان/أبريل أيار/مايو حزيران/يونيه تموز/يوليه آب/أغسطس"
    " أيلول/سبتمبر تشرين_الأول/أكتوبر تشرين_الثاني/نوفمبر كانون_الأول/ديسمبر",
}
_GENITIVES = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
_FEW = 8
_TURNS = "it turns, or goes the other way"
_VALUES = ("first", "last", "high", "low", "value")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: the data, head first, and how they are drawn; ``words`` are printed instead of theirs."""

    language: str
    kind: str
    rows: Sequence[Sequence[str]]
    x: str
    y: tuple[str, ...]
    facet: str
    words: Mapping[str, str]


@cache
def _forms(language: str) -> dict[str, Any]:
    tables = tomllib.loads((ROOT / "locales" / language / "locale.toml").read_text("utf-8"))
    found: dict[str, Any] = tables["charts"]
    return found


def number(text: str, language: str) -> Decimal | None:
    """The number that ``text`` is in a language; None where it is none, or is not grouped as the language does."""
    sign = -1 if "−" in text else 1
    whole, point, fraction = text.replace("\u200e", "").replace("−", "").partition(_POINTS[language])
    digits = whole.replace(_GROUPS[language], "")
    if not digits.isdecimal() or (point and not fraction.isdecimal()):
        return None
    least = 5 if language in _CLOSED else 4
    grouped = f"{int(digits):,}".replace(",", _GROUPS[language]) if len(digits) >= least else digits
    return sign * Decimal(f"{digits}{'.' * bool(point)}{fraction}") if grouped == whole else None


def _numbers(language: str) -> str:
    group, point = re.escape(_GROUPS[language]), re.escape(_POINTS[language])
    return rf"\u200e?−?\d+(?:{group}\d{{3}})*(?:{point}\d+)?"


def dated(cell: str, language: str) -> str:
    """A month or a day of the data as the language prints it."""
    year, month, *rest = cell.split("-")
    name = "" if language == "zh" else _MONTHS[language].split()[int(month) - 1].replace("_", " ")
    if language == "zh":
        return f"{year}年{int(month)}月" + (f"{int(rest[0])}日" if rest else "")
    if not rest:
        return {"es": f"{name} de {year}", "ru": f"{name} {year} года"}.get(language, f"{name} {year}")
    day = "1er" if language == "fr" and rest[0] == "01" else str(int(rest[0]))
    if language == "ru":
        return f"{day} {_GENITIVES[int(month) - 1]} {year} года"
    return f"{day} de {name} de {year}" if language == "es" else f"{day} {name} {year}"


class Reader:
    """Reads the sentences of one chart against its data."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.language, self.forms = asked, asked.language, _forms(asked.language)
        self.heads = list(asked.rows[0])
        self.body = asked.rows[1:]
        self.said: set[tuple[str, str]] = set()
        self.shares: list[tuple[str, Decimal]] = []
        self.reach = (Decimal(0), Decimal(0))
        keys = [row[self.heads.index(asked.x)] for row in self.body] if asked.x else []
        self.keys = list(dict.fromkeys(keys)) if asked.kind != "point" else keys
        self.labels = [self._label(key) for key in self.keys]

    def sparkline(self, text: str) -> Iterator[str]:
        """What is untrue, not understood or missing in the sentences of a sparkline."""
        cells, between = next(cells for _, _, cells in self.series()), self.forms["between"]
        rest, gaps = text, [n for n, cell in enumerate(cells) if not cell]
        ends = [match.end() for match in re.finditer(rf"[.。](?={re.escape(between)}.)", text)]
        for end in ends:
            if match := self._match("sparkline_missing", text[end:].removeprefix(between), {}):
                rest = text[:end]
                yield "" if self._is_at(match["at"], gaps, len(cells)) else f"missing are {gaps}"
        yield "the gaps are not named" if gaps and rest == text else ""
        # The longest form first: the others are parts of it.
        for form in ("sparkline", "sparkline_alike", "sparkline_rises", "sparkline_falls"):
            match = self._match(form, rest, {})
            if match is None:
                continue
            if form == "sparkline":
                turns = {self._untrue(way, match, cells) for way in ("rises", "falls")}
                yield self._untrue("extremes", match, cells) or ("" if turns == {_TURNS} else "another course")
            elif form == "sparkline_alike":
                points = [key for key, cell in zip(self.keys, cells, strict=True) if cell]
                same = re.findall(r"\d{4}", match["span"]) == [points[0], points[-1]]
                yield self._untrue("alike", match, cells) or ("" if same else "another span")
            else:
                yield self._untrue(form.removeprefix("sparkline_"), match, cells)
            return
        yield f"{rest!r} is not understood"

    # What is in the data

    @property
    def typed(self) -> str:
        """What the categories are: year, number, month, day or name."""
        if not self.keys or set(self.keys) & set(self.asked.words):
            return "name"
        for kind, form in (
            ("year", r"(19|20)\d\d"), ("number", r"-?\d+(\.\d+)?"), ("month", r"\d{4}-\d\d"), ("day", r"\d{4}-\d\d-\d\d")
        ):  # fmt: skip
            if all(re.fullmatch(form, key) for key in self.keys):
                return kind
        return "name"

    def _label(self, key: str) -> str:
        if key in self.asked.words:
            return self.asked.words[key]
        return dated(key, self.language) if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", key) else key

    def name(self, head: str) -> str:
        """What a column or a cell is called."""
        return self.asked.words.get(head, head)

    def series(self) -> Iterator[tuple[str, str, list[str]]]:
        """Each panel and series by their names, and its cells, one for each category."""
        panels = [""]
        if self.asked.facet:
            panels = list(dict.fromkeys(row[self.heads.index(self.asked.facet)] for row in self.body))
        for panel in panels:
            rows = [row for row in self.body if not panel or row[self.heads.index(self.asked.facet)] == panel]
            for head in self.asked.y:
                if self.asked.kind == "point":
                    yield self.name(panel), self.name(head), [row[self.heads.index(head)] for row in rows]
                    continue
                cells = {row[self.heads.index(self.asked.x)]: row[self.heads.index(head)] for row in rows}
                yield self.name(panel), self.name(head), [cells.get(key, "") for key in self.keys]

    # What is said

    def faults(self, sentences: Sequence[str]) -> Iterator[str]:
        """What is untrue, not understood or missing, in words."""
        kind, *rest = sentences
        if kind != self.forms["kinds"][self.asked.kind]:
            yield f"{kind!r} is not the kind"
        for sentence in rest:
            problems = list(self._sentence(sentence))
            yield from (f"{sentence!r}: {problem}" for problem in problems)
        yield from self._missing()

    def _sentence(self, sentence: str) -> Iterator[str]:
        if sentence in (self.forms["quartile_method"], self.forms["classes"]):
            return
        if match := self._match("panels", sentence, {}):
            names = [self.name(panel) for panel in dict.fromkeys(panel for panel, _, _ in self.series())]
            if not _is_list(match["names"], names):
                yield "other panels"
            return
        method = {"pie": self._pie, "box": self._box, "histogram": self._histogram}.get(self.asked.kind, self._plot)
        found = next(iter(self._axes(sentence)), None)
        found = found if found is not None else next(iter(method(sentence)), None)
        if found is None:
            yield "not understood"
        elif found:
            yield found

    def _match(self, form: str, sentence: str, known: Mapping[str, str]) -> dict[str, str] | None:
        """The parts of a sentence of a form; parts that are known are as they are, values are numbers."""
        pattern = self.forms[form]
        end = pattern[-1] if pattern[-1] in ".。" else ""
        body, text = pattern.removesuffix(end), sentence.removesuffix(end)
        found = "".join(
            self._part(piece[1:-1], known, names=form == "many") if piece.startswith("{") else re.escape(piece)
            for piece in re.split(r"(\{\w+\})", body)
        )
        for shown in (text, f"{text}{end}"):
            match = re.fullmatch(found, shown, re.IGNORECASE)
            if match:
                return match.groupdict()
        return None

    def _part(self, name: str, known: Mapping[str, str], *, names: bool) -> str:
        if name in known:
            return re.escape(known[name])
        if name in _VALUES and not names:
            return rf"(?P<{name}>{_numbers(self.language)})"
        return rf"(?P<{name}>.+?)"

    def _axes(self, sentence: str) -> Iterator[str]:
        """Of the axes: empty where what is said is true."""
        asked, kind = self.asked, self.asked.kind
        if kind in ("pie", "map"):
            return
        axis = asked.words.get("x", self.name(asked.x if kind != "histogram" else asked.y[0]))
        known = {"axis": axis or self.forms["category"]}
        values = asked.words.get("y", self.name(asked.y[0]) if len(asked.y) == 1 else "") or self.forms["amount"]
        if kind == "histogram":
            values = asked.words.get("y", self.forms["count"])
        if kind == "box":
            values = asked.words.get("y", self.name(asked.y[0]) if asked.x else "") or self.forms["amount"]
        if (match := self._match("values", sentence, {"axis": values})) and self._pair(match["span"]):
            low, high = self._pair(match["span"]) or (0, 0)
            yield "" if low <= min(self._reach()) and max(self._reach()) <= high else "the axis does not reach"
        if match := self._match("many", sentence, known):
            ends = (match["first"], match["last"]) == (self.labels[0], self.labels[-1])
            yield "" if ends and number(match["count"], self.language) == len(self.labels) else "other categories"
        if kind == "histogram" and (match := self._match("range", sentence, known)):
            pair, data = self._pair(match["span"]), self._data()
            self.reach = pair or self.reach
            yield "" if pair and pair[0] <= min(data) and max(data) <= pair[1] else "the classes do not reach"
        elif kind != "box" and (match := self._match("range", sentence, known)):
            if self.typed == "name" or len(self.labels) == 1 or not self._spans(match["span"]):
                yield "" if _is_list(match["span"], self.labels) else "other categories"
            else:
                yield ""

    def _pair(self, span: str) -> tuple[Decimal, Decimal] | None:
        found = [number(text, self.language) for text in re.findall(_numbers(self.language), span)]
        return (found[0], found[1]) if len(found) == 2 and found[0] is not None and found[1] is not None else None

    def _spans(self, span: str) -> bool:
        """Whether a span is from the first category to the last."""
        keys = sorted(self.keys, key=lambda key: Decimal(key) if self.typed in ("year", "number") else key)
        first, last = keys[0], keys[-1]
        if self.typed in ("year", "number"):
            texts = re.findall(_numbers(self.language) if self.typed == "number" else r"\d{4}", span)
            found = [number(text, self.language) if self.typed == "number" else Decimal(text) for text in texts]
            return found == [Decimal(first), Decimal(last)]
        names = []
        for key in (first, last):
            month = int(key.split("-")[1])
            forms = [f"{month}月"] if self.language == "zh" else [_MONTHS[self.language].split()[month - 1]]
            names.append(
                [*(form.replace("_", " ") for form in forms), *([_GENITIVES[month - 1]] * (self.language == "ru"))]
            )
        years = re.findall(r"\d{4}", span)
        places = [next((span.find(form) for form in forms if form in span), -1) for forms in names]
        there = places[0] >= 0 and next((span.rfind(form) for form in names[1] if form in span), -1) >= places[0]
        days = all(re.search(rf"(?<!\d){int(key[8:])}(?!\d)", span) for key in (first, last) if len(key) > 7)
        return there and days and years in ([first[:4], last[:4]], [last[:4]] if first[:4] == last[:4] else [])

    def _data(self) -> list[Decimal]:
        return [
            Decimal(row[self.heads.index(head)])
            for head in self.asked.y
            for row in self.body
            if row[self.heads.index(head)]
        ]

    def _reach(self) -> list[Decimal]:
        """The values that the axis of values must reach."""
        if self.asked.kind == "histogram":
            return [Decimal(0)]
        if self.asked.kind in ("stacked", "area"):
            return [*(total for _, totals in self._totals() for _, total in totals), Decimal(0)]
        return self._data()

    # Series

    def _subject(self, panel: str, series: str) -> str:
        alone = len(self.asked.y) == 1 and panel
        if alone or not panel:
            return panel if alone else series
        joined: str = self.forms["series"].format(panel=panel, series=series)
        return joined

    def _plot(self, sentence: str) -> Iterator[str]:
        for panel, series, cells in self.series():
            subject = self._subject(panel, series)
            for form in ("turning", "course", "extremes", "rises", "falls", "constant", "alike", "single", "missing"):
                if match := self._match(form, sentence, {"name": subject}):
                    self.said.add((subject, form))
                    yield self._untrue(form, match, cells)
        for panel, totals in self._totals():
            subject = (
                self.forms["series"].format(panel=panel, series=self.forms["total"]) if panel else self.forms["total"]
            )
            for form in ("turning", "course", "extremes", "rises", "falls", "constant", "alike", "totals"):
                if match := self._match(form, sentence, {"name": subject}):
                    if (
                        form == "totals"
                        and ":" in match["values"]
                        and "(" not in match["values"]
                        and "（" not in match["values"]
                    ):
                        continue
                    self.said.add((subject, form))
                    whole = ["" for _ in self.keys]
                    for place, total in totals:
                        whole[place] = format(total, "f")
                    yield (
                        self._listed_totals(match["values"], totals)
                        if form == "totals"
                        else self._untrue(form, match, whole, exact=False)
                    )
        if self.asked.kind == "map":
            yield from self._class(sentence)
        if not self.keys or self.asked.kind == "map":
            return
        axis = self.asked.words.get("x", self.name(self.asked.x))
        if match := self._match("categories", sentence, {"axis": axis}):
            yield "" if _is_list(match["names"], self.labels) else "other categories"

    def _untrue(self, form: str, said: Mapping[str, str], cells: Sequence[str], *, exact: bool = True) -> str:
        """Why what is said of a series is not so; empty where it is."""
        points = [(n, Decimal(cell)) for n, cell in enumerate(cells) if cell]
        if form == "missing":
            gaps = [n for n, cell in enumerate(cells) if not cell]
            return "" if self._is_at(said["at"], gaps, len(cells)) else f"missing are {gaps}"
        for part in _VALUES:
            if part in said:
                value = number(said[part], self.language)
                if value is None:
                    return f"{said[part]!r} is no number of the language"
                texts = [Decimal(cell).as_tuple() for cell in cells if cell]
                if exact and value.as_tuple() not in texts and value != 0:
                    return f"{said[part]!r} is not as the data have it"
        values = {part: number(said[part], self.language) for part in _VALUES if part in said}
        steps = [after[1] - before[1] for before, after in pairwise(points)]
        first, last = points[0], points[-1]
        if form in ("constant", "alike"):
            return "" if len(points) > 1 and not any(steps) and values["value"] == first[1] else "not all are equal"
        if form == "single":
            alone = len(points) == 1 and values["value"] == first[1] and self._is_at(said["at"], [first[0]], 1)
            return "" if alone else "not the only value"
        if form == "extremes":
            for part, extreme in (("high", max(v for _, v in points)), ("low", min(v for _, v in points))):
                places = [n for n, value in points if value == extreme]
                if values[part] != extreme or not self._is_at(said[f"{part}_at"], places, len(points)):
                    return f"{part} is {extreme} at {places}"
            return ""
        if values["first"] != first[1] or not self._is_at(said["first_at"], [first[0]], 1):
            return "another first value"
        if form == "course":
            return self._legs(said["legs"], points)
        if values["last"] != last[1] or not self._is_at(said["last_at"], [last[0]], 1):
            return "another last value"
        ways = [step > 0 for step in steps if step]
        turns = sum(before != after for before, after in pairwise(ways))
        if form == "turning":
            return "" if number(said["count"], self.language) == turns and turns > 3 else f"{turns} turns"
        return "" if ways and not turns and ways[0] is (form == "rises") else _TURNS

    def _legs(self, text: str, points: Sequence[tuple[int, Decimal]]) -> str:
        """Why the legs of a course are not so."""
        at, before = 0, None
        for leg in text.split(self.forms["then"]):
            ways = [(form == "rise", match) for form in ("rise", "fall") if (match := self._match(form, leg, {}))]
            if not ways:
                return f"{leg!r} is not understood"
            way, match = ways[0]
            end = next((k for k, (n, _) in enumerate(points) if k > at and self._is_at(match["at"], [n], 1)), -1)
            steps = [points[k + 1][1] - points[k][1] for k in range(at, end)]
            if end < 0 or number(match["value"], self.language) != points[end][1] or way is before:
                return f"{leg!r} is not so"
            if not any(steps) or any((step > 0) is not way for step in steps if step):
                return f"{leg!r} is not the way"
            at, before = end, way
        return "" if at == len(points) - 1 else "the last leg is missing"

    def _is_at(self, text: str, places: Sequence[int], total: int) -> bool:
        """Whether a text names the categories at ``places``."""
        if len(places) > _FEW:
            match = self._match("several", text, {})
            found = match and [number(match[part], self.language) for part in ("count", "total")]
            return found == [len(places), total]
        typed = self.typed if self.asked.kind != "histogram" else "name"
        labels = list(dict.fromkeys(self.labels[n] for n in places))
        if typed == "number":
            axis = self.asked.words.get("x", self.name(self.asked.x))
            match = self._match("located", text, {"axis": axis})
            texts = re.findall(_numbers(self.language), match["at"]) if match else []
            return {number(one, self.language) for one in texts} == {Decimal(self.keys[n]) for n in places}
        if typed == "year":
            return re.findall(r"\d+", text) == sorted(labels)
        if typed in ("month", "day"):
            labels = [self._label(key) for key in sorted({self.keys[n] for n in places})]
        place: str = self.forms["place"][typed]
        return _is_list(text, [place.format(at=label) for label in labels])

    def _totals(self) -> list[tuple[str, list[tuple[int, Decimal]]]]:
        """The totals of each panel by the places of their categories, where no series lacks a value."""
        if self.asked.kind not in ("stacked", "area") or len(self.asked.y) == 1:
            return []
        panels: dict[str, list[list[str]]] = {}
        for panel, _, cells in self.series():
            panels.setdefault(panel, []).append(cells)
        return [
            (panel, [(n, sum(map(Decimal, stack), Decimal(0))) for n, stack in enumerate(zip(*rows, strict=True)) if all(stack)])
            for panel, rows in panels.items()
        ]  # fmt: skip

    def _listed_totals(self, text: str, totals: Sequence[tuple[int, Decimal]]) -> str:
        for place, total in totals:
            typed: str = self.forms["place"][self.typed]
            label = typed.format(at=self.labels[place])
            if self.typed == "number":
                axis = self.asked.words.get("x", self.name(self.asked.x))
                label = self.forms["located"].format(axis=axis, at="\0")
                shown = re.escape(label).replace("\0", rf"({_numbers(self.language)})")
                pattern = rf"({_numbers(self.language)})\s?[(（]{shown}[)）]"
                match = re.match(pattern, text, re.IGNORECASE)
                right = match is not None and number(match[2], self.language) == Decimal(self.keys[place])
            else:
                match = re.match(rf"({_numbers(self.language)})\s?[(（]{re.escape(label)}[)）]", text)
                right = match is not None
            if match is None or not right or number(match[1], self.language) != total:
                return f"{total} at {label} is not in {text!r}"
            text = text[match.end() :].lstrip(" ;؛；\u00a0")
        return "" if not text.strip(".。") else f"{text!r} is too much"

    # Other kinds

    def _pie(self, sentence: str) -> Iterator[str]:
        cells = next(cells for _, _, cells in self.series())
        values = [Fraction(cell) for cell in cells]
        if match := self._match("sum", sentence, {"name": self.forms["total"]}):
            self.said.add(("", "sum"))
            yield "" if number(match["value"], self.language) == sum(map(Decimal, cells)) else "another total"
        for n, label in enumerate(self.labels):
            for form in ("part_about", "part"):
                match = self._match(form, sentence, {"name": label})
                if match is None:
                    continue
                self.said.add((label, form))
                share = number(re.findall(_numbers(self.language), match["share"])[0], self.language)
                value = number(match["value"], self.language)
                off = abs(Fraction(share or 0) - values[n] * 100 / sum(values))
                unit = Fraction(1, 10 ** -int((share or Decimal(0)).as_tuple().exponent))
                if value is None or value.as_tuple() != Decimal(cells[n]).as_tuple():
                    yield "another value"
                else:
                    yield (
                        ""
                        if off < (unit if form == "part" else unit / 2 + Fraction(1, 10**9))
                        else f"off by {float(off):.3f}"
                    )
                self.shares.append((form, share or Decimal(0)))
                return

    def _box(self, sentence: str) -> Iterator[str]:
        for key, values in self._groups().items():
            label = self._label(key) if self.asked.x else self.name(key)
            if match := self._match("numbers", sentence, {"name": label}):
                numbers = [number(text, self.language) for text in re.findall(_numbers(self.language), match["values"])]
                due = [_quartile(sorted(values), quarter) for quarter in range(5)]
                named = [match["values"].find(name) for name in self.forms["quartiles"]]
                self.said.add((key, "numbers"))
                same = [None if one is None else Fraction(one) for one in numbers] == due
                yield (
                    ""
                    if same and named == sorted(named) and -1 not in named
                    else f"the five are {list(map(float, due))}"
                )
        axis = self.asked.words.get("x", self.name(self.asked.x)) or self.forms["category"]
        if match := self._match("categories", sentence, {"axis": axis}):
            labels = [self._label(key) if self.asked.x else self.name(key) for key in self._groups()]
            yield "" if _is_list(match["names"], labels) else "other categories"

    def _groups(self) -> dict[str, list[Fraction]]:
        groups: dict[str, list[Fraction]] = {}
        for head in self.asked.y:
            for row in self.body:
                key, cell = row[self.heads.index(self.asked.x)] if self.asked.x else head, row[self.heads.index(head)]
                if cell:
                    groups.setdefault(key, []).append(Fraction(cell))
        return groups

    def _histogram(self, sentence: str) -> Iterator[str]:
        data = self._data()
        if match := self._match("sum", sentence, {"name": self.forms["total"]}):
            self.said.add(("", "sum"))
            yield "" if number(match["value"], self.language) == len(data) else "another total"
        subject = self.asked.words.get("y", self.forms["count"])
        for form in ("extremes", "constant", "alike", "single"):
            if match := self._match(form, sentence, {"name": subject}):
                self.said.add((subject, form))
                yield self._counted(form, match, data)

    def _counted(self, form: str, said: Mapping[str, str], data: Sequence[Decimal]) -> str:
        """Why what is said of classes is not so: they are counted again, from the lowest edge on."""
        if form != "extremes":
            value = int(number(said["value"], self.language) or 0)
            count = len(data) // value if value else 0
            if form == "single":
                return "" if value == len(data) else "not all values are in the one class"
            width = (self.reach[1] - self.reach[0]) / max(count, 1)
            classes = [min(int((point - self.reach[0]) / width), count - 1) for point in data]
            return "" if sorted(classes) == sorted(list(range(count)) * value) else "not all classes are equal"
        named = {
            part: [] if self._match("several", text, {}) else re.findall(_numbers(self.language), text)
            for part in ("high", "low")
            for text in [said[f"{part}_at"]]
        }
        ends = [number(text, self.language) or Decimal(0) for texts in named.values() for text in texts]
        width, (lowest, highest) = ends[1] - ends[0], self.reach
        edges = [lowest + width * n for n in range(int((highest - lowest) / width))]
        counts = {edge: sum(edge <= value < edge + width for value in data) for edge in edges}
        counts[edges[-1]] += sum(value == highest for value in data)
        for part, extreme in (("high", max(counts.values())), ("low", min(counts.values()))):
            due = [edge for edge, count in counts.items() if count == extreme]
            shown = [number(text, self.language) for text in named[part][::2]]
            if number(said[part], self.language) != extreme or (named[part] and shown != due):
                return f"{part} is {extreme} from {due}"
            if not named[part] and not self._is_at(said[f"{part}_at"], list(range(len(due))), len(counts)):
                return f"{len(due)} classes have {extreme}"
        return ""

    def _class(self, sentence: str) -> Iterator[str]:
        interval = self.forms["interval"]
        pattern = (
            re.escape(interval)
            .replace(r"\{low\}", f"({_numbers(self.language)})")
            .replace(r"\{high\}", f"({_numbers(self.language)})")
        )
        head, _, names = sentence.partition(":" if ":" in sentence else "：")
        match = re.fullmatch(pattern, head.rstrip("\u00a0"), re.IGNORECASE)
        if match is None:
            return
        low, high = (number(text, self.language) for text in match.groups())
        cells = next(cells for _, _, cells in self.series())
        top = max(Decimal(cell) for cell in cells if cell)
        due = [
            label for label, cell in zip(self.labels, cells, strict=True)
            if cell and (low <= Decimal(cell) < high or (Decimal(cell) == high == top))  # type: ignore[operator]
        ]  # fmt: skip
        self.said.update(("class", label) for label in due)
        yield "" if _is_list(names.strip(), due) else f"in the class are {due}"

    # What is not said

    def _missing(self) -> Iterator[str]:
        kind = self.asked.kind
        if kind in ("pie", "histogram") and ("", "sum") not in self.said:
            yield "no total"
        if kind == "pie":
            yield from (
                f"nothing on {label}"
                for label in self.labels
                if not {(label, "part"), (label, "part_about")} & self.said
            )
            if {form for form, _ in self.shares} == {"part"} and sum(share for _, share in self.shares) != 100:
                yield "the shares are not a hundred"
            return
        if kind == "box":
            yield from (f"nothing on {key}" for key in self._groups() if (key, "numbers") not in self.said)
            return
        if kind == "histogram":
            return
        for panel, series, cells in self.series():
            subject = self._subject(panel, series)
            if "" in cells and (subject, "missing") not in self.said and not (kind == "point" and self.asked.facet):
                yield f"the gaps of {subject} are not named"
            yield from self._unsaid(subject, [Decimal(cell) for cell in cells if cell])
        for panel, totals in self._totals():
            total: str = self.forms["total"]
            subject = self.forms["series"].format(panel=panel, series=total) if panel else total
            if (subject, "totals") not in self.said:
                yield from self._unsaid(subject, [value for _, value in totals])
        if kind == "map":
            cells = next(cells for _, _, cells in self.series())
            yield from (
                f"{label} is in no class"
                for label, cell in zip(self.labels, cells, strict=True)
                if cell and ("class", label) not in self.said
            )

    def _unsaid(self, subject: str, values: Sequence[Decimal]) -> Iterator[str]:
        """What is due of a series with these values and is not there."""
        said = {form for name, form in self.said if name == subject}
        courses = {"rises", "falls", "course", "turning"}
        if values and not said - {"missing"}:
            yield f"nothing on {subject}"
        if len(set(values)) < 2:
            return
        ties = values.count(max(values)) > 1 or values.count(min(values)) > 1
        # In Chinese a course of one leg has the form of one that rises or falls.
        if not said & ({"extremes"} if ties else {"extremes", "rises", "falls", "course"}):
            yield f"no extremes of {subject}"
        if self.asked.kind not in ("point", "map") and self.typed != "name" and not said & courses:
            yield f"no course of {subject}"


def _quartile(values: Sequence[Fraction], quarter: int) -> Fraction:
    """Definition 7 of Hyndman and Fan: h = (n - 1) p, between the values around it in proportion."""
    h = Fraction((len(values) - 1) * quarter, 4)
    low = h.numerator // h.denominator
    return values[low] + (h - low) * (values[min(low + 1, len(values) - 1)] - values[low])


def _is_list(text: str, names: Sequence[str]) -> bool:
    """Whether a text names these in their order, with only commas, semicolons and a word for "and" between them."""
    at = 0
    for name in names:
        found = text.casefold().find(name.rstrip(".").casefold(), at)
        if found < 0 or not re.fullmatch(
            r"[\s,;،؛、，；.\u2013\u2014]*(?:and|et|y|e|и|و|和|من|إلى|从|到|from|to|de|a|от|до|с|по)?[\s,;،؛、，；.]*",
            text[at:found],
        ):
            return False
        at = found + len(name.rstrip("."))
    return not text[at:].strip(".。 ")
