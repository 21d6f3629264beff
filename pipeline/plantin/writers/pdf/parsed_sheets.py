"""Style sheets read once: pages are laid out several times over the same sheets (wide tables, the numbers of an index,
each edition of a report), and to read them anew takes a third of the time that a short report takes.
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_MOST = 64
"""How many sheets are kept, those that were wanted last."""


@dataclass(slots=True)
class _Faces:
    """Stands in for the fonts of a document while a sheet is read: the ``@font-face`` rules that it would have had
    added.
    """

    rules: list[Any] = field(default_factory=list)

    def add_font_face(self, descriptors: Any, _fetcher: Any) -> None:
        """Note a rule, by its descriptors."""
        self.rules.append(descriptors)


def once(read: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's ``CSS``, that reads each text once. What a sheet adds to the document (rules for pages, faces) is
    added each time; a sheet that adds anything else, as layers or styles of counters, is read each time. For one thread
    at a time.
    """

    def sheet(*, string: str = "", **given: Any) -> Any:
        if not string:
            return read(**given)
        key = string, given.get("base_url"), given.get("media_type")
        if key not in _KEPT:
            _KEPT[key] = _alone(read, string, given)
            if len(_KEPT) > _MOST:
                _KEPT.popitem(last=False)
        _KEPT.move_to_end(key)
        found = _KEPT[key]
        if found is None:
            return read(string=string, **given)
        made, faces = copy.copy(found[0]), found[1]
        given["page_rules"].extend(made.page_rules)
        made.page_rules, made.layers = given["page_rules"], given["layers"]
        for rule in faces.rules:
            given["font_config"].add_font_face(rule, given["url_fetcher"])
        return made

    return sheet


_KEPT: OrderedDict[tuple[Any, ...], tuple[Any, _Faces] | None] = OrderedDict()


def _alone(read: Callable[..., Any], string: str, given: dict[str, Any]) -> tuple[Any, _Faces] | None:
    """A sheet read by itself, with its faces; nothing where it adds to a document what is not kept here."""
    faces, counters, profiles = _Faces(), dict[str, Any](), dict[str, Any]()
    own = {"font_config": faces, "counter_style": counters, "color_profiles": profiles, "page_rules": [], "layers": []}
    made = read(string=string, **given | own)
    return None if made.layers or counters or profiles else (made, faces)
