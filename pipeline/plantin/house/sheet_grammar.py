"""What the style sheets of a house may set (sheet.toml): a sheet gives reports a look, and neither adds a word nor
hides one. What the table does not have is refused.

A row of ``properties`` names properties and the forms that each part of their values may have; ``heads`` and ``page``
have what may be set in fewer places. ``{colour}`` in a form is an opaque colour that stands out: ink from the ground
of its rule, a ground from the ink.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import tinycss2
from tinycss2.color4 import parse_color

from plantin.bounded.css import Node, Rule
from plantin.house.colours import DARK_GROUND, LEAST, contrast

_INK, _PAPER, _DARK_INK = "#1a1a1a", "#ffffff", "#e4e2dd"
"""The ink of the stock sheets, what it is printed on, and the ink of a dark page."""
_DARK = re.compile(r"prefers-color-scheme:\s*dark|colours-dark|data-colours=.?dark|night")
_COLOUR = "{colour}"
_INKS = frozenset(("color", "--text", "--quiet", "--heading", "--accent", "--link"))
_GROUNDS = frozenset(("background", "background-color", "--tint", "--tinted", "--panel", "--paper", "--ground"))
_SHOWN = 60
_BOX = re.compile(r"(?:top|bottom|left|right)(?:-(?:left|center|right|top|middle|bottom))?(?:-corner)?|footnote")
_PSEUDO = re.compile(r"(?P<double>::?)(?P<name>[\w-]+)")
_IDENTITY, _ATTRIBUTE = re.compile(r"#(?P<name>[\w-]+)"), re.compile(r"\[\s*(?P<name>[\w|-]+)[^\]]*\]")
_LAST = re.compile(r"[^\s>+~,()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^\s>+~,()]*)*$")


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What the table does not have, in words for a finding, and where it is in the sheet, from 1."""

    message: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Context:
    """Where a rule is: the at-rules around it as they are written, and its selector."""

    around: tuple[str, ...] = ()
    selector: str = ""

    @property
    def is_paged(self) -> bool:
        """Whether it is for the page, or for a box around it."""
        return any(rule.startswith("@page") for rule in self.around)

    @property
    def dark(self) -> bool:
        """Whether it is for a dark page."""
        return _DARK.search(" ".join((*self.around, self.selector))) is not None


def faults(sheet: str, own: frozenset[str] = frozenset()) -> Iterator[SheetFault]:
    """Yield what ``sheet`` has that a house may not set; rules among ``own``, as ``rules`` gives them, are exempt."""
    yield from _within(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), _Context(), own)


def rules(sheet: str) -> frozenset[str]:
    """Return every rule of ``sheet``, each in one line with what is around it."""
    lines: set[str] = set()
    left: list[tuple[Rule, tuple[str, ...]]] = [
        (node, ()) for node in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    ]
    while left:
        node, around = left.pop()
        lines.add(_rule(node, around))
        if node.type == "at-rule" and node.content is not None:
            inside = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            left += [(child, (*around, _head(node))) for child in inside]
    return frozenset(lines)


def _within(nodes: Sequence[Rule], context: _Context, own: frozenset[str]) -> Iterator[SheetFault]:
    """Yield what is wrong with rules that follow each other."""
    for node in nodes:
        if node.type == "error" or _rule(node, context.around) in own:
            continue
        if node.type == "at-rule":
            yield from _at_rule(node, context, own)
        elif node.type == "qualified-rule":
            selector = _serialize(node.prelude)
            yield from (_fault(message, node) for message in _selector(selector))
            yield from _declarations(node.content or [], _Context(context.around, selector))
        elif node.type == "declaration":
            yield from _declaration_faults([node], context)


def _at_rule(node: Rule, context: _Context, own: frozenset[str]) -> Iterator[SheetFault]:
    name, prelude = str(node.lower_at_keyword), _serialize(node.prelude)
    form = _table()["at-rules"].get(name) if not (context.is_paged and _BOX.fullmatch(name)) else ""
    if form is None or not re.fullmatch(form, prelude) or node.content is None:
        yield _fault(f"the rule @{name} {prelude}".rstrip()[:_SHOWN], node)
        return
    inside = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    yield from _within(inside, _Context((*context.around, _head(node)), context.selector), own)


def _declarations(content: Sequence[Node], context: _Context) -> Iterator[SheetFault]:
    """Yield what is wrong in the block of a rule."""
    members = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    yield from (_fault("a rule in a rule", node) for node in members if node.type in {"qualified-rule", "at-rule"})
    yield from _declaration_faults([node for node in members if node.type == "declaration"], context)


def _declaration_faults(found: Sequence[Rule], context: _Context) -> Iterator[SheetFault]:
    """Yield what is wrong with the declarations of one block."""
    grounds = [rule for rule in found if rule.lower_name in {"background", "background-color"}]
    inks = [rule for rule in found if rule.lower_name == "color"]
    for rule in found:
        forms = _forms(str(rule.lower_name), context)
        if forms is None:
            yield _fault(f"the property {rule.name[:_SHOWN]} in “{context.selector[:_SHOWN] or '@page'}”", rule)
            continue
        wrong = next((part for part in _parts(rule.value) if not _fits(part, forms)), None)
        if wrong is not None:
            yield _fault(f"the value {wrong[:_SHOWN]} of {rule.name}", rule)
            continue
        beside = grounds if rule.lower_name == "color" else inks if rule in grounds else []
        if _is_faint(rule, beside, context):
            words = f"{rule.name}: {_serialize(rule.value)[:_SHOWN]}"
            yield _fault(f"{words}, which does not stand out from its ground", rule)


