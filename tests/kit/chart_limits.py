"""Charts whose data are at their limits, in six languages: what drawings of charts are measured with."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from plantin.charts.colours import FILLS
from plantin.house.colours import tints
from plantin.house.locale import Locale
from plantin.model.charts import Chart, Panel, Series
from plantin.resolve import charts
from plantin.resolve.charts import ChartRequest
from plantin.resolve.data_tables import format_number
from tests.kit import houses
from tests.kit.chart_data import LANGUAGES

SHORT = {
    "en": "North South East West Lake Hills Port".split(),
    "fr": "Nord Sud Est Ouest Lac Collines Port".split(),
    "es": "Norte Sur Este Oeste Lago Cerros Puerto".split(),
    "ru": "Север Юг Восток Запад Озеро Холмы Порт".split(),
    "ar": "الشمال الجنوب الشرق الغرب البحيرة التلال الميناء".split(),
    "zh": "北区 南区 东区 西区 湖区 山区 港区".split(),
}
LONG = {
    "en": "Households of the northern uplands without a connection to the mains",
    "fr": "Ménages des hautes terres du nord qui ne sont pas raccordés au réseau",
    "es": "Hogares de las tierras altas del norte que no tienen conexión a la red",
    "ru": "Домохозяйства северных нагорий, неподключённые к централизованному водоснабжению",
    "ar": "الأسر المعيشية في المرتفعات الشمالية غير الموصولة بالشبكة العامة للمياه",
    "zh": "北部高地尚未接入城市公共供水管网的居民家庭和公共机构用户",
}
WORD = {
    "en": "Interdepartmentalization", "fr": "Anticonstitutionnellement", "es": "Electroencefalografistas",
    "ru": "Водоканализационнохозяйственные", "ar": "فأسقيناكموهاوالمستضعفين", "zh": "居民家庭和公共机构用户及其他用水单位",
}  # fmt: skip
"""A word that is longer than most columns."""
AXES = {
    "en": ("District", "Consumption, millions of cubic metres a year"),
    "fr": ("Secteur", "Consommation, millions de mètres cubes par an"),
    "es": ("Distrito", "Consumo, millones de metros cúbicos al año"),
    "ru": ("Район", "Потребление, млн куб. м в год"),
    "ar": ("الحي", "الاستهلاك بملايين الأمتار المكعبة في السنة"),
    "zh": ("区", "用水量（百万立方米／年）"),
}
KINDS = ("bar", "grouped", "stacked", "line", "area", "point", "pie", "histogram", "box", "map", "sparkline")
LIMITS = ("plain", "long", "many", "negative", "millions", "equal", "one", "gaps", "panels")
_POSITIVE = ("stacked", "area", "pie", "histogram", "map")
_ALONE = ("bar", "pie", "histogram", "map", "sparkline")
_NO_PANELS = ("pie", "histogram", "box", "map", "sparkline")


@dataclass(frozen=True, slots=True)
class LimitCase:
    """A chart at a limit in a language."""

    language: str
    kind: str
    limit: str
    chart: Chart

    @property
    def name(self) -> str:
        """What it is called."""
        return f"{self.kind} {self.limit} {self.language}"


def cases(languages: tuple[str, ...] = LANGUAGES, seed: int | None = None) -> Iterator[LimitCase]:
    """Yield the charts of every kind at every limit that the kind has, in each language; ``seed`` gives other values."""
    for language in languages:
        locale = houses.un(language)
        for kind in KINDS:
            for limit in LIMITS:
                if (limit == "negative" and kind in _POSITIVE) or (limit == "panels" and kind in _NO_PANELS):
                    continue
                if limit in ("gaps", "one") and kind in ("pie", "sparkline"):
                    continue
                yield LimitCase(language, kind, limit, _chart(kind, limit, locale, seed))


def sample(number: int, seed: int | None = None) -> list[LimitCase]:
    """Return ``number`` of the cases of ``seed``, each kind at each limit as often as the next, each language likewise."""
    by_name: dict[tuple[str, str], list[LimitCase]] = {}
    for case in cases(seed=seed):
        by_name.setdefault((case.kind, case.limit), []).append(case)
    chance = random.Random(seed or 50)  # noqa: S311 - a sample
    for same in by_name.values():
        chance.shuffle(same)
    order = [same[turn] for turn in range(len(LANGUAGES)) for same in by_name.values() if turn < len(same)]
    return order[:number]


def _values(kind: str, limit: str, count: int, chance: random.Random) -> list[Decimal | None]:
    scale = 12_345_678 if limit == "millions" else 100
    values: list[Decimal | None] = [Decimal(round(scale * (0.3 + 0.7 * chance.random()))) for _ in range(count)]
    if limit == "millions":
        values[0] = Decimal(scale)
    if limit == "equal":
        values[-1] = Decimal(60)
    if limit == "negative":
        values = [value if value is None or n % 2 else -value for n, value in enumerate(values)]
    if limit == "gaps" and kind not in ("pie", "histogram"):
        values = [value if n % 3 else None for n, value in enumerate(values)]
    return values


def _chart(kind: str, limit: str, locale: Locale, seed: int | None) -> Chart:
    language = locale.language
    chance = random.Random(f"{kind} {limit}{f' {seed}' if seed else ''}")  # noqa: S311 - a sample
    forms = locale.charts
    assert forms is not None
    count = {"one": 1, "many": 60 if kind in ("line", "area", "point") else 6 if kind == "pie" else 20}.get(limit, 5)
    several = 1 if kind in _ALONE else 6 if limit in ("many", "equal") else 3 if kind != "box" else 1
    names = SHORT[language]
    if limit == "long":
        keys = [f"{LONG[language]} {n}" for n in range(count - 1)] + [WORD[language]]
        columns = [LONG[language] + f" {n}" for n in range(several - 1)] + [WORD[language]]
    else:
        keys = [names[n % len(names)] + (f" {n // len(names) + 1}" if n >= len(names) else "") for n in range(count)]
        columns = [names[-1 - n] for n in range(several)]
    if kind in ("line", "area") and limit in ("many", "negative", "millions", "equal", "one"):
        keys = [str(1960 + n) for n in range(count)]
    if kind in ("line", "area") and limit == "gaps":
        keys = [f"2023-{n + 1:02}" for n in range(count)]
    if kind == "point":
        keys = [str(17 * n + 3) for n in range(count)]
    if kind == "sparkline":
        return _sparkline(locale, _values(kind, limit, max(count, 2), chance))
    across, along = AXES[language]
    if kind == "histogram":
        numbers = _values(kind, limit, 30 if limit != "one" else 1, chance)
        request = ChartRequest([["v"], *([_cell(one)] for one in numbers)], kind, "", ("v",), "", {"x": along})
        return charts.read(request, locale, forms)
    if kind == "box":
        rows = [["x", "v"], *([key, _cell(one)] for key in keys for one in _values(kind, limit, 6, chance) if one)]
        return charts.read(ChartRequest(rows, kind, "x", ("v",), "", {"x": across, "y": along}), locale, forms)
    if kind == "pie":
        return _pie(locale, keys, limit)
    facet = "f" if limit == "panels" else ""
    groups = [f"{names[n % 7]} {n}" for n in range(7)] if facet else [""]
    rows = [[*((facet,) if facet else ()), "x", *columns]]
    for group in groups:
        drawn = [_values(kind, limit, count, chance) for _ in columns]
        for n, key in enumerate(keys):
            rows.append([*((group,) if facet else ()), key, *(_cell(column[n]) for column in drawn)])
    words = {"x": across, "y": along}
    outlines = _outlines(keys) if kind == "map" else None
    request = ChartRequest(rows, kind, "x", tuple(columns), facet, words, outlines)
    chart = charts.read(request, locale, forms)
    return replace(chart, fills=tints(FILLS[0], len(chart.marks))) if kind == "map" else chart


def _pie(locale: Locale, keys: list[str], limit: str) -> Chart:
    shares = {
        "many": (85, 3, 3, 3, 3, 3),
        "equal": (20,) * 5,
        "millions": (12_345_678, 480_000, 480_001, 480_002, 480_003),
    }
    numbers = shares.get(limit, (88, 3, 3, 3, 3))
    rows = [["x", "v"], *([key, str(number)] for key, number in zip(keys, numbers, strict=True))]
    forms = locale.charts
    assert forms is not None
    return charts.read(ChartRequest(rows, "pie", "x", ("v",), "", {}), locale, forms)


def _cell(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _sparkline(locale: Locale, values: list[Decimal | None]) -> Chart:
    shown = tuple(format_number(_cell(value), locale) for value in values)
    heads = tuple(str(2000 + n) for n in range(len(values)))
    panel = Panel("", (Series("", tuple(values), shown),))
    return Chart("sparkline", locale.direction, "", "", heads, (), (), (), (panel,), cells=heads)


def _outlines(names: list[str]) -> object:
    """Return a map of areas of very different sizes: large ones, slivers, one within another."""
    features, x = [], 0.0
    for n, name in enumerate(names):
        width = (9.0, 4.0, 1.5, 0.6)[n % 4]
        ring = [[x, 0], [x + width, 0], [x + width * 0.8, 9], [x, 9], [x, 0]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"name": name}, "geometry": geometry})
        x += width
    return {"type": "FeatureCollection", "features": features}
