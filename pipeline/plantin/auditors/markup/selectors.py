"""Matches CSS selectors within a budget of steps, since a selector of eight parts may need a million."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import SupportsIndex

import cssselect2
from cssselect2 import parser
from lxml import etree

from plantin.bounded.css import CssError, Node

_SELECTORS = 10_000
_MADE = 4
"""How many steps an element counts for that is made to be looked at."""
Declaration = tuple[str, str, bool]
"""A property, its value, and whether it is important."""
Test = Callable[["CountedElement"], bool]
_STEPS = 4_000_000
"""The most elements and declarations looked at for one page; the pages of a long report take a tenth of that."""


class MatchingBudget:
    """What matching may still cost. A step is one element looked at, or one declaration of a rule that matches."""

    def __init__(self, steps: int = _STEPS) -> None:
        self._left = steps

    def spend(self, steps: int) -> None:
        """Take ``steps`` from the budget. Raises CssError where there are no more."""
        self._left -= steps
        if self._left < 0:
            raise CssError("its style sheets take too long to be matched with its elements")


class CountedElement(cssselect2.ElementWrapper):  # type: ignore[misc]
    """An element for selectors to look at, each look at another element counted.

    The library's own lists of ancestors and siblings are made by calling itself for each of them, as deep as a page is
    long.
    """

    budget: MatchingBudget

    def __init__(
        self,
        element: etree._Element,
        parent: CountedElement | None,
        index: int,
        previous: CountedElement | None,
        **options: object,
    ) -> None:
        super().__init__(element, parent, index, previous, **options)
        if parent is not None:
            self.budget = parent.budget
            self.budget.spend(_MADE)

    @property
    def ancestors(self) -> Iterator[CountedElement]:
        """The elements around this one, from the inside outwards."""
        return self._steps("parent")

    @property
    def previous_siblings(self) -> Iterator[CountedElement]:
        """The elements before this one in the same parent, the nearest first."""
        return self._steps("previous")

    @property
    def etree_children(self) -> list[etree._Element]:
        """The elements in this one; iterating over them is counted."""
        if "children" not in self.__dict__:
            self.children = _Siblings(self.etree_element.iterchildren("*"))
            self.children.budget = self.budget
        return self.children

    def iter_children(self) -> Iterator[CountedElement]:
        """The elements in this one, wrapped once however often they are looked at."""
        if "wrapped" in self.__dict__:
            self.budget.spend(len(self.wrapped))
        else:
            self.wrapped: list[CountedElement] = list(super().iter_children())
        return iter(self.wrapped)

    def iter_subtree(self) -> Iterator[CountedElement]:
        """The element itself and all in it, in their order; ``:has()`` looks at them again and again."""
        if "below" not in self.__dict__:
            self.below = [self, *(one for child in self.iter_children() for one in child.iter_subtree())]
        else:
            self.budget.spend(len(self.below))
        return iter(self.below)

    def is_within(self, name: str, test: Test) -> bool:
        """Whether an element around this one passes ``test``, whose ``name`` the answers are kept under."""
        asked: list[CountedElement] = []
        answer = False
        step = self.parent
        while step is not None:
            known = step.__dict__.setdefault("within", {})
            if name in known:
                answer = known[name]
                break
            asked.append(step)
            step = step.parent
        for one in reversed(asked):
            self.budget.spend(1)
            answer = one.within[name] = answer or bool(test(one))
        return answer

    def _steps(self, name: str) -> Iterator[CountedElement]:
        step = getattr(self, name)
        while step is not None:
            self.budget.spend(1)
            yield step
            step = getattr(step, name)


class _Siblings(list[etree._Element]):  # noqa: SLF001 - the type of an element has no other name
    """The children of an element; to go through them is counted."""

    budget: MatchingBudget

    def __iter__(self) -> Iterator[etree._Element]:
        self.budget.spend(len(self))
        return super().__iter__()

    def __getitem__(self, key: SupportsIndex | slice) -> etree._Element | list[etree._Element]:  # type: ignore[override]
        if isinstance(key, slice):
            self.budget.spend(len(self))
        return super().__getitem__(key)


Specificity = tuple[int, int, int]
Rule = tuple[Specificity, int, str | None, list[Declaration]]
"""The specificity, the order and the declarations of a rule; before the last, its pseudo-element, which is None."""


class Matcher(cssselect2.Matcher):  # type: ignore[misc]
    """The rules of all sheets of a page, asked which of them match an element."""

    def __init__(self) -> None:
        super().__init__()
        self._around: dict[str, Test] = {}

    def add(self, prelude: list[Node], declarations: list[Declaration]) -> None:
        """Add the rule of a list of selectors; one that this reader does not know matches nothing, as in a browser.
        Raises CssError where there are too many, or one of too many parts.
        """
        try:
            parsed = list(parser.parse(prelude))
            selectors = [cssselect2.compiler.CompiledSelector(one) for one in parsed]
        except (cssselect2.SelectorError, NotImplementedError):
            return
        except (RecursionError, MemoryError, SyntaxError):
            # It is compiled into functions inside one another, by Python's own compiler.
            raise CssError("a style sheet has a selector of too many parts") from None
        if self.order + len(selectors) > _SELECTORS:
            raise CssError(f"its style sheets have more than {_SELECTORS:,} selectors")
        for selector, one in zip(selectors, parsed, strict=True):
            if selector.pseudo_element is None:
                selector.test = self._inside(one.parsed_tree) or selector.test
                self.add_selector(selector, declarations)

    def _inside(self, tree: object) -> Test | None:
        """The test of a selector that ends with an element in another, "A B": what is around an element is asked once
        for each element that it can be, however many elements are in that and however many rules ask
        (``:root:has(...) main p``). None for other selectors.
        """
        if not isinstance(tree, parser.CombinedSelector) or tree.combinator != " ":
            return None
        outer, inner = (
            cssselect2.compiler.CompiledSelector(parser.Selector(part)).test for part in (tree.left, tree.right)
        )
        name = repr(tree.left)
        outer = self._around.setdefault(name, outer)
        return lambda element: bool(inner(element)) and element.is_within(name, outer)

    def match(self, element: CountedElement) -> list[Rule]:
        """The rules that match, the one that wins last. Raises CssError where the budget is spent."""
        found: list[Rule] = super().match(element)
        element.budget.spend(1 + sum(len(declarations) for _, _, _, declarations in found))
        return found

    @staticmethod
    def add_relevant_selectors(element: CountedElement, selectors: list[Rule], relevant_selectors: list[Rule]) -> None:
        """Look which of ``selectors`` match, each counted."""
        element.budget.spend(len(selectors))
        cssselect2.Matcher.add_relevant_selectors(element, selectors, relevant_selectors)


def root(element: etree._Element, budget: MatchingBudget) -> CountedElement:
    """The root of a page, its steps counted in ``budget``."""
    found: CountedElement = CountedElement.from_html_root(element)
    found.budget = budget
    return found
