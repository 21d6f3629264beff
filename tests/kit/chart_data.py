"""Data of charts at their limits, with words in six languages: what the readings and the second reader are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
WORDS: dict[str, tuple[str, str, str, str, str, str]] = {
    "year": ("Year", "Année", "Año", "Год", "السنة", "年份"),
    "month": ("Month", "Mois", "Mes", "Месяц", "الشهر", "月份"),
    "day": ("Day", "Jour", "Día", "День", "اليوم", "日期"),
    "week": ("Week", "Semaine", "Semana", "Неделя", "الأسبوع", "周次"),
    "district": ("District", "Secteur", "Distrito", "Район", "الحي", "区"),
    "litres": ("Litres", "Litres", "Litros", "Литры", "اللترات", "升"),
    "wells": ("wells", "puits", "pozos", "скважины", "الآبار", "水井"),
    "springs": ("springs", "sources", "manantiales", "родники", "الينابيع", "泉水"),
    "reservoir": ("reservoir", "réservoir", "embalse", "водохранилище", "الخزان", "水库"),
    "use": ("use", "consommation", "consumo", "потребление", "الاستهلاك", "用水量"),
    "balance": ("balance", "solde", "saldo", "остаток", "الرصيد", "结余"),
    "depth": ("depth, metres", "profondeur, mètres", "profundidad, metros", "глубина, м", "العمق بالأمتار", "深度（米）"),
    "opened": ("year of opening", "année d’ouverture", "año de apertura", "год открытия", "سنة الافتتاح", "启用年份"),
    "North": ("North", "Nord", "Norte", "Север", "الشمال", "北区"),
    "South": ("South", "Sud", "Sur", "Юг", "الجنوب", "南区"),
    "East": ("East", "Est", "Este", "Восток", "الشرق", "东区"),
    "West": ("West", "Ouest", "Oeste", "Запад", "الغرب", "西区"),
    "upper": ("North, upper town", "Nord, ville haute", "Norte, parte alta", "Север, верхний город",
              "الشمال، المدينة العليا", "北区，上城"),
    "lower": ("North, lower town", "Nord, ville basse", "Norte, parte baja", "Север, нижний город",
              "الشمال، المدينة السفلى", "北区，下城"),
    "isle": ("Isle", "Île", "Isla", "Остров", "الجزيرة", "岛区"),
    "both": ("Food and water", "Vivres et eau", "Alimentos y agua", "Питание и вода", "الغذاء والماء", "粮食和水"),
    "kept": ("Mines etc.", "Mines, etc.", "Minas, etc.", "Шахты и т. д.", "مناجم وغيرها", "矿井等"),
}  # fmt: skip
"""Words of data, in the order of ``LANGUAGES``."""
GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"district": name},
            "geometry": {"type": "Polygon", "coordinates": [[[x, 0], [x + 4, 0], [x + 4, 4], [x, 4], [x, 0]]]},
        }
        for x, name in ((0, "North"), (4, "South"), (8, "East"), (12, "West"))
    ],
}


@dataclass(frozen=True, slots=True)
class Case:
    """A chart: its data, head first, and what is asked of it."""

    name: str
    kind: str
    rows: str
    y: tuple[str, ...]
    x: str = ""
    facet: str = ""
    axes: Mapping[str, str] = field(default_factory=dict)

    def table(self) -> list[list[str]]:
        """The rows of its data."""
        return [row.split(",") for row in self.rows.split()]


def _years(*values: str) -> str:
    return "\n".join(f"{year},{value}" for year, value in enumerate(values, 2015))


def _months(year: int, *values: int) -> str:
    return "\n".join(f"{year}-{month:02},{value}" for month, value in enumerate(values, 1))


_MANY = "\n".join(f"N{n},{value}" for n, value in enumerate((5, 7, 7, 3, 12, 3, 12, 8, 9, 12), 1))
CASES = (
    Case("a rise and a fall, and a gap", "line", "year,wells,springs\n" + _years("1240.5,20", "1310,", "1402.5,16"),
         ("wells", "springs"), "year", axes={"y": "litres"}),
    Case("a peak within a year", "line", "month,use\n" + _months(2023, 98, 95, 101, 110, 124, 139, 149, 144, 120, 109, 99, 97),
         ("use",), "month"),
    Case("more turns than are named", "line", "month,use\n" + _months(2022, 5, 7, 4, 9, 3, 9, 4, 8),
         ("use",), "month"),
    Case("months of two years", "line", "month,use\n2022-11,14338\n2022-12,3000\n2023-01,3000\n2023-02,15000", ("use",), "month"),
    Case("days", "line", "day,use\n2023-03-01,4\n2023-03-15,6.25\n2023-04-01,7", ("use",), "day"),
    Case("numbers along the axis, all values equal", "line", "week,use\n1,12\n2,12\n3,12", ("use",), "week"),
    Case("one value", "line", "year,use\n" + _years("", "7", ""), ("use",), "year"),
    Case("one year", "line", "year,use\n2015,7", ("use",), "year"),
    Case("years that are many", "line", "year,use\n" + _years("1", "", "", "", "", "", "", "", "", "", "3"), ("use",), "year"),
    Case("names, two of them highest", "bar", "district,use\nNorth,46\nSouth,24\nEast,46\nWest,30", ("use",), "district"),
    Case("names, all equal", "bar", "district,use\nNorth,12\nSouth,12\nEast,12", ("use",), "district"),
    Case("names with commas", "bar", "district,use\nupper,46\nlower,24\nSouth,30", ("use",), "district"),
    Case("a name that ends with a full stop", "bar", "district,use\nNorth,46\nkept,24", ("use",), "district"),
    Case("a conjunction before another sound", "bar", "district,use\nNorth,46\nSouth,24\nisle,24", ("use",), "district"),
    Case("names with conjunctions", "bar", "district,use\nboth,24\nNorth,24", ("use",), "district"),
    Case("many names", "bar", "district,use\n" + _MANY, ("use",), "district"),
    Case("years and values below zero", "bar", "year,balance\n" + _years("45", "-12.5", "30", "-40"), ("balance",), "year"),
    Case("two series", "grouped", "district,wells,springs\nNorth,420,180\nSouth,515,\nEast,380,310", ("wells", "springs"),
         "district", axes={"y": "litres"}),
    Case("totals of names, and a gap", "stacked", "district,wells,springs\nNorth,420,180\nSouth,515.5,240\nEast,380,",
         ("wells", "springs"), "district", axes={"y": "litres"}),
    Case("totals of years", "area", "year,wells,springs,reservoir\n" + _years("1240,830,400", "1310,815,455.5", "1285,790,520"),
         ("wells", "springs", "reservoir"), "year", axes={"y": "litres"}),
    Case("totals of many years", "area", "year,wells,springs\n" + _years(*(f"{n * n},{30 - n}" for n in range(10))),
         ("wells", "springs"), "year", axes={"y": "litres"}),
    Case("small charts", "line", "year,district,use\n2015,North,5\n2016,North,7\n2015,South,1\n2016,South,", ("use",),
         "year", "district"),
    Case("small charts, stacked", "stacked", "year,district,wells,springs\n2015,North,5,1\n2016,North,7,1\n2015,South,1,4\n2016,South,2,4",
         ("wells", "springs"), "year", "district", {"y": "litres"}),
    Case("numbers and numbers", "point", "depth,use\n5.5,12\n18,28\n41,61\n41,12", ("use",), "depth"),
    Case("parts that add up", "pie", "district,use\nNorth,46\nSouth,24\nEast,18\nWest,12", ("use",), "district"),
    Case("parts with a half", "pie", "district,use\nNorth,84\nSouth,3\nEast,4.5\nWest,4.5\nkept,4", ("use",), "district"),
    Case("parts that are rounded", "pie", "district,use\nNorth,4100\nSouth,300\nEast,226", ("use",), "district"),
    Case("thirds", "pie", "district,use\nNorth,10\nSouth,10\nEast,10", ("use",), "district"),
    Case("classes, two of them highest", "histogram", "depth\n5\n8\n9\n12\n14\n18\n55\n60", ("depth",), axes={"y": "wells"}),
    Case("years, of which classes are made", "histogram", "opened\n1985\n1991\n1994\n2003\n2011\n2014\n2018", ("opened",), axes={"y": "wells"}),
    Case("classes below zero", "histogram", "balance\n-35\n-12.5\n4\n18", ("balance",), axes={"y": "wells"}),
    Case("large numbers", "bar", "district,litres\nNorth,12345678\nSouth,987654\nEast,12345678", ("litres",), "district"),
    Case("the only value is below zero", "bar", "district,balance\nNorth,-40\nSouth,", ("balance",), "district"),
    Case("a peak that is held", "line", "year,use\n" + _years("5", "9", "9", "", "4", "4"), ("use",), "year"),
    Case("an end as high as before", "line", "year,use\n" + _years("9", "4", "9"), ("use",), "year"),
    Case("a fall in many years", "line", "year,use\n" + _years(*(str(60 - n) for n in range(12))), ("use",), "year"),
    Case("no category without a gap", "stacked", "district,wells,springs\nNorth,4,\nSouth,,3", ("wells", "springs"), "district",
         axes={"y": "litres"}),
    Case("totals of many names", "stacked", "district,wells,springs\n" + "\n".join(f"N{n},{n},{9 - n % 3}" for n in range(1, 10)),
         ("wells", "springs"), "district", axes={"y": "litres"}),
    Case("totals of months", "area", "month,wells,springs\n2023-03,1.5,2\n2023-04,2.5,2\n2023-05,2.25,2", ("wells", "springs"), "month",
         axes={"y": "litres"}),
    Case("months that lack values", "line", "month,use\n2023-01,4\n2023-02,\n2023-03,\n2023-04,2", ("use",), "month"),
    Case("points along years", "point", "year,use\n2012,7\n1998,12\n2004,7", ("use",), "year"),
    Case("whole numbers", "box", "district,depth\nNorth,8\nNorth,18\nNorth,9\nNorth,44\nSouth,2\nSouth,4", ("depth",), "district"),
    Case("decimals", "box", "district,depth\nNorth,8.5\nNorth,18.0\nNorth,9.0\nSouth,2.5\nSouth,1200.5", ("depth",), "district"),
    Case("one value in each, and a column for each", "box", "wells,springs\n4,-2\n9,", ("wells", "springs")),
    Case("years", "box", "district,opened\nNorth,1985\nNorth,1990\nSouth,2004", ("opened",), "district"),
    Case("areas of one class", "map", "district,use\nNorth,12\nSouth,12.5\nEast,12\nWest,19", ("use",), "district"),
    Case("areas, and one without a value", "map", "district,use\nNorth,420\nSouth,515\nEast,\nWest,290", ("use",), "district"),
)  # fmt: skip
SPARKLINES: dict[str, tuple[str, ...]] = {
    "up": ("12", "15", "18", "22"),
    "down": ("1402.5", "1310", "1240", "1240"),
    "turning": ("14", "22", "22", "12"),
    "equal": ("12", "12", "12", "12"),
    "a gap": ("14", "", "12", "15000"),
    "gaps at its ends": ("", "7", "9.5", ""),
    "below zero": ("-3", "-1.5", "-4", "-1.5"),
}
"""Values of the years from 2015 on."""
