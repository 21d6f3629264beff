"""Resolves pandoc's inline nodes into the document's: text, markup, links, references and note numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from plantin.findings import SourceError
from plantin.findings.suggestion import suggest
from plantin.model import languages, symbols
from plantin.model.inlines import (
    Code,
    Emphasis,
    Foreign,
    Formula,
    IndexMark,
    Indicator,
    Inline,
    LineBreak,
    Link,
    Reference,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)
from plantin.model.languages import Direction
from plantin.model.levels import set_minus
from plantin.resolve import data_tables, glossary, spoken_formulas
from plantin.resolve.elsewhere import OtherPlace
from plantin.resolve.html_marks import join_marks
from plantin.resolve.index import SIGN, IndexReference
from plantin.resolve.references import pinpoint, unsettled_reference
from plantin.resolve.unprinted import HTML, instead_of, name_of
from plantin.source.bibliography import anchor

if TYPE_CHECKING:
    from plantin.findings import Place
    from plantin.resolve.context import Context
    from plantin.resolve.notes import Notes
    from plantin.source.nodes import Node

_CALL = re.compile(r"\[\^([^\]\s]+)\]")
_SLUG = re.compile(r"(?:[a-z][a-z0-9-]*:)?[A-Z0-9][A-Za-z0-9.]*(?:[-_~]+[A-Za-z0-9.]*)+|[a-z][a-z0-9-]*")
"""What a reference names before its "#": a report of this house, one of another, or a project."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DEEPEST = 20
_LEVELS, _ENTRY = 2, 200
"""How deep entries of the index are, and how many characters one has at most."""
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
# What no address holds: a space of any width, with all that follows it, and marks of the sentence at the end.
_AFTER_ADDRESS = re.compile("(?:[\\s\u00a0\u2000-\u200b\u202f\u2060].*|[.,;:!?»”’…]+)+$", re.DOTALL)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_WORK = "#ref-"
"""What the address of a link to an entry of the list of references begins with."""
_MARKS: Mapping[str, Callable[[tuple[Inline, ...]], Inline]] = {
    "Emph": Emphasis,
    "Strong": Strong,
    "Superscript": Superscript,
    "Subscript": Subscript,
}


