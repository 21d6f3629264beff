"""Web pages and EPUBs changed by construction."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree, html

from plantin.auditors.markup.conformance import tables
from tests.spoilt import rewriting
from tests.spoilt.mutants import appearances
from tests.spoilt.mutants.family import Family, Mutant, counted

Element = Any  # lxml's stubs do not say what XPath and lxml.html give
Change = Callable[[Element, random.Random], str]
"""A change of a tree at a place of a seed; what was done, in words, or nothing where there is no such place."""

_ELEMENTS = """
del ins s strike u b i big small font center marquee blink bdo bdi q cite kbd samp var dfn mark time data ruby rt
iframe object embed form input select textarea button video audio source track canvas map area picture base portal
dialog slot hr address article aside hgroup menu search output meter progress fieldset noscript template style script
link meta svg img x-note
""".split()
_ATTRIBUTES = {
    "style": ("color: red", "display: none", "transform: scaleX(-1)", "opacity: 0", "direction: rtl"),
    "hidden": ("",),
    "inert": ("",),
    "onload": ("go()",),
    "onclick": ("go()",),
    "onfocus": ("go()",),
    "autofocus": ("",),
    "contenteditable": ("",),
    "aria-hidden": ("true",),
    "aria-label": ("Paragraph 9",),
    "aria-description": ("It is false.",),
    "aria-roledescription": ("remark",),
    "title": ("not so",),
    "role": ("presentation", "button", "img"),
    "accesskey": ("a",),
    "translate": ("yes",),
    "is": ("x-note",),
    "slot": ("a",),
    "itemprop": ("price",),
    "xml:base": ("https://example.org/",),
    "ping": ("https://example.org/",),
    "srcset": ("https://example.org/a.png 2x",),
    "background": ("https://example.org/a.png",),
    "align": ("right",),
    "bgcolor": ("black",),
    "popover": ("",),
    "nonce": ("a",),
}
_RULES = (
    "p { display: none }",
    "em::after { content: '9' }",
    "p::first-line { color: transparent }",
    "main { direction: rtl; unicode-bidi: bidi-override }",
    "ol { display: flex; flex-direction: column-reverse }",
    "@media print { h2 { visibility: hidden } }",
    "@media (max-width: 20rem) { .label { font-size: 1px } }",
    "@media (forced-colors: active) { p { opacity: 0 } }",
    "@import url(https://example.org/a.css);",
    "@font-face { font-family: x; src: url(data:font/woff2;base64,AAAA) }",
    ".label { letter-spacing: -1em }",
    "sup { vertical-align: baseline; font-size: 1em }",
    "p { text-decoration: line-through }",
    "p { -webkit-text-security: disc }",
    "p { filter: blur(3px) }",
    "p { mask: linear-gradient(#000, transparent) }",
    "body::before { content: ''; position: fixed; inset: 0; background: #fff }",
    "p { animation: x 1s }",
    "@layer a { p { clip-path: inset(100%) } }",
    "p { & em { rotate: 180deg } }",
    ":root { --text: var(--paper) }",
    "p { line-height: 0 }",
    "p { background: image-set('https://example.org/a.png' 1x) }",
)
_MARKUP = (
    "<!-- a remark -->",
    "<![CDATA[ 9 ]]>",
    "<?php go() ?>",
    "<!--> <script>go()</script> -->",
    "<p>9<p>8",
    "</p>",
    "<plaintext>",
    "<b>9",
    "<a href='x'>9</a>",
)
_WORD = re.compile(r"[^\W\d_]{4,}")


def grammatical(content: bytes, seed: int, count: int) -> Iterator[Mutant]:
    """``count`` mutants of a web page with something in each that its grammar does not have."""
    rng = random.Random(seed)  # noqa: S311 - a seed for tests
    for number in range(count):
        change = _TREE[number % len(_TREE)]
        name, made = _of_tree(content, change, rng) if change else _of_bytes(content, rng)
        yield name, made


def textual(content: bytes, seed: int, count: int) -> Iterator[Mutant]:
    """``count`` mutants of a web page that say something else than it does."""
    rng = random.Random(seed)  # noqa: S311 - a seed for tests
    for number in range(count):
        yield _of_tree(content, TEXT[number % len(TEXT)], rng)


def _of_tree(content: bytes, change: Change, rng: random.Random) -> Mutant:
    """The mutant of a change, at the first place of the seed at which there is something to change."""
    while True:
        root = html.document_fromstring(content.decode())
        if name := change(root, rng):
            return name, rewriting.web_page(root)


def _of_bytes(content: bytes, rng: random.Random) -> Mutant:
    text = content.decode()
    begin = text.index("<main")
    places = [match.end() for match in re.finditer(r"</(?:p|em|a|li|span)>", text) if match.end() > begin]
    at, put = rng.choice(places), rng.choice(_MARKUP)
    return f"{put} at {at}", f"{text[:at]}{put}{text[at:]}".encode()


def _place(element: Element) -> str:
    return f"{element.getroottree().getpath(element)}"


def insert(root: Element, rng: random.Random) -> str:
    """An element that is nowhere in the grammar, or not there, around text or without any."""
    parent = rng.choice([one for one in root.iter() if isinstance(one.tag, str)])
    name = rng.choice(_ELEMENTS)
    if parent.find(name) is not None or parent.tag in {
        "script",
        "style",
        "title",
        "meta",
        "link",
        "input",
        "img",
        "br",
        "col",
    }:
        return ""
    made = etree.SubElement(parent, name)
    if rng.random() < 0.5 and parent.text and parent.text.strip():
        made.text, parent.text = parent.text, None
        parent.insert(0, made)
    return f"{name} in {_place(parent)}"


def attribute(root: Element, rng: random.Random) -> str:
    one = rng.choice([one for one in root.iter() if isinstance(one.tag, str)])
    name = rng.choice(list(_ATTRIBUTES))
    value = rng.choice(_ATTRIBUTES[name])
    if one.get(name) is not None:
        return ""
    one.set(name, value)
    return f'{name}="{value}" on {_place(one)}'


def value(root: Element, rng: random.Random) -> str:
    """Another value of an attribute that is there."""
    one = rng.choice([one for one in root.iter() if isinstance(one.tag, str) and one.attrib])
    name = rng.choice(list(one.attrib))
    if name == "src" or (etree.QName(one).localname, name) in _FREE:
        return ""
    was = one.get(name)
    one.set(
        name, rng.choice((f"{was} x", f"x{was}", was.replace("1", "9") if "1" in was else f"{was}9", f"{was}\u202e"))
    )
    return f'{name}="{one.get(name)[:60]}" for "{was[:60]}" on {_place(one)}'


_FREE = frozenset(
    (
        ("a", "type"),
        ("navPoint", "id"),
        ("item", "id"),
        ("a", "hreflang"),
        ("input", "checked"),
        ("details", "open"),
        ("a", "download"),
    )
)
"""Attributes without a meaning for readers, or whose value says nothing."""


def dropped(root: Element, rng: random.Random) -> str:
    """An attribute left out; without the classes of cells and paragraphs these only look otherwise."""
    one = rng.choice([one for one in root.iter() if isinstance(one.tag, str) and one.attrib])
    name = rng.choice(list(one.attrib))
    if name in {"checked", "style", "tabindex", "aria-hidden"} or (etree.QName(one).localname, name) in {
        ("a", "role"),
        ("section", "role"),
        ("item", "properties"),
        ("td", "class"),
        ("th", "class"),
        ("p", "class"),
    }:
        return ""
    del one.attrib[name]
    return f"{name} left out on {_place(one)}"


def _rule(root: Element, rng: random.Random) -> str:
    sheet = rng.choice(list(root.iter("style")))
    ends = [match.end() for match in re.finditer("}\n", sheet.text)]
    at, rule = rng.choice(ends), rng.choice(_RULES)
    sheet.text = f"{sheet.text[:at]}{rule}{sheet.text[at:]}"
    return f"{rule} at {at}"


def _sheet(root: Element, rng: random.Random) -> str:
    """A figure of the sheet changed."""
    sheet = rng.choice(list(root.iter("style")))
    match = rng.choice(
        list(
            re.finditer(
                r"(?<=[ (-])\d(?=[\d.a-z%;) ])", re.sub(r"base64,[^)]*", lambda one: "-" * len(one[0]), sheet.text)
            )
        )
    )
    sheet.text = f"{sheet.text[: match.start()]}{(int(match[0]) + 1) % 10}{sheet.text[match.end() :]}"
    return f"{match[0]} at {match.start()} of the sheet"


def _face(root: Element, rng: random.Random) -> str:
    sheet = rng.choice(list(root.iter("style")))
    match = rng.choice(list(re.finditer(r"base64,([A-Za-z0-9+/]+)", sheet.text)))
    at = rng.randrange(match.start(1), match.end(1))
    sheet.text = f"{sheet.text[:at]}{'A' if sheet.text[at] != 'A' else 'B'}{sheet.text[at + 1 :]}"
    return f"a byte of a face at {at}"


def _script(root: Element, rng: random.Random) -> str:
    script = rng.choice(list(root.iter("script")))
    at = rng.randrange(1, len(script.text) - 1)
    if not script.text[at].isalnum() or script.text[at] == "e":
        return ""
    script.text = f"{script.text[:at]}e{script.text[at + 1 :]}"
    return f"a letter at {at} of {script.text[:30]!r}"


def _said(root: Element, rng: random.Random) -> str:
    """Another value of an element meta."""
    meta = rng.choice([one for one in root.iter("meta") if one.get("content")])
    words = meta.get("content")
    at = rng.randrange(len(words))
    if meta.get("name") == "dcterms.modified" or not words[at].isalnum():
        return ""
    meta.set("content", f"{words[:at]}{'q' if words[at] != 'q' else 'z'}{words[at + 1 :]}")
    return (
        f"content of {meta.get('name') or meta.get('property') or meta.get('http-equiv')} is {meta.get('content')[:60]}"
    )


_UNSAID = frozenset(("script", "svg", "math", "template", "aside"))
_TREE: tuple[Change | None, ...] = (
    insert,
    attribute,
    value,
    dropped,
    _rule,
    _sheet,
    _face,
    _script,
    _said,
    None,
    insert,
    attribute,
)


# Text


def _texts(root: Element) -> list[tuple[Element, str]]:
    """Every piece of text that readers see, as an element and "text" or "tail"."""
    found = []
    body = next(one for one in root.iter() if isinstance(one.tag, str) and etree.QName(one).localname == "body")
    for one in body.iter():
        around = (one, *one.iterancestors())
        if not isinstance(one.tag, str) or any(str(part.tag).rpartition("}")[2] in _UNSAID for part in around):
            continue
        found += [(one, "text")] * bool(one.text and one.text.strip())
        found += [(one, "tail")] * bool(one.tail and one.tail.strip() and one.tag != "main")
    return found


def _changed(root: Element, rng: random.Random, pattern: str, change: Callable[[str], str]) -> str:
    """A part of the text that ``pattern`` matches, changed."""
    one, part = rng.choice(_texts(root))
    was = getattr(one, part)
    found = [match for match in re.finditer(pattern, was) if change(match[0]) != match[0]]
    if not found:
        return ""
    match = rng.choice(found)
    setattr(one, part, f"{was[: match.start()]}{change(match[0])}{was[match.end() :]}")
    return f"{match[0]!r} is {change(match[0])!r} in {_place(one)}"


def _digit(root: Element, rng: random.Random) -> str:
    return _changed(root, rng, r"\d", lambda one: str((int(one) + 1) % 10))


def _word(root: Element, rng: random.Random) -> str:
    return _changed(
        root, rng, r"[^\W\d_]{3,}", lambda one: f"{one[1:]}{one[0]}" if one[0].lower() != one[1].lower() else f"{one}s"
    )


def _case(root: Element, rng: random.Random) -> str:
    return _changed(root, rng, r"[^\W\d_]+", str.swapcase)


def _sign(root: Element, rng: random.Random) -> str:
    return _changed(root, rng, r"[.,;:?!()%–-]", lambda one: {",": ".", ".": ",", "(": "[", ")": "]"}.get(one, "/"))


def _sentence(root: Element, rng: random.Random) -> str:
    return _changed(root, rng, r"[^.]{12,}\.", lambda _: "")


def _twice(root: Element, rng: random.Random) -> str:
    return _changed(root, rng, r"[^\W\d_]+ ", lambda one: one + one)


def _order(root: Element, rng: random.Random) -> str:
    return _changed(root, rng, r"[^\W\d_]+ [^\W\d_]+", lambda one: " ".join(reversed(one.split(" "))))


def _raised(root: Element, rng: random.Random) -> str:
    """A figure raised, lowered or stressed."""
    one, part = rng.choice(_texts(root))
    was = getattr(one, part)
    found = list(re.finditer(r"\d", was))
    if not found or str(one.tag) in {"title", "summary"}:
        return ""
    match, tag = rng.choice(found), rng.choice(("sup", "sub", "em", "strong"))
    space, brace, _ = str(one.tag).rpartition("}")
    made = etree.Element(f"{space}{brace}{tag}")
    made.text, made.tail = match[0], was[match.end() :]
    setattr(one, part, was[: match.start()])
    if part == "text":
        one.insert(0, made)
    else:
        one.addnext(made)
    return f"{match[0]} in {tag} in {_place(one)}"


def _hidden_sign(root: Element, rng: random.Random) -> str:
    """A mark of direction or of no width between two figures."""
    return _changed(
        root, rng, r"\d\d", lambda one: one[0] + rng.choice("\u200b\u200e\u202e\u2060\u00ad\ufeff") + one[1]
    )


TEXT: tuple[Change, ...] = (_digit, _word, _case, _sign, _sentence, _twice, _order, _raised, _hidden_sign)


# EPUB


def grammatical_epub(content: bytes, seed: int, count: int) -> Iterator[Mutant]:
    """``count`` mutants of an EPUB with something in each that its grammar does not have."""
    rng = random.Random(seed)  # noqa: S311 - a seed for tests
    for number in range(count):
        yield of_epub(content, EPUB[number % len(EPUB)], rng)


def textual_epub(content: bytes, seed: int, count: int) -> Iterator[Mutant]:
    """``count`` mutants of an EPUB that say something else than it does."""
    rng = random.Random(seed)  # noqa: S311 - a seed for tests
    for number in range(count):
        yield of_epub(content, in_a_page(TEXT[number % len(TEXT)], PAGES), rng)


PAGES = r"(?:chapter-\d+|title|notes)\.xhtml$"
"""The pages with the text of a report."""
Files = dict[str, bytes]
FileChange = Callable[[Files, random.Random], str]


def of_epub(content: bytes, change: FileChange, rng: random.Random) -> Mutant:
    while True:
        files = rewriting.unpacked(content)
        if name := change(files, rng):
            return name, rewriting.packed(files)


def in_a_page(change: Change, names: str = r"\.(?:xhtml|opf|ncx)$|container\.xml$") -> FileChange:
    """A change of the tree of one of the files of markup."""

    def changed(files: Files, rng: random.Random) -> str:
        name = rng.choice([one for one in files if re.search(names, one)])
        begin, root = files[name], etree.fromstring(files[name])
        try:
            done = change(root, rng)
        except ValueError:  # a name that XML does not have
            return ""
        head = begin[: re.search(rb"<[a-z]", begin).start()]
        made = etree.tostring(root, encoding="unicode")
        files[name] = head + made[made.index(f"<{root.tag.rpartition('}')[2]}") :].encode()
        return done and f"{name}: {done}"

    return changed


def _rule_of_epub(files: Files, rng: random.Random) -> str:
    name = "EPUB/style.css"
    sheet = files[name].decode()
    at, rule = rng.choice([match.end() for match in re.finditer("}\n", sheet)]), rng.choice(_RULES)
    files[name] = f"{sheet[:at]}{rule}{sheet[at:]}".encode()
    return f"{rule} at {at}"


def _figure_of_epub(files: Files, rng: random.Random) -> str:
    name = "EPUB/style.css"
    sheet = files[name].decode()
    match = rng.choice(list(re.finditer(r"(?<=[ (-])\d(?=[\d.a-z%;) ])", sheet)))
    files[name] = f"{sheet[: match.start()]}{(int(match[0]) + 1) % 10}{sheet[match.end() :]}".encode()
    return f"{match[0]} at {match.start()} of the sheet"


def _bytes_of_epub(files: Files, rng: random.Random) -> str:
    """A byte of a face, a picture or the cover."""
    name = rng.choice([one for one in files if one.endswith((".ttf", ".png", ".jpg", ".svg", "mimetype"))])
    at = rng.randrange(len(files[name]))
    files[name] = files[name][:at] + bytes([files[name][at] ^ 1]) + files[name][at + 1 :]
    return f"byte {at} of {name}"


_MORE = (
    "META-INF/encryption.xml",
    "META-INF/rights.xml",
    "EPUB/a.js",
    "EPUB/fonts/a.ttf",
    "EPUB/chapter-0.xhtml",
    "a.html",
    "EPUB/a.css",
)


def _file_of_epub(files: Files, rng: random.Random) -> str:
    """A file more."""
    name = rng.choice(_MORE)
    files[name] = b"<a/>"
    return f"the file {name}"


def _markup_of_epub(files: Files, rng: random.Random) -> str:
    name = rng.choice([one for one in files if one.endswith((".xhtml", ".opf", ".ncx"))])
    text = files[name].decode()
    put = rng.choice(("<!-- a remark -->", "<?php go() ?>", "<x:p xmlns:x='urn:x'>9</x:p>", "<![CDATA[9]]>"))
    at = rng.choice([match.end() for match in re.finditer(r"</\w+>", text) if match.end() < len(text) - 20])
    files[name] = f"{text[:at]}{put}{text[at:]}".encode()
    return f"{put} in {name}"


EPUB: tuple[FileChange, ...] = (
    *map(in_a_page, (insert, attribute, value, dropped)),
    _rule_of_epub,
    _figure_of_epub,
    _bytes_of_epub,
    _file_of_epub,
    _markup_of_epub,
    in_a_page(value, r"\.opf$"),
    in_a_page(insert, r"\.opf$"),
)


def rows_of(name: str) -> int:
    """The rows of the grammar of that name."""
    return counted(tables(name)[1])


FAMILIES = {
    "html": Family(grammatical, textual, lambda: rows_of("html"), looks=appearances.of_page),
    "epub": Family(grammatical_epub, textual_epub, lambda: rows_of("epub"), looks=appearances.of_epub),
}
