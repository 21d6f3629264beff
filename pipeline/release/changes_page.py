"""The page that says what changed in a report since the release before, passage by passage, with the numbers then and now."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from html import escape

from pipeline.house.locale import ChangeWords, Locale
from pipeline.house.style import Style
from pipeline.model.document import Document
from pipeline.release.changes import SORTS, Change, Sort
from pipeline.release.page_template import leaf, name
from pipeline.release.passages import Passage
from pipeline.release.previous import Previous, counts

STEM = "changes"
_PIECE = re.compile(r"\s+|\d+|[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+|.")
_CALL = re.compile(r"\[\^([^\]]*)\]")


def page(
    language: str,
    documents: Mapping[str, Document],
    locales: Mapping[str, Locale],
    former: Previous,
    changes: Sequence[Change],
    version: str,
    landing: str,
    style: Style,
) -> bytes:
    """The page in ``language`` of the release ``version``, whose own page is the file ``landing``; it says so where no passage changed."""
    locale, document = locales[language], documents[language]
    words = locale.release.changes
    heading = words.heading.format(version=former.version)
    back = f'<a href="{landing}">{escape(locale.release.heading)}</a>'
    header = (
        f"<p>{escape(document.masthead.symbol)} · {escape(locale.release.version.format(version=version))} · {back}</p>\n"
        f"<h1>{escape(heading)}</h1>\n<p>{escape(document.masthead.title)}</p>\n"
    )
    parts = [_sort(sort, [one for one in changes if one.sort == sort], words) for sort in SORTS]
    main = "".join(parts) or f"<p>{escape(words.none)}</p>\n"
    return leaf(STEM, heading, header, main, language, documents, locales, style)


def summary(language: str, documents: Mapping[str, Document], locale: Locale, former: Previous, changes: Sequence[Change]) -> str:
    """The part of the landing page that counts the changes and leads to their page."""
    words = locale.release.changes
    told = [_counted(words, sort, count) for sort, count in counts(changes).items() if count]
    lines = "".join(f"<li>{escape(line)}</li>\n" for line in told)
    listed = f"<ul>\n{lines}</ul>\n" if told else f"<p>{escape(words.none)}</p>\n"
    link = f'<a href="{name(STEM, language, documents)}">{escape(words.heading.format(version=former.version))}</a>'
    return f"<h2>{link}</h2>\n{listed}"


def _counted(words: ChangeWords, sort: Sort, count: int) -> str:
    return words.counted.format(sort=getattr(words, sort), count=count)


def _sort(sort: Sort, changes: Sequence[Change], words: ChangeWords) -> str:
    if not changes:
        return ""
    heading = f"<h2>{escape(_counted(words, sort, len(changes)))}</h2>\n"
    if sort == "renumbered":
        return heading + "<ul>\n" + "".join(f"<li>{escape(line)}</li>\n" for line in _runs(changes, words)) + "</ul>\n"
    return heading + "".join(_change(one, words) for one in changes)


def _change(change: Change, words: ChangeWords) -> str:
    before, now = change.before, change.now
    if change.sort == "reworded" and before and now:
        old, new = _marked(_shown(before.text), _shown(now.text))
        facts = f"<dl>\n<dt>{escape(words.before)}</dt><dd>{old}</dd>\n<dt>{escape(words.now)}</dt><dd>{new}</dd>\n</dl>\n"
    else:
        passage = now or before
        facts = f"<p>{escape(_shown(passage.text if passage else ''))}</p>\n"
    return f'<div class="change">\n<h3>{escape(_named(before, now, words))}</h3>\n{facts}</div>\n'


def _named(before: Passage | None, now: Passage | None, words: ChangeWords) -> str:
    """What a passage is called: by its number, else by the heading above it; and what it was called before."""
    names = [_name(passage, words) for passage in (now, before) if passage]
    if len(names) == 1 or names[0] == names[1]:
        return names[0]
    former = _bare(before.number) if before and before.number and now and now.number else names[1]
    return words.was.format(passage=names[0], former=former)


def _name(passage: Passage, words: ChangeWords) -> str:
    kind = words.kinds.get(passage.kind, words.passage)
    if passage.kind == "paragraph" and not passage.number:
        kind = words.passage
    if passage.number and passage.kind != "item":
        return words.numbered.format(kind=kind, number=_bare(passage.number))
    kind = words.numbered.format(kind=kind, number=passage.number) if passage.number else kind
    return words.placed.format(kind=kind, heading=passage.under) if passage.under else kind


def _runs(changes: Sequence[Change], words: ChangeWords) -> list[str]:
    """One line for each run of neighbours of a kind that have all gone on by the same count: 12–80 for 69 paragraphs."""
    lines: list[tuple[Passage, Passage, Passage, Passage]] = []
    for change in changes:
        before, now = change.before, change.now
        if before is None or now is None:
            continue
        if lines and _follows(lines[-1][2], before) and _follows(lines[-1][3], now):
            lines[-1] = (lines[-1][0], lines[-1][1], before, now)
        else:
            lines.append((before, now, before, now))
    return [
        words.was.format(passage=_name(now, words) + _until(now, last), former=_bare(before.number) + _until(before, former))
        for before, now, former, last in lines
    ]


def _follows(one: Passage, other: Passage) -> bool:
    numbers = [_bare(passage.number) for passage in (one, other)]
    return one.kind == other.kind and all(number.isdecimal() for number in numbers) and int(numbers[1]) == int(numbers[0]) + 1


def _until(first: Passage, last: Passage) -> str:
    return "" if first == last else f"–{_bare(last.number)}"


def _bare(number: str) -> str:
    """A number as it is named: 12 for "12.", but (a) as it is."""
    return number.rstrip(" .-–:،") or number


def _shown(text: str) -> str:
    return _CALL.sub(r" [\1]", text)


def _marked(before: str, now: str) -> tuple[str, str]:
    """Two texts as markup, what one has and the other has not in <del> and <ins>."""
    olds, news = _PIECE.findall(before), _PIECE.findall(now)
    old, new = [], []
    for tag, start, end, first, last in difflib.SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        gone, come = escape("".join(olds[start:end])), escape("".join(news[first:last]))
        old.append(gone if tag == "equal" or not gone else f"<del>{gone}</del>")
        new.append(come if tag == "equal" or not come else f"<ins>{come}</ins>")
    return "".join(old), "".join(new)