class InlineResolver:
    """Reads the inline nodes of one report; calls of notes go to ``notes``."""

    def __init__(self, context: Context, notes: Notes) -> None:
        self._context = context
        self._notes = notes
        self._depth = 0

    def read(self, nodes: tuple[Node, ...]) -> tuple[Inline, ...]:
        """Return the inlines of ``nodes``, runs of text merged, without white space at the ends."""
        return _trim(_merge_texts(inline for node in join_marks(nodes) for inline in self._inline(node)))

    def _inside(self, node: Node) -> tuple[Inline, ...]:
        self._depth += 1
        if self._depth > _DEEPEST:
            self._context.find(
                "S010", f"marks {self._depth} levels deep", node.place, f"{_DEEPEST} levels are the most."
            )
            return ()
        try:
            return _merge_texts(inline for child in join_marks(node.children) for inline in self._inline(child))
        finally:
            self._depth -= 1

    def _inline(self, node: Node) -> Iterable[Inline]:
        match node.kind:
            case "Text":
                self._undefined_calls(node)
                yield Text(node.text)
            case "Superscript" | "Subscript":
                yield _MARKS[node.kind](set_minus(self._inside(node)))
            case "Emph" | "Strong":
                yield _MARKS[node.kind](self._inside(node))
            case "Code":
                if node.identifier or node.classes or node.attributes:
                    self._context.find("S014", "code with attributes", node.place, "Remove them.")
                yield Code(node.text)
            case "LineBreak":
                yield LineBreak()
            case "Note":
                anchor, note, label = self._notes.call(node)
                yield Indicator(anchor, note, label)
            case "Cite":
                yield from _merge_texts(part for child in node.children for part in self._read_citation(child))
            case "Link":
                yield from self._link(node)
            case "Span":
                yield from self._span(node)
            case "Math":
                yield from self._in_own_language((self.formula(node),))
            case "Image":
                hint = 'Put a picture into a figure: ::: {.figure}, its title, the picture, ":::".'
                self._context.find("S014", "a picture in a line of text", node.place, hint)
            case "RawInline" if _BREAK.fullmatch(node.text):
                yield LineBreak()
            case "RawInline" if node.text.startswith("<!--"):
                hint = "Put it on lines of its own, between blank lines."
                self._context.find("S016", "a comment in a line of text", node.place, hint)
            case "RawInline":
                self._context.find("S016", f"raw HTML {node.text!r}", node.place, HTML)
            case _:
                self._context.find("S014", f"{name_of(node)} cannot be printed", node.place, instead_of(node))

    def _link(self, node: Node) -> Iterable[Inline]:
        slug, _, anchor = node.target.partition("#")
        if anchor and (not slug or _SLUG.fullmatch(slug)):
            if node.children:
                hint = "Leave the words away, `[](#id)`: the press writes the number, so that it is always right."
                self._context.find("R003", "a reference with words of its own", node.place, hint)
            if slug:
                yield from self._refer_elsewhere(slug, anchor, node)
            else:
                context = self._context
                around = context.annex or context.counted
                reference = unsettled_reference(node.target, node.place, " ".join(node.classes), around)
                yield from self._in_own_language((reference,))
        elif re.match(r"(https?|mailto):", node.target):
            if node.text or node.identifier or node.attributes or node.classes not in ((), ("uri",), ("email",)):
                self._context.find(
                    "S014", "a link with a title or attributes", node.place, "Write [words](https://...) and no more."
                )
            content = _unlink(self._inside(node)) or (Text(node.target),)
            words = plain(content)
            match = _ADDRESS.fullmatch(words.strip().rstrip(".,;:!?)"))
            if match and _comparable(match[0]) != _comparable(_AFTER_ADDRESS.sub("", node.target)):
                message = f"the words {match[0][:80]!r} name an address, and the link leads to {node.target[:80]!r}"
                self._context.find("R007", message, node.place, "Correct one of the two, or give the link other words.")
            yield from _end_link(node.target, content)
        else:
            hint = "Give a whole address (https://...), or an id of this report (#id)."
            self._context.find("R004", f"a link to {node.target!r}, which is no address", node.place, hint)

    def _in_own_language(self, words: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """Return words of the press, in a passage in another language as one in that of the edition."""
        locale = self._context.locale
        return (Foreign(locale.tag, locale.direction, words),) if self._context.foreign else words

    def _read_citation(self, node: Node) -> Iterable[Inline]:
        """Yield what a citation or an entry of the list of references is printed as, links to entries as references."""
        if node.kind == "Link" and node.target.startswith(_WORK):
            references = _references_to(anchor(node.target.removeprefix(_WORK)), node.children)
            yield from self._in_own_language(tuple(references))
        elif node.kind in _MARKS:
            inside = (part for child in node.children for part in self._read_citation(child))
            yield _MARKS[node.kind](_merge_texts(inside))
        else:
            yield from self._inline(node)

    def entry(self, nodes: tuple[Node, ...]) -> tuple[Inline, ...]:
        """Return the inlines of an entry of the list of references."""
        return _trim(_merge_texts(inline for node in nodes for inline in self._read_citation(node)))

    def _refer_elsewhere(self, slug: str, name: str, node: Node) -> Iterable[Inline]:
        """Yield a reference to a place of another document, "S/2016/92, para. 17": a link to the address of that
        document or, where the house gives documents none, of its web page; R008 and words alone where there is none.
        """
        context, locale = self._context, self._context.locale
        report, name = context.others(slug), unquote(name)
        if report is None:
            hint = "Give the folder of a report and an id in it, or an anchor: [](S-2016-92#paragraph-17)."
            hint = "Give [references.NAME] in plantin.toml its inventory." if ":" in slug or slug.islower() else hint
            context.find("R006", f"a reference to {slug}, which is no report here", node.place, hint)
            return
        anywhere = OtherPlace(pinpoint(name, locale), f"{report.address}#{name}" if report.address else "")
        place = report.places.get(name, anywhere if report.trusted else None)
        if place is None:
            hint = "Give the id of a place in it, or an anchor: [](S-2016-92#paragraph-17)."
            hint = suggest(name, report.places, hint)
            context.find("R006", f"a reference to #{name} of {slug}, which has no such place", node.place, hint)
        elif not place.words and not report.trusted:
            hint = "Refer to a paragraph, section, note, table, figure or box that has a number."
            context.find("R006", f"#{name} of {slug} has no number to refer to", node.place, hint)
        else:
            words = place.words
            symbol, form = report.symbol, locale.references.elsewhere
            text = Text(form.format(symbol=symbol, place=words) if words else symbol)
            symbol_address = "" if report.foreign else symbols.address(locale.citations.address, symbol)
            if address := symbol_address or place.address:
                yield Link(address, (text,))
            else:
                hint = "Give the address under which the editions are published: [site] base in plantin.toml."
                context.warn("R008", f"a reference to {symbol} is no link: it has no address", node.place, hint)
                yield text

    def formula(self, node: Node) -> Formula:
        """Return the formula ``node``, a Math or a span around one with its words: ``[$E = mc^2$]{alt="..."}``."""
        words = dict(node.attributes).get("alt", "")
        math = node.children[0] if node.kind == "Span" else node
        if not math.target:
            hint = "Write it in the TeX that pandoc knows, without packages."
            self._context.find("S076", f"a formula that cannot be read: {math.text!r}", math.place, hint)
        return Formula(math.text.strip(), math.target, " ".join(words.split()) or self._in_words(math))

    def _in_words(self, math: Node) -> str:
        """Return the words of a formula whose author gives none: those of the language; else its signs, and S150."""
        voice = self._context.locale.formulas
        spoken = (
            spoken_formulas.speak(math.target, voice) if voice and math.target else spoken_formulas.SpokenFormula("")
        )
        if spoken.words and not spoken.unknown:
            return spoken.words
        signs = spoken_formulas.signs(math.target) if math.target else ""
        if math.target and not signs.replace(".", "").replace(",", "").isalnum():  # a number or a letter says itself
            lacking = f"no word for {' '.join(spoken.unknown)}" if spoken.unknown else "no words for formulas"
            message = f"{math.text!r} cannot be read out: the language {self._context.locale.language} has {lacking}"
            self._context.warn("S150", message, math.place, 'Give it words: `[$x^2$]{alt="x squared"}`.')
        return signs or math.text.strip()

    def tongue(self, language: str, direction: str, place: Place) -> Direction:
        """Return the direction of a passage in ``language``: that of its script, or the author's where the script is
        not known. S018 for what is no language tag, and for a ``direction`` that its script does not have.
        """
        if not _LANGUAGE.fullmatch(language) or direction not in ("", "ltr", "rtl"):
            self._context.find(
                "S018", f"{language!r} is no language", place, "Give a BCP 47 tag, such as fr or zh-Hant."
            )
            return "ltr"
        usual = languages.direction(language)
        if direction and languages.script(language) and direction != usual:
            hint = "Remove dir; a language written in two scripts has the script in its tag: ku-Arab, pa-Arab, sd-Deva."
            self._context.find("S018", f"dir={direction} on {language!r}, which is written {usual}", place, hint)
        return "rtl" if direction == "rtl" or (not direction and usual == "rtl") else "ltr"

    def _span(self, node: Node) -> Iterable[Inline]:
        if (
            [child.kind for child in node.children] == ["Math"]
            and not (node.classes or node.identifier)
            and dict(node.attributes).keys() == {"alt"}
        ):
            yield self.formula(node)
            return
        if node.classes == ("value",):
            yield self._value(node)
            return
        if "term" in node.classes:
            yield from self._read_term_use(node)
            return
        if "index" in node.classes:
            yield from self._read_index_mark(node)
            return
        attributes = dict(node.attributes)
        language = attributes.pop("lang", "")
        direction = attributes.pop("dir", "")
        if language and not attributes and not node.classes and not node.identifier and direction in ("", "ltr", "rtl"):
            base_direction = self.tongue(language, direction, node.place)
            with self._context.elsewhere(language, base_direction) as is_foreign:
                words = self._inside(node)
            yield from (Foreign(language, base_direction, words),) if is_foreign else words
        elif node.identifier and all(child.kind == "Text" and not child.text.strip() for child in node.children):
            hint = "Put it at the very beginning of the paragraph, before a formula too: []{#id} $$E = mc^2$$."
            self._context.find("S014", f"the id {node.identifier!r} is not at the beginning", node.place, hint)
        else:
            hint = "Write [words]{lang=fr}, [words]{.term} or [words]{.index}, or the words alone."
            self._context.find("S014", "marks in braces {...} that words cannot have", node.place, hint)

    def _value(self, node: Node) -> Inline:
        """Return a value of a data file: ``[]{.value file=data/lamps.csv row=North column=2016}``."""
        attributes = dict(node.attributes)
        hint = (
            'Name a row by its first cell and a column by its head: []{.value file=data/lamps.csv row="North"'
            ' column="2016"}.'
        )
        if set(attributes) - {"hidden"} != {"file", "row", "column"} or node.children or node.identifier:
            self._context.find("S161", "a value without its file, row and column, or with more", node.place, hint)
            return Text("?")
        try:
            file, hidden = attributes["file"], attributes.get("hidden", "")
            rows, original = (
                self._context.data(file, node.place, original=first, hidden=hidden) for first in (False, True)
            )
            row, column = attributes["row"], attributes["column"]
            return Text(data_tables.value(rows, original, row, column, self._context.locale) or "?")
        except SourceError as error:
            self._context.findings += error.findings
        except (LookupError, data_tables.ColumnsError) as error:
            self._context.find("S161", f"a value of {attributes['file']}: {error.args[0]}", node.place, hint)
        return Text("?")

    def _read_term_use(self, node: Node) -> Iterator[Inline]:
        """Yield a use of a term of the glossary: ``[lamp]{.term}``, ``[lamps]{.term entry="lamp"}``."""
        words, attributes = plain(self._inside(node)).strip(), dict(node.attributes)
        term = attributes.get("entry", words)
        more = node.classes != ("term",) or node.identifier or not set(attributes) <= {"entry"}
        if not words or not term.strip() or more:
            hint = 'Write [lamp]{.term}, or [lamps]{.term entry="lamp"}, as it is written in the glossary.'
            self._context.find("S172", "the use of a term without its words, or with more", node.place, hint)
        elif self._context.within == "a heading":
            hint = "The list of contents links headings: put it in the text."
            self._context.find("S172", "the use of a term in a heading", node.place, hint)
        else:
            self._context.uses.append((term, node.place))
            yield glossary.use(term, words)

    def _read_index_mark(self, node: Node) -> Iterator[Inline]:
        """Yield a mark of the index and the words in it: ``[lamps]{.index}``, ``[]{.index entry="lamps!oil"}``,
        ``[]{.index entry=a see=b}``.
        """
        context, words, attributes = self._context, self._inside(node), dict(node.attributes)
        path, sort = (
            [" ".join(part.split()) for part in text.split(SIGN)]
            for text in (attributes.get("entry") or plain(words), attributes.get("sort", ""))
        )
        see = SIGN.join(" ".join(part.split()) for part in attributes.get("see", "").split(SIGN))
        wrong = ""
        if node.classes != ("index",) or node.identifier or not set(attributes) <= {"entry", "see", "sort"}:
            wrong = "with more than its entry, see and sort"
        elif not all(path) or len(path) > _LEVELS or any(len(part) > _ENTRY for part in (*path, *sort, see)):
            wrong = "without an entry, with more than one under it, or with a long one"
        elif context.within:
            wrong = f"in {context.within}"
        elif context.here is None and not see:
            wrong = "before any heading or numbered paragraph"
        if wrong:
            hint = 'Write [lamps]{.index} in the text, or []{.index entry="lamps!oil"}, the entry and the one under it.'
            context.find("S170", f"a mark of the index {wrong}", node.place, hint)
        else:
            anchor_ = "" if see else f"index-{len(context.index) + 1}"
            context.index.append(IndexReference(tuple(path), tuple(sort), see, anchor_, context.here, node.place))
            if anchor_:
                context.place(anchor_, node.place)
                yield IndexMark(anchor_)
        yield from words

    def _undefined_calls(self, node: Node) -> None:
        for match in _CALL.finditer(node.text):
            # Escaped brackets in the source are the author's own text: pandoc gives them like any other, so the place
            # is the node's.
            hint = f"Define it, `[^{match[1]}]: ...`, or correct the name."
            self._context.find("N001", f"note {match[1]!r} is called but not defined", node.place, hint)


def _references_to(place: str, nodes: tuple[Node, ...]) -> Iterator[Inline]:
    """Yield the words of a link to an entry: a reference for each run of them, inside the marks that they have."""
    for node in nodes:
        if node.kind in _MARKS:
            yield _MARKS[node.kind](tuple(_references_to(place, node.children)))
        elif node.text:
            yield Reference(place, node.text)


def _comparable(address: str) -> str:
    """Return an address without what leads to the same: scheme, case of the host, codes for characters, last slash."""
    host, slash, rest = re.sub(r"^https?://", "", address, flags=re.IGNORECASE).partition("/")
    return f"{host.lower()}{slash}{unquote(rest)}".rstrip("/")


def _unlink(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return ``content`` without the links in it: no link holds an address in its words (HTML, the a element)."""
    out: list[Inline] = []
    for inline in content:
        match inline:
            case Link(_, inside):
                out += _unlink(inside)
            case Emphasis(inside) | Strong(inside) | Superscript(inside) | Subscript(inside) | Foreign(_, _, inside):
                out.append(replace(inline, content=_unlink(inside)))
            case _:
                out.append(inline)
    return tuple(out)


def _end_link(target: str, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """End a link where its address ends: pandoc takes "http://a.org\u00a0" in "http://a.org\u00a0; see" for one."""
    after = _AFTER_ADDRESS.search(target)
    match content:
        case (Text(words),) if after and target.endswith(words):
            address, rest = target[: after.start()], after[0]
            return Link(address, (Text(words.removesuffix(rest)),)), Text(rest)
    return (Link(target, content),)


def _merge_texts(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    out: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Text) and out and isinstance(out[-1], Text):
            out[-1] = Text(out[-1].text + inline.text)
        elif isinstance(inline, Text) and _ends_with_space(out):
            # Around the mark of an entry there is one space, or none at the beginning: the mark is nothing to see.
            out += [Text(inline.text.lstrip(" "))] if inline.text.strip(" ") else []
        else:
            out.append(inline)
    return tuple(out)


def _ends_with_space(before: list[Inline]) -> bool:
    """Return whether a space before the mark of an entry, or the beginning, makes the one after it needless."""
    left = list(before)
    while left and isinstance(left[-1], IndexMark):
        left.pop()
    return len(left) < len(before) and (not left or (isinstance(left[-1], Text) and left[-1].text.endswith(" ")))


def _trim(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return ``content`` without white space at its ends, no-break spaces and those within marks too."""
    return _cut(_cut(content, 0), -1)


def _cut(content: tuple[Inline, ...], end: Literal[0, -1]) -> tuple[Inline, ...]:
    out = list(content)
    marks: list[Inline] = []
    while out:
        left: Inline | None
        if isinstance(out[end], IndexMark):
            marks.append(out.pop(end))
            continue
        match last := out[end]:
            case Text(text):
                words = text.rstrip() if end else text.lstrip()
                left = Text(words) if words else None
            case Emphasis(inside) | Strong(inside) | Foreign(_, _, inside):
                left = replace(last, content=inner) if (inner := _cut(inside, end)) else None
            case _:
                break
        if left is not None:
            out[end] = left
            break
        out.pop(end)
    return (*out, *reversed(marks)) if end else (*marks, *out)