def _forms(name: str, context: _Context) -> tuple[str, ...] | None:
    """Return the forms of a property where a rule is; None where it may not be set."""
    table = _properties()
    if context.is_paged and name in table["page"]:
        return table["page"][name]
    if name in table["properties"]:
        return table["properties"][name]
    for place in ("heads", "cells"):
        if name in table[place] and not context.is_paged:
            inside = re.compile(rf"(?:^|.*[\s>+~])?{_table()[place]['selector']}$")
            return table[place][name] if all(map(inside.match, _alternatives(context.selector))) else None
    return None


def _fits(part: str, forms: Sequence[str]) -> bool:
    if part.lower() in {"inherit", "initial", "unset"}:
        return part.lower() == "inherit"
    table = _table()["forms"]
    for name in forms:
        form = str(table[name])
        if re.fullmatch(form.replace(_COLOUR, "(?!)"), part, re.IGNORECASE):
            return True
        if _COLOUR in form and _hex(part):
            return True
    return False


def _hex(part: str) -> str:
    """Return an opaque colour as #rrggbb; empty for anything else."""
    colour = parse_color(part)
    if colour is None or isinstance(colour, str) or colour.alpha != 1 or colour.space not in {"srgb", "hsl", "hwb"}:
        return ""
    return "#" + "".join(f"{round(min(max(channel, 0), 1) * 255):02x}" for channel in colour.to("srgb").coordinates)


def _is_faint(one: Rule, beside: Sequence[Rule], context: _Context) -> bool:
    """Return whether an ink does not stand out from the ground of its rule, or a ground from the ink; a value that
    comes from style.toml is proved there.
    """
    colour = next(filter(None, map(_hex, _parts(one.value))), "")
    name = str(one.lower_name)
    if not colour or name not in _INKS | _GROUNDS:
        return False
    others = [_hex(part) for other in beside for part in _parts(other.value)]
    if beside and not any(others):
        grounds = "".join(_serialize(other.value) for other in beside)
        pale = re.search(r"tint|paper|panel|ground|transparent|none", grounds) is not None
        others = [_PAPER if pale and name == "color" else _INK]
    if not beside:
        dark, light = (DARK_GROUND, _PAPER) if name in _INKS else (_DARK_INK, _INK)
        others = [dark if context.dark else light]
    return any(contrast(colour, other) < LEAST for other in filter(None, others))


def _selector(selector: str) -> Iterator[str]:
    """Yield what a selector has that the table does not have."""
    table = _table()["selectors"]
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", '""', selector)
    for match in _ATTRIBUTE.finditer(bare):
        if not re.fullmatch(table["attributes"], match["name"]):
            yield f"the selector [{match['name']}]"
    bare = _ATTRIBUTE.sub("", bare)
    for match in _PSEUDO.finditer(bare):
        allowed = table["elements"] if match["double"] == "::" else f"{table['states']}|before|after"
        if not re.fullmatch(allowed, match["name"]):
            yield f"the selector {match[0]}"
    for match in _IDENTITY.finditer(bare):
        if not re.fullmatch(table["names"], match["name"]):
            yield f"the selector {match[0]}, which is for one place of a report"


def _alternatives(selector: str) -> list[str]:
    """Return the selectors that commas part, those in brackets left whole."""
    return [alternative.strip() for alternative in re.split(r",(?![^()]*\))", selector)]


def _parts(value: Sequence[Node]) -> list[str]:
    """Return the parts of a value: numbers, names, functions and signs."""
    return [_serialize([node]) for node in value if node.type not in {"whitespace", "comment"}]


def _serialize(nodes: Sequence[Node] | Sequence[Rule]) -> str:
    """Return what nodes are written as, with one space for each run of white space and comments."""
    return " ".join(tinycss2.serialize([node for node in nodes if node.type != "comment"]).replace("/**/", " ").split())


def _head(node: Rule) -> str:
    return f"@{node.lower_at_keyword} {_serialize(node.prelude)}".strip()


def _rule(node: Rule, around: tuple[str, ...]) -> str:
    if node.type == "qualified-rule":
        return " ".join((*around, _serialize(node.prelude), "{", _serialize(node.content or [])))
    if node.type == "at-rule":
        return " ".join((*around, _head(node), "{", _serialize(node.content or [])))
    return " ".join((*around, _serialize([node]))) if node.type == "declaration" else ""


def _fault(what: str, node: Rule) -> SheetFault:
    return SheetFault(what, node.source_line, node.source_column)


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(resources.files("plantin.house").joinpath("sheet.toml").read_text("utf-8"))


@cache
def _properties() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the forms of each property, by table and name."""
    return {
        table: {
            name: tuple(forms.split())
            for names, forms in _table()[table].items()
            if names != "selector"
            for name in names.split()
        }
        for table in ("properties", "heads", "cells", "page")
    }
