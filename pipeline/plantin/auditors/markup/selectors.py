"""Matches CSS selectors within a budget of steps, since a selector of eight parts may need a million."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import cssselect2
import tinycss2
from cssselect2 import parser
from lxml import etree

from plantin.bounded.css import CssError

_PARTS = 24
"""So many combinators and functions may a selector have; it is compiled into as many functions inside one another."""
_SELECTORS = 10_000
_MADE = 4
"""How many steps an element counts for that is made to be looked at."""
Test = Callable[[Any], bool]
_ANY, _ROOT = ("any", ""), ("root", "")
_STEPS = 4_000_000
"""So many elements and declarations are looked at for one page; the pages of a long report take a tenth of that."""


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
        **options: Any,
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


class _Siblings(list[Any]):
    """The children of an element; to go through them is counted."""

    budget: MatchingBudget

    def __iter__(self) -> Iterator[Any]:
        self.budget.spend(len(self))
        return super().__iter__()

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            self.budget.spend(len(self))
        return super().__getitem__(key)


Rule = tuple[Any, int, Any, list[Any]]
"""The specificity, the order and the declarations of a rule; before the last, its pseudo-element, which is None."""


class Matcher:
    """The rules of all sheets of a page, asked which of them match an element.

    They are kept as browsers keep them, by what an element must have for its last part: an id, a class, one of some
    names, to be the root.
    """

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], list[tuple[Test, Rule]]] = {}
        self._order = 0
        self._count = 0
        self._around: dict[str, Test] = {}

    def add(self, prelude: Any, declarations: list[Any]) -> None:
        """Add the rule of a list of selectors; one that this reader does not know matches nothing, as in a browser.
        Raises CssError where there are too many, or one of too many parts.
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
        for selector, parsed, tokens in zip(selectors, parser.parse(prelude), _each(prelude), strict=True):
            if selector.pseudo_element is None:
                self._order += 1
                row = self._inside(tokens) or selector.test, (selector.specificity, self._order, None, declarations)
                for key in () if selector.never_matches else _keys(selector, parsed):
                    self._held.setdefault(key, []).append(row)

    def _inside(self, tokens: Sequence[Any]) -> Test | None:
        """The test of a selector that ends with an element in another, "A B": what is around an element is asked once
        for each element that it can be, however many elements are in that and however many rules ask (``:root:has(...)
        main p``). None for other selectors.
        """
        around, inside = _last(tokens)
        if not around:
            return None
        name = tinycss2.serialize(around)
        if name not in self._around:
            self._around[name] = cssselect2.compile_selector_list(around)[0].test
        outer, inner = self._around[name], cssselect2.compile_selector_list(inside)[0].test
        return lambda element: bool(inner(element)) and element.is_within(name, outer)

    def match(self, element: CountedElement) -> list[Rule]:
        """The rules that match, the one that wins last. Raises CssError where the budget is spent."""
        keys = [
            _ANY,
            ("name", element.local_name.encode().lower().decode()),
            *(("class", name) for name in element.classes),
        ]
        if element.id is not None:
            keys.append(("id", element.id))
        if element.parent is None:
            keys.append(_ROOT)
        found: list[Rule] = []
        for key in keys:
            if rows := self._held.get(key):
                element.budget.spend(len(rows))
                found += [rule for test, rule in rows if test(element)]
        element.budget.spend(1 + sum(len(declarations) for _, _, _, declarations in found))
        found.sort(key=_weight)
        return found


def _weight(rule: Rule) -> tuple[Any, int]:
    return rule[:2]


def _keys(selector: Any, parsed: Any) -> list[tuple[str, str]]:
    """What the rules of a selector are kept by: all that an element must have one of to match it."""
    if selector.id is not None:
        return [("id", selector.id)]
    if selector.class_name is not None:
        return [("class", selector.class_name)]
    names = _names(parsed.parsed_tree)
    if names is not None:
        return [("name", name) for name in sorted(names)]
    return [_ROOT if _is_root(parsed.parsed_tree) else _ANY]


def _compound(tree: Any) -> list[Any]:
    """The simple selectors of the last part of a selector."""
    found: list[Any] = (tree.right if isinstance(tree, parser.CombinedSelector) else tree).simple_selectors
    return found


def _names(tree: Any) -> set[str] | None:
    """The names that an element may have to match a selector; None where it may have any."""
    for simple in _compound(tree):
        if isinstance(simple, parser.LocalNameSelector):
            return {simple.lower_local_name}
        if isinstance(simple, parser.MatchesAnySelector | parser.SpecificityAdjustmentSelector):
            each = [_names(one.parsed_tree) for one in simple.selector_list]
            if None not in each:
                return {name for names in each for name in names or ()}
    return None


def _is_root(tree: Any) -> bool:
    return any(isinstance(simple, parser.PseudoClassSelector) and simple.name == "root" for simple in _compound(tree))


def root(element: etree._Element, budget: MatchingBudget) -> CountedElement:
    """The root of a page, its steps counted in ``budget``."""
    found: CountedElement = CountedElement.from_html_root(element)
    found.budget = budget
    return found


def _each(prelude: Sequence[Any]) -> list[list[Any]]:
    """The tokens of each selector of a list."""
    out: list[list[Any]] = [[]]
    for token in prelude:
        if _is_sign(token, ","):
            out.append([])
        elif token.type != "comment":
            out[-1].append(token)
    return out


def _last(tokens: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """The tokens before and after the white space that is the last combinator; nothing before it, where another is the
    last or none.
    """
    held = list(tokens)
    while held and held[-1].type == "whitespace":
        held.pop()
    for n in range(len(held) - 1, 0, -1):
        if any(_is_sign(held[n], sign) for sign in ">+~"):
            break
        if held[n].type == "whitespace" and not any(_is_sign(held[n - 1], sign) for sign in ">+~"):
            before = held[:n]
            return (before, held[n + 1 :]) if any(token.type != "whitespace" for token in before) else ([], held)
    return [], held


def _is_sign(token: Any, sign: str) -> bool:
    return bool(token.type == "literal" and token.value == sign)


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
