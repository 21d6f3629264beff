"""The pages of the translators' desk, in English like the findings. Script and style are files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from plantin.preview.desk.changes import Segment
from plantin.translation import PoEntry, Status
from plantin.translation.po import STAGES, signer

_DESK = """\
<header>
<p><a href="/">Reports</a> <a href="{address}">Read</a> <a href="/{slug}/progress">Progress</a>
<a href="{address}/revision">What the reviser changed</a></p>
<h1>{slug}, {language}</h1>
<p><label for="name">Your name</label> <input id="name" autocomplete="name" maxlength="100" spellcheck="false">
<progress id="done" aria-label="Translated" value="0" max="1"></progress> <span id="counts"></span></p>
<p id="message" role="status"></p>
</header>
<main>
<section id="choice" aria-label="Messages">
<p class="fields"><label for="filter">Show</label>
<select id="filter"><option value="">all</option><option value="missing">untranslated</option>
<option value="stale">fuzzy</option><option value="revise">to revise</option>
<option value="found">with findings</option>
<option value="unsaved">not saved</option></select>
<label for="search">Search</label> <input id="search" type="search"></p>
<p id="shown" role="status"></p>
<ul id="list" aria-label="Messages"></ul>
</section>
<section id="work" aria-labelledby="what">
<h2 id="what" tabindex="-1">No message is chosen</h2>
<div id="conflict" role="alert" hidden></div>
<div class="both"><div><h3>Original</h3><p id="original" class="text"></p>
<div id="changed" hidden><h4>What changed in it</h4><p id="changes" class="text"></p></div></div>
<div><h3><label for="text">Translation</label></h3>
<textarea id="text" rows="5" spellcheck="true" aria-describedby="stage"></textarea></div></div>
<p id="stage"></p>
<p class="buttons"><button type="button" data-stage="draft">Save as draft</button>
<button type="button" data-stage="translated">Translated</button>
<button type="button" data-stage="revised">Revised</button>
<button type="button" data-stage="approved">Approved</button></p>
<h3>Findings</h3>
<div id="findings" aria-live="polite"></div>
<h3>As it will be printed</h3>
<div id="finished"></div><p id="finishing" role="status"></p>
<h3>Memory</h3>
<ol id="matches"></ol>
<h3>Terms</h3>
<ul id="terms"></ul>
<h3><label for="notes">Notes</label></h3>
<textarea id="notes" rows="2" aria-describedby="waive"></textarea>
<p id="waive">A line a note; <code>waive T029 "24": why</code> accepts a finding.</p>
<details><summary>Keys</summary><dl>
<dt><kbd>Ctrl</kbd>+<kbd>Enter</kbd></dt><dd>translated, and on to the next message</dd>
<dt><kbd>Ctrl</kbd>+<kbd>Shift</kbd>+<kbd>Enter</kbd></dt><dd>revised, and on to the next message</dd>
<dt><kbd>Ctrl</kbd>+<kbd>S</kbd></dt><dd>save as draft</dd>
<dt><kbd>Alt</kbd>+<kbd>↓</kbd>, <kbd>Alt</kbd>+<kbd>↑</kbd></dt><dd>next, previous message</dd>
<dt><kbd>Alt</kbd>+<kbd>M</kbd></dt><dd>take the first match of the memory</dd>
<dt><kbd>Alt</kbd>+<kbd>O</kbd></dt><dd>take the original</dd>
<dt><kbd>Esc</kbd></dt><dd>from the text to the list of messages; there <kbd>↓</kbd>, <kbd>↑</kbd>, \
<kbd>Enter</kbd></dd></dl></details>
</section>
</main>
<noscript><p>The desk needs JavaScript.</p></noscript>
"""


def desk(slug: str, language: str, token: str) -> str:
    """The desk of a translation; its script asks for the messages, with the ``token``."""
    address = f"/{escape(slug)}/{escape(language)}"
    inside = _DESK.format(address=address, slug=escape(slug), language=escape(language))
    values = f' data-token="{escape(token)}" data-address="{address}" data-language="{escape(language)}"'
    return _page(f"{slug}, {language}: desk", inside, values, script=True)


def progress(slug: str, rows: Sequence[Status], wrong: str) -> str:
    """How far each translation of a report is, in words of the original, with a bar for each stage."""
    found = "".join(map(_language, rows)) or "<p>It has no translation.</p>\n"
    top = f'<header>\n<p><a href="/">Reports</a></p>\n<h1>{escape(slug)}: progress</h1>\n</header>\n'
    return _page(f"{slug}: progress", f"{top}<main>\n{_wrong(wrong) or found}</main>\n")


def _language(row: Status) -> str:
    tag = escape(row.language)
    lines = []
    for stage in STAGES[1:]:
        reached = sum(row.words_by_stage[later] for later in STAGES[STAGES.index(stage) :])
        lines.append(
            f'<tr><th scope="row">{stage}</th><td class="number">{reached:,} of {row.words:,}</td>'
            f'<td class="number">{(reached * 100 // row.words if row.words else 100)} %</td><td>'
            f'<progress aria-label="{tag}, {stage}" value="{reached}" max="{row.words or 1}"></progress></td></tr>\n'
        )
    return (
        f"<h2>{tag}</h2>\n<p>{row.messages:,} messages: {row.missing:,} untranslated, {row.stale:,} fuzzy,"
        f' {row.translated - row.reviewed:,} to revise.</p>\n<table><thead><tr><th scope="col">stage</th>'
        f'<th scope="col">words</th><th scope="col">per cent</th><th scope="col">bar</th></tr></thead>\n<tbody>\n'
        f"{''.join(lines)}</tbody></table>\n"
    )


def revision(slug: str, language: str, rows: Sequence[tuple[PoEntry, Sequence[Segment]]], wrong: str) -> str:
    """What a reviser changed, message by message: what is gone struck out, what is new underlined."""
    address = f"/{escape(slug)}/{escape(language)}"
    top = (
        f'<header>\n<p><a href="/">Reports</a> <a href="{address}/desk">Desk</a></p>\n'
        f"<h1>{escape(slug)}, {escape(language)}: what the reviser changed</h1>\n</header>\n"
    )
    found = "".join(_revised(entry, segments, language) for entry, segments in rows)
    count = f"<p>{len(rows):,} message{'s' * (len(rows) != 1)} changed in revision.</p>\n"
    return _page(f"{slug}, {language}: revision", f"{top}<main>\n{_wrong(wrong) or count + found}</main>\n")


def _revised(entry: PoEntry, segments: Sequence[Segment], language: str) -> str:
    who = [(signer(one), words) for one, words in ((entry.translated, "translated"), (entry.review, "revised"))]
    signed = "; ".join(f"{words} by {escape(name)}" for name, words in who if name)
    return (
        f"<article>\n<h2>{escape(entry.context)}</h2>\n<p>{escape(entry.original, quote=False)}</p>\n"
        f'<p lang="{escape(language)}" dir="auto">{"".join(_marked(segments))}</p>\n<p>{signed}</p>\n</article>\n'
    )


def _marked(segments: Sequence[Segment]) -> Iterator[str]:
    tags = {"gone": "del", "new": "ins"}
    for kind, text in segments:
        words = escape(text, quote=False)
        yield f"<{tags[kind]}>{words}</{tags[kind]}>" if kind in tags else words


def _wrong(words: str) -> str:
    return f"<pre>{escape(words)}</pre>\n" if words else ""


def _page(title: str, inside: str, values: str = "", *, script: bool = False) -> str:
    line = '<script src="/desk.js" defer></script>\n' if script else ""
    return (
        f'<!DOCTYPE html>\n<html lang="en" dir="ltr"{values}>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{escape(title, quote=False)}</title>\n<link rel="stylesheet" href="/desk.css">\n{line}</head>\n'
        f"<body>\n{inside}</body>\n</html>\n"
    )
