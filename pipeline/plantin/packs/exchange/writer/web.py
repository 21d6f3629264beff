"""The facing edition as a web page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from plantin.house.brand import data_url
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.inlines import MARKS, IndexMark, Indicator, LineBreak, Reference
from plantin.packs.exchange.writer.rows import FacingRow, Side, rows
from plantin.writers.xhtml import Body

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_LEVEL = 6


def write(original: Document, translation: Document, remarks: Mapping[str, tuple[str, ...]], style: Style) -> bytes:
    """Return the facing edition as an HTML file. ``remarks`` are comments on a place, by its anchor.

    Each pair bears the anchor that its paragraph has in every edition; where a translation lacks a block, its place
    stays empty. Raises StyleError where the style has no facing.css that can be used; see ``Style.sheet``.
    """
    title = f"{original.masthead.symbol}: {original.language} / {translation.language}"
    return "".join(
        (
            "<!DOCTYPE html>\n",
            f'<html lang="{escape(original.language)}" dir="{original.direction}">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<title>{escape(title, quote=False)}</title>\n",
            f"<style>{style.sheet('facing.css').text(data_url)}</style>\n</head>\n<body>\n<main>\n",
            pairs((original, translation), {anchor: _remarks(lines) for anchor, lines in remarks.items()}),
            "</main>\n</body>\n</html>\n",
        )
    ).encode()


def pairs(documents: Sequence[Document], remarks: Mapping[str, str]) -> str:
    """Return the rows of ``documents`` as markup; the markup of remarks on a place, by its anchor, is in its row."""
    columns = [_WebColumn(document) for document in documents]
    return "".join(_pair(row, columns, remarks.get(row.anchor, "") if row.anchor else "") for row in rows(documents))


class _WebColumn(Body):
    """The words of one document; indicators and index marks have no anchors, for an anchor occurs once on a page."""

    def indicator(self, indicator: Indicator) -> str:
        words = escape(self.document.labels.note_call.format(label=indicator.label))
        link = (
            f'<a href="{self.address(indicator.note)}" {self.call} aria-label="{words}">{escape(indicator.label)}</a>'
        )
        return f'<sup class="indicator">{link}</sup>'

    def index_mark(self, mark: IndexMark) -> str:
        del mark
        return ""

    def reference(self, reference: Reference) -> str:
        return (
            escape(reference.text, quote=False)
            if reference.anchor.startswith((*MARKS, "entry-"))
            else super().reference(reference)
        )

    def line_break(self, line_break: LineBreak) -> str:
        del line_break
        return "<br>"

    def cell(self, side: Side | None, tag: str) -> str:
        """Return what the document has in a row, in its language and its direction."""
        words = f"<{tag}>{self.with_label(side.label, side.content)}</{tag}>" if side else ""
        return f'<div lang="{escape(self.document.language)}" dir="{self.document.direction}">{words}</div>'


def _remarks(lines: tuple[str, ...]) -> str:
    return "".join(f'<p class="remark">{escape(line, quote=False)}</p>' for line in lines)


def _pair(row: FacingRow, columns: Sequence[_WebColumn], remarks: str) -> str:
    tag = {"title": "h1", "section": f"h{min(row.level + 1, _LEVEL)}", "notes": "h2"}.get(row.kind, "p")
    identity = f' id="{row.anchor}"' if row.anchor else ""
    inside = "".join(column.cell(side, tag) for column, side in zip(columns, row.sides, strict=True))
    return f'<div class="pair{" masthead" if row.kind == "masthead" else ""}"{identity}>{inside}{remarks}</div>\n'
