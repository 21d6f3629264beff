"""Selectors matched within a budget: an element whose steps to others are counted, since a selector of eight parts may take a million."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cssselect2
from lxml import etree

from pipeline.bounded.css import CssError

_PARTS = 24
"""So many combinators and functions may a selector have; it is compiled into as many functions inside one another."""
_SELECTORS = 10_000
_MADE = 4
"""How many steps an element counts for that is made to be looked at."""
_STEPS = 4_000_000
"""So many elements and declarations are looked at for one page; the pages of a long report take a tenth of that."""


class Budget:
    """What matching may still cost. A step is one element looked at, or one declaration of a rule that matches."""

    def __init__(self, steps: int = _STEPS) -> None:
        self._left = steps

    def spend(self, steps: int) -> None:
        """Take ``steps`` from the budget. Raises CssError where there are no more."""
        self._left -= steps
        if self._left < 0:
            raise CssError("its style sheets take too long to be matched with its elements")


class Element(cssselect2.ElementWrapper):  # type: ignore[misc]
    """An element for selectors to look at, each look at another element counted.

    The library's own lists of ancestors and siblings are made by calling itself for each of them, as deep as a page is long.
    """

    budget: Budget

    def __init__(self, element: etree._Element, parent: Element | None, index: int, previous: Element | None, **options: Any) -> None:
        super().__init__(element, parent, index, previous, **options)
        if parent is not None:
            self.budget = parent.budget
            self.budget.spend(_MADE)

    @property
    def ancestors(self) -> Iterator[Element]:
        """The elements around this one, from the inside outwards."""
        return self._steps("parent")

    @property
    def previous_siblings(self) -> Iterator[Element]:
        """The elements before this one in the same parent, the nearest first."""
        return self._steps("previous")

    @property
    def etree_children(self) -> list[etree._Element]:
        """The elements in this one; iterating over them is counted."""
        if "children" not in self.__dict__:
            self.children = _Siblings(self.etree_element.iterchildren("*"))
            self.children.budget = self.budget
        return self.children

    def iter_children(self) -> Iterator[Element]:
        """The elements in this one, wrapped once however often they are looked at."""
        if "wrapped" in self.__dict__:
            self.budget.spend(len(self.wrapped))
        else:
            self.wrapped: list[Element] = list(super().iter_children())
        return iter(self.wrapped)

    def iter_subtree(self) -> Iterator[Element]:
        """The element itself and all in it, in their order; ``:has()`` looks at them again and again."""
        if "below" not in self.__dict__:
            self.below = [self, *(one for child in self.iter_children() for one in child.iter_subtree())]
        else:
            self.budget.spend(len(self.below))
        return iter(self.below)

    def _steps(self, name: str) -> Iterator[Element]:
        step = getattr(self, name)
        while step is not None:
            self.budget.spend(1)
            yield step
            step = getattr(step, name)


class _Siblings(list[Any]):
    """The children of an element; to go through them is counted."""

    budget: Budget

    def __iter__(self) -> Iterator[Any]:
        self.budget.spend(len(self))
        return super().__iter__()

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            self.budget.spend(len(self))
        return super().__getitem__(key)


class Matcher:
    """The rules of all sheets of a page, asked which of them match an element."""

    def __init__(self) -> None:
        self._matcher = cssselect2.Matcher()
        self._count = 0

    def add(self, prelude: Any, declarations: list[Any]) -> None:
        """Add the rule of a list of selectors; one that this reader does not know matches nothing, as in a browser. Raises CssError where
        there are too many, or one of too many parts.
        """
        if _parts(prelude) > _PARTS:
            raise CssError(f"a style sheet has a selector of more than {_PARTS} parts")
        try:
            selectors = cssselect2.compile_selector_list(prelude)
        except (cssselect2.SelectorError, NotImplementedError):
            return
        self._count += len(selectors)
        if self._count > _SELECTORS:
            raise CssError(f"its style sheets have more than {_SELECTORS:,} selectors")
        for selector in selectors:
            if selector.pseudo_element is None:
                selector.test = _counted(selector.test)
                self._matcher.add_selector(selector, declarations)

    def match(self, element: Element) -> list[tuple[Any, int, Any, list[Any]]]:
        """The specificity, the order and the declarations of each rule that matches. Raises CssError where the budget is spent."""
        found: list[tuple[Any, int, Any, list[Any]]] = self._matcher.match(element)
        element.budget.spend(1 + sum(len(declarations) for _, _, _, declarations in found))
        return found


def root(element: etree._Element, budget: Budget) -> Element:
    """The root of a page, its steps counted in ``budget``."""
    found: Element = Element.from_html_root(element)
    found.budget = budget
    return found


def _counted(test: Any) -> Any:
    def counted(element: Element) -> bool:
        element.budget.spend(1)
        return bool(test(element))

    return counted


def _parts(prelude: Any) -> int:
    """The most parts that one of the selectors has, those inside brackets counted as well."""
    most = parts = 0
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts = 0
        elif token.type == "whitespace" or (token.type == "literal" and token.value in {">", "+", "~"}):
            parts += 1
        elif token.type == "function":
            parts += 1 + _parts(token.arguments)
        most = max(most, parts)
    return most
