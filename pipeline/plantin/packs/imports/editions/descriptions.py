"""Puts the descriptions and data of figures, which an edition has in a section at its end, back into the figures: the
press makes that section.
"""

from __future__ import annotations

import csv
import io

from plantin.model.outline import normal
from plantin.packs.imports.docx.pictures import Pictures
from plantin.packs.imports.editions.parts import EditionPart, ReadEdition, every
from plantin.packs.imports.paragraph_pieces import Pointer, Words, text_of

_END = ".data"


def put_back(edition: ReadEdition, pictures: Pictures) -> None:
    """Take the section with descriptions and data out of ``edition``; data are put beside its ``pictures``."""
    section = next((part for part in edition.parts if _describes(part)), None)
    if section is None:
        return
    edition.parts.remove(section)
    edition.taken += [normal(text_of(part.pieces)) for part in every([section])]
    edition.taken += [text_of(cell.pieces) for part in section.parts for row in part.rows for cell in row]
    figures = {part.anchor: part for part in every(edition.parts) if part.kind == "figure"}
    for block in section.parts:
        figure = figures.get(block.anchor.removesuffix(_END))
        if figure is None:
            what = "left out, what describes a figure that is not in the file"
            edition.left_out.append((what, " ".join(normal(text_of(part.pieces)) for part in every([block]))))
        else:
            links = [part for part in figure.parts if _leads_there(part)]
            edition.taken += [text_of(part.pieces) for part in links]
            figure.parts = [part for part in figure.parts if part not in links]
            _describe(figure, block, pictures)


def _describes(part: EditionPart) -> bool:
    return part.kind == "section" and bool(part.parts) and all(inner.anchor.endswith(_END) for inner in part.parts)


def _leads_there(part: EditionPart) -> bool:
    return any(isinstance(piece, Pointer) and piece.target.endswith(_END) for piece in part.pieces)


def _describe(figure: EditionPart, block: EditionPart, pictures: Pictures) -> None:
    """Give ``figure`` what ``block`` says of it, but for the sentences that the press makes of a chart."""
    words = [*block.above, *(block.parts if block.kind == "box" else [])]
    if figure.role == "chart":
        if words and normal(text_of(words[0].pieces)) != normal(figure.alternative):
            paragraph = EditionPart("paragraph", pieces=[Words(figure.alternative)])
            figure.parts.insert(0, EditionPart("passage", role="alternative", parts=[paragraph]))
        words = words[1:]
    elif block.rows:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([text_of(cell.pieces) for cell in row] for row in block.rows)
        figure.data = f"data={pictures.data(out.getvalue())}"
    if words:
        figure.parts.insert(0, EditionPart("passage", role="description", parts=words))
