"""Groups of lines as markup whose text is cells: what a display of any width can lay out (eBraille 1.0, 6.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape

from plantin.model.document import Note, Paragraph
from plantin.model.inlines import Foreign, Indicator
from plantin.packs.braille.cells import BLANK, script_tag
from plantin.packs.braille.writer.blocks import GroupList, Groups, Made
from plantin.packs.braille.writer.runs import LINE_END, BrailleRun, Cells, Group, TableCell, run_cells

_DEEPEST = 6
SHEET = """\
body { margin: 0; }
h1, h2 { text-align: center; margin: 1em 3ch; }
h3 { margin: 1em 0 0 4ch; }
h4, h5, h6 { margin: 1em 0 0 6ch; }
p { margin: 0; text-indent: 2ch; }
header p, figcaption { text-indent: -8ch; margin: 0 0 0 8ch; }
ul { list-style: none; margin: 0; padding: 0; }
li { margin: 0 0 0 8ch; text-indent: -8ch; }
li ul { margin: 0 0 0 -6ch; }
ul.level-2 { margin: 0 0 0 2ch; }
ul.level-3 { margin: 0 0 0 4ch; }
ul.level-4 { margin: 0 0 0 6ch; }
li ul.level-2, li ul.level-3, li ul.level-4 { margin: 0 0 0 -6ch; }
blockquote { margin: 0 0 0 4ch; }
figure { margin: 1em 0; border-block: .2em solid; }
p.equation { margin: 0 0 0 9ch; text-indent: -2ch; }
pre { margin: 1em 0 1em 1ch; white-space: pre-wrap; }
table { margin: 1em 0; border-collapse: collapse; }
th, td { padding: 0 2ch 0 0; text-align: start; vertical-align: top; }
thead { border-block-end: .1em solid; }
div.notes { margin: 1em 0 0; }
div.notes::before { content: "⠐⠒⠒⠒⠒⠒⠒"; display: block; }
[role="doc-pagebreak"] { display: block; text-align: end; text-indent: 0; }
[role="doc-pagebreak"]::before { content: "⠤⠤⠤⠤⠤⠤⠤⠤"; }
"""
"""The style sheet: lengths in cells and lines, no fonts and no colours (eBraille 1.0, 6.3.2)."""


class LinkedGroups(Groups):
    """Groups in which calls lead to their notes, notes back to their first call, and paragraphs have their anchors."""

    _back = ""

    def paragraph(self, paragraph: Paragraph) -> Made:
        made = super().paragraph(paragraph)
        anchor = paragraph.anchor
        for group in made[:1]:
            if isinstance(group, Group):
                group.anchor = anchor
        return made

    def note(self, note: Note) -> GroupList:
        self._back = next(iter(note.indicators), "")
        groups = super().note(note)
        groups[0].anchor = note.anchor
        return groups

    def indicator(self, indicator: Indicator) -> Made:
        target = indicator.note or self._back
        return [
            replace(run, target=target, anchor=indicator.anchor)
            for run in super().indicator(indicator)
            if isinstance(run, BrailleRun)
        ]

    def foreign(self, foreign: Foreign) -> Made:
        opened, closed = self.forms.passage
        pieces: Made = []
        for piece in super().foreign(foreign):
            if not isinstance(piece, BrailleRun) or (piece.table == self.main and not piece.target):
                pieces.append(piece)
                continue
            run = replace(piece, language="" if piece.table == self.main else piece.language)
            # The signs of the passage are no part of a call that it begins or ends with.
            begins, ends = (
                bool(run.target) and run.before.startswith(opened),
                bool(run.target) and run.after.endswith(closed),
            )
            pieces += [BrailleRun("", run.table, opened)] * begins
            pieces.append(
                replace(
                    run,
                    before=run.before[len(opened) * begins :],
                    after=run.after[: len(run.after) - len(closed) * ends],
                )
            )
            pieces += [BrailleRun("", run.table, "", closed)] * ends
        return pieces


class Markup:
    """Prints groups as XHTML. ``known`` are the cells of texts; ``files`` has the name of the file of each anchor that
    links lead to, and ``here`` is that of the one being printed.
    """

    def __init__(self, made: Groups, known: Cells, files: dict[str, str], here: str) -> None:
        self._main = made.main
        self._known = known
        self._files = files
        self._here = here

    def groups(self, groups: Sequence[Group]) -> str:
        """Return ``groups``, those between two full lines as one figure, lists and quotations each as one element."""
        parts: list[str] = []
        at = 0
        while at < len(groups):
            group = groups[at]
            end = at + 1
            if group.kind == "open":
                end = _object_end(groups, at)
                parts += [f"<p>{self.line(line.runs)}</p>\n" for line in group.lines]
                parts.append(self._figure(groups[at + 1 : end - 1]))
            elif group.kind == "separator":
                end = next(
                    (n for n in range(at + 1, len(groups)) if groups[n].kind == "close" or _is_heading(groups[n])),
                    len(groups),
                )
                parts.append(f'<div class="notes">\n{self._notes(groups[at + 1 : end])}</div>\n')
            elif group.kind in {"list", "quotation"}:
                end = next((n for n in range(at, len(groups)) if groups[n].kind != group.kind), len(groups))
                run = groups[at:end]
                parts.append(
                    self._list(run)
                    if group.kind == "list"
                    else f"<blockquote>\n{''.join(map(self._plain, run))}</blockquote>\n"
                )
            else:
                parts.append(self._plain(group))
            at = end
        return "".join(parts)

    def masthead(self, groups: Sequence[Group]) -> str:
        """Return the head of the report: its lines, the title, what its asterisks say."""
        lines = [line for group in groups if group.kind == "list" for line in group.lines]
        title = next(n for n, group in enumerate(groups) if group.kind == "centred")
        rows = "".join(f"<p>{self.line(line.runs)}</p>\n" for line in lines)
        heading = self.line(groups[title].lines[0].runs)
        return f"<header>\n{rows}<h1>{heading}</h1>\n</header>\n{self.groups(groups[title + 1 :])}"

    def line(self, runs: Iterable[BrailleRun]) -> str:
        """Return the runs of a line as words between spaces, at which a display may divide it."""
        return "".join(map(self._run, runs)).strip()

    def _run(self, run: BrailleRun) -> str:
        if run.page:
            cells = self._known[run.table, f"#{run.page}"]
            return f'<span epub:type="pagebreak" role="doc-pagebreak" id="page-{escape(run.page)}">{cells}</span>'
        cells = run_cells(run, self._known).replace(BLANK, " ").replace(LINE_END, "<br/>")
        if run.target:
            kind = "noteref" if run.anchor else "backlink"
            attributes = f' id="{run.anchor}" epub:type="noteref"' if run.anchor else ""
            return f'<a href="{self.address(run.target)}"{attributes} role="doc-{kind}">{cells}</a>'
        if run.language:
            tag = script_tag(run.language)
            return f'<span lang="{tag}" xml:lang="{tag}">{cells}</span>'
        return cells

    def address(self, anchor: str) -> str:
        """Return where ``anchor`` is, from the file being printed."""
        file = self._files.get(anchor, self._here)
        return f"{'' if file == self._here else file}#{anchor}"

    def _plain(self, group: Group) -> str:
        attributes = f' id="{group.anchor}"' if group.anchor else ""
        if _is_heading(group):
            rank = min(group.level + 1, _DEEPEST)
            level = f' aria-level="{group.level + 1}"' if group.level + 1 > _DEEPEST else ""
            return f"<h{rank}{attributes}{level}>{self.line(group.lines[0].runs)}</h{rank}>\n"
        if group.kind == "table":
            return self._table(group)
        if group.kind == "listing":
            rows = ("".join(map(self._run, line.runs)).rstrip() for line in group.lines)
            return f"<pre>{chr(10).join(rows)}</pre>\n"
        lines = [self.line(line.runs) for line in group.lines]
        kind = ' class="equation"' if group.kind == "equation" else ""
        return "".join(f"<p{attributes}{kind}>{line}</p>\n" for line in lines)

    def _figure(self, groups: Sequence[Group]) -> str:
        titled = groups[:1] if groups and groups[0].kind == "heading" and not groups[0].anchor else []
        caption = "".join(f"<figcaption>{self.line(group.lines[0].runs)}</figcaption>\n" for group in titled)
        return f"<figure>\n{caption}{self.groups(groups[len(titled) :])}</figure>\n"

    def _notes(self, groups: Sequence[Group]) -> str:
        begins = [n for n, group in enumerate(groups) if group.anchor]
        ends = [*begins[1:], len(groups)]
        return "".join(
            f'<aside id="{groups[begin].anchor}" epub:type="footnote" role="doc-footnote">\n'
            f"{self.groups([replace(groups[begin], anchor=''), *groups[begin + 1 : end]])}</aside>\n"
            for begin, end in zip(begins, ends, strict=True)
        )

    def _list(self, groups: Sequence[Group]) -> str:
        """Return entries as lists in lists, by how far in each begins."""
        markup, open_ = "", list[int]()
        for line in (line for group in groups for line in group.lines):
            level = line.first // 2 + 1
            while open_ and open_[-1] > level:
                markup += "</li>\n</ul>\n"
                open_.pop()
            if open_ and open_[-1] == level:
                markup += "</li>\n"
            else:
                markup += f'{chr(10) if open_ else ""}<ul class="level-{level}">\n'
                open_.append(level)
            markup += f"<li>{self.line(line.runs)}"
        return markup + "</li>\n</ul>\n" * len(open_)

    def _table(self, group: Group) -> str:
        rows = [
            f"<tr>{''.join(self._cell(cell, head=n < group.head) for cell in row if cell.begins)}</tr>\n"
            for n, row in enumerate(group.table)
        ]
        parts = (("thead", "".join(rows[: group.head])), ("tbody", "".join(rows[group.head :])))
        return f"<table>\n{''.join(f'<{name}>{part}</{name}>{chr(10)}' for name, part in parts if part)}</table>\n"

    def _cell(self, cell: TableCell, *, head: bool) -> str:
        columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        scope = ' scope="col"' if head else ' scope="row"' if cell.kind in {"row", "group"} else ""
        tag = "th" if scope else "td"
        return f"<{tag}{scope}{columns}{rows}>{self.line(cell.runs)}</{tag}>"


def _is_heading(group: Group) -> bool:
    return group.kind in {"centred", "heading"} and bool(group.anchor)


def _object_end(groups: Sequence[Group], begin: int) -> int:
    """Return the place after the line that closes the object that is opened at ``begin``."""
    depth = 0
    for n in range(begin, len(groups)):
        depth += (groups[n].kind == "open") - (groups[n].kind == "close")
        if not depth:
            return n + 1
    return len(groups)


def links(groups: Iterable[Group]) -> Iterator[str]:
    """Yield the anchors in ``groups``: their own, and those of the links in them."""
    for group in groups:
        if group.anchor:
            yield group.anchor
        lines = [*(line.runs for line in group.lines), *(cell.runs for row in group.table for cell in row)]
        yield from (run.anchor or f"page-{run.page}" for runs in lines for run in runs if run.anchor or run.page)
