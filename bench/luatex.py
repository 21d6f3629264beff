"""The anchor of the table of lines in docs/pdf.md: the same report set by LuaLaTeX with microtype, in the same page,
face and sizes.

    .venv/bin/python bench/luatex.py S-2017-97 en FOLDER    # writes S-2017-97-en.luatex.pdf there; its CPU seconds are printed
    .venv/bin/python bench/lines.py FOLDER/S-2017-97-en.luatex.pdf

Needs Debian's texlive-luatex and texlive-latex-recommended. The text has its headings, numbers and notes, without
masthead and contents. Type is 2 % wider or narrower at most, as ours is; nothing hangs in the margin (protrusion), as
nothing does in ours. TeX's own limits: ``\\emergencystretch`` of two ems, hyphenation of (British) English.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

from plantin.house import style
from plantin.house.layout import House
from plantin.model.document import Block, Document, List, Note, Paragraph, Section
from plantin.model.inlines import Emphasis, Indicator, Inline, Text
from plantin.model.inlines import plain as plain_text
from plantin.production import steps

ROOT = Path(__file__).parent.parent
_SPECIAL = {character: f"\\{character}" for character in "&%$#_{}"} | {
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    "\u00a0": "~",
    "\u202f": "\\,",
    "\u2011": "\\mbox{-}",
}
_HEAD = r"""\documentclass[a4paper]{article}
\usepackage{fontspec}
\usepackage[english]{babel}
\usepackage[a4paper,margin=30mm,top=25mm,bottom=25mm]{geometry}
\setmainfont{%(regular)s}[Path=%(fonts)s/,ItalicFont=%(italic)s,BoldFont=%(bold)s,BoldItalicFont=%(bold_italic)s]
\usepackage[expansion=true,stretch=20,shrink=20,protrusion=false]{microtype}
\makeatletter
\renewcommand\normalsize{\@setfontsize\normalsize{%(text)spt}{%(leading)spt}}
\renewcommand\footnotesize{\@setfontsize\footnotesize{%(note)spt}{%(small)spt}}
\makeatother
\normalsize
\setlength{\parindent}{0pt}\setlength{\parskip}{8pt plus 4.8pt}\setlength{\emergencystretch}{2em}
\frenchspacing \clubpenalty=10000 \widowpenalty=10000
\newcommand\heading[1]{\par\addvspace{16pt plus 10pt}{\raggedright\bfseries #1\par}\nobreak}
\begin{document}
"""


def written(document: Document, used: style.Style) -> str:
    """``document`` in LaTeX, in the face, sizes and margins of ``used``."""
    fonts, kind = used.fonts, used.type
    values: dict[str, object] = {"fonts": used.font("regular").parent, "text": kind.text, "leading": kind.leading}
    values |= {"note": kind.note, "small": kind.note * 1.25}
    values |= {name: getattr(fonts, name) for name in ("regular", "italic", "bold", "bold_italic")}
    notes = {note.anchor: note for note in document.notes}
    return _HEAD % values + "\n\n".join(_block(block, notes) for block in document.blocks) + "\n\\end{document}\n"


def _block(block: Block, notes: dict[str, Note]) -> str:
    match block:
        case Section():
            inside = "\n\n".join(_block(inner, notes) for inner in block.blocks)
            return f"\\heading{{{_escaped(block.label)}\\quad {_words(block.heading, notes)}}}\n\n{inside}"
        case Paragraph():
            label = f"\\makebox[10mm][l]{{{_escaped(block.label)}}}" if block.label else ""
            return f"{label}{_words(block.content, notes)}"
        case List():
            entries = (
                f"{_escaped(item.label)} {_block(inner, notes)}" for item in block.items for inner in item.blocks
            )
            return "\n\n".join(entries)
        case _:
            raise ValueError(f"{type(block).__name__} is not set here")


def _words(content: tuple[Inline, ...], notes: dict[str, Note]) -> str:
    made = []
    for one in content:
        match one:
            case Text():
                made.append(_escaped(one.text))
            case Emphasis():
                made.append(f"\\emph{{{_words(one.content, notes)}}}")
            case Indicator():
                note = notes[one.note]
                made.append(f"\\footnote{{{' '.join(_block(block, notes) for block in note.blocks)}}}")
            case _ if hasattr(one, "content"):
                made.append(_words(one.content, notes))
            case _:
                made.append(_escaped(plain_text((one,))))
    return "".join(made)


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in text)


def main() -> None:
    """Set one report in one language, in a folder."""
    name, language, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    document = steps.compose(House(ROOT), name, language).document
    path = folder / f"{name}-{language}.luatex.tex"
    path.write_text(written(document, style.read(ROOT / "styles" / "un")), encoding="utf-8")
    command = ["lualatex", "-interaction=batchmode", "-halt-on-error", path.name]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{path.with_suffix('.pdf')}: {used.ru_utime + used.ru_stime:.1f} s")


if __name__ == "__main__":
    main()
