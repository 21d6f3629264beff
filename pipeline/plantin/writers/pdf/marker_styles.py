"""Styles of calls and markers, made for notes and entries of lists alone: the engine's own sheet would give them to
every element.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

_FOOTNOTE = ("footnote-call", "footnote-marker")
_NOTE = ("note-call", "note-marker", "note-callback")
_PARTS = frozenset(_FOOTNOTE + _NOTE)


def where_asked_for(set_styles: Callable[..., None]) -> Callable[..., None]:
    """``StyleFor.set_computed_styles``, given the engine's: nothing for pseudo-elements of notes (CSS GCPM 3, 2) and of
    entries (CSS Lists 3, 3) of an element that is neither.
    """

    def made(styles: Any, element: Any, parent: Any, *rest: Any, pseudo_type: str | None = None, **named: Any) -> None:
        if pseudo_type is None or _is_asked_for(styles, element, pseudo_type):
            set_styles(styles, element, parent, *rest, pseudo_type=pseudo_type, **named)

    return made


def _is_asked_for(styles: Any, element: Any, pseudo_type: str) -> bool:
    """Whether a box of ``element`` may have a part of this type. A marker may also be that of what is put before or
    after an element.
    """
    own = styles.get_computed_styles().get((element, None))
    if own is None:
        return True
    if pseudo_type == "marker":
        cascaded = styles.get_cascaded_styles()
        return "list-item" in own["display"] or (element, "before") in cascaded or (element, "after") in cascaded
    if pseudo_type in _FOOTNOTE:
        return bool(own["float"] == "footnote")
    return pseudo_type not in _NOTE or bool(own["position"][0] == "note()")


_NOTHING = frozenset({"left", "right", "none", "static", "relative", "absolute", "fixed"})
"""The values of ``float`` and ``position`` by which an element is certainly no note."""


def matched_where_asked_for(begin: Callable[..., None]) -> Callable[..., None]:
    """``StyleFor.__init__``, given the engine's: rules for pseudo-elements of notes are matched for elements alone that
    may be notes. The engine's own sheet has them for every element, and most of all that is matched are these.
    """
    from cssselect2 import Matcher

    def made(styles: Any, html: Any, sheets: Any, *rest: Any) -> None:
        notes, match = _may_be_notes(html, sheets), Matcher.match

        def matched(matcher: Any, element: Any) -> Any:
            found = match(matcher, element)
            return found if element.etree_element in notes else [rule for rule in found if rule[2] not in _PARTS]

        Matcher.match = matched
        try:
            begin(styles, html, sheets, *rest)
        finally:
            Matcher.match = match

    return made


def _may_be_notes(html: Any, sheets: Any) -> set[Any]:
    """The elements of which a sheet or an attribute of their own may make notes."""
    tests = [
        test
        for sheet, *_ in sheets
        for test, pseudo, declarations in _rules(sheet.matcher)
        if not pseudo and _may_make(declarations)
    ]
    elements = html.wrapper_element.iter_subtree()
    return {
        one.etree_element for one in elements if "style" in one.etree_element.attrib or any(test(one) for test in tests)
    }


def _rules(matcher: Any) -> Iterator[tuple[Any, Any, Any]]:
    """The test of each rule of a sheet, its pseudo-element and its declarations."""
    named = (
        matcher.id_selectors,
        matcher.class_selectors,
        matcher.lower_local_name_selectors,
        matcher.namespace_selectors,
    )
    for rules in (
        *(rules for group in named for rules in group.values()),
        matcher.lang_attr_selectors,
        matcher.other_selectors,
    ):
        for test, _, _, pseudo, (declarations, _) in rules:
            yield test, pseudo, declarations


def _may_make(declarations: Any) -> bool:
    return any(
        name in {"float", "position"} and not (isinstance(value, str) and value in _NOTHING)
        for name, value, _ in declarations
    )
