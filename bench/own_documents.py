"""Documents of our own making, as other programs write them: the corpus of bench/foreign.py that needs no network.

    python bench/own_documents.py FOLDER

writes some 80 files and their list, own.tsv: ordinary Word reports by python-docx with Word's own features (automatic and typed numbers, fields,
captions, references, notes, formulas, merged cells, boxes), the same saved again by LibreOffice and pandoc, and files of
markup with the pictures and the marks that people put into them. Same command, same documents.
"""

from __future__ import annotations

import itertools
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pypandoc

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.own_word import FEATURES, report
from bench.own_words import LANGUAGES, Prose

PNG_SIZE = 48, 32


def picture(shade: int = 120) -> bytes:
    """A picture in PNG: bars, so that it is not of one colour."""
    width, height = PNG_SIZE
    rows = b"".join(
        b"\0" + b"".join(bytes((shade, (x * 5) % 256, (y * 7) % 256)) for x in range(width)) for y in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _sections(prose: Prose, count: int = 4) -> Iterator[tuple[str, list[str]]]:
    for _ in range(count):
        yield prose.heading(), [prose.paragraph() for _ in range(3)]


def markdown(n: int, language: str) -> str:
    """A text in Markdown, as repositories have them: front matter, notes, tables, pictures, formulas, templates."""
    prose = Prose(language, n)
    out = [f"---\ntitle: {prose.heading()}\nlayout: page\n---\n"] if n % 2 else [f"# {prose.heading()}\n"]
    for k, (heading, texts) in enumerate(_sections(prose), 1):
        typed = ("", f"{k}. ", f"{k}.{k} ", f"[20{k}9] EWHC {k} ")[n % 4]
        out.append(f"## {typed}{heading}\n\n{texts[0]}[^n{k}] `light --now`\n\n- {texts[1]}\n- **{prose.heading()}**\n")
        out.append(f"[^n{k}]: {prose.sentence()}\n")
        if k == 1:
            out.append(f"![{prose.heading()}](../media/plan.png)\n\n| {prose.word()} | {prose.word()} |\n|---|--:|\n"
                       f"| {prose.word()} | 1,200 |\n| {prose.word()} | 34 |\n")  # fmt: skip
        if k == 2 and n % 3 == 0:
            out.append('{% include nav.html %}\n\n{: .note datetime="2020"}\n\nThe cost is $c = a^2 + b$ and $d$.\n')
        if k == 3:
            out.append(f"1. {prose.sentence()}\n2. {prose.sentence()}\n   1. {prose.sentence()}\n\n> {texts[2]}\n\n"
                       f"See [the site](https://example.org/lamps?x=1) or <https://example.org>. ⚓ こねこ\n")  # fmt: skip
            out.append("<details><summary>More</summary>\n\nWhat is **hidden** here.\n\n</details>\n" if n % 2 else "")
        if k == 4 and n % 2 == 0:
            out.append("$$\nE = m c^2\n$$\n\n```python\nprint('lamp')\n```\n")
    return "\n".join(out)


def page(n: int, language: str) -> str:
    """A page of HTML with what leads about the site, boxes, asides, tables, figures and notes."""
    prose = Prose(language, n)
    parts = []
    for k, (heading, texts) in enumerate(_sections(prose, 5), 1):
        number = ("", f"{k}. ", f"{k} ", f"§ {k} ")[n % 4]
        parts.append(
            f'<h2 id="s{k}">{number}{heading}</h2><p>{texts[0]}<sup><a href="#fn{k}" id="r{k}">{k}</a></sup></p>'
        )
        parts.append(f"<p>{texts[1]} <a href='#s1'>{prose.heading()}</a></p>")
        if k == 1:
            parts.append(f'<figure><img src="/media/plan.png" alt="{prose.heading()}"><figcaption>Figure {k}. {prose.heading()}'
                         "</figcaption></figure>")  # fmt: skip
        if k == 2:
            box = f"<h3>{prose.heading()}</h3><p>{texts[2]}</p><p>{prose.paragraph()}</p><ul><li>{prose.sentence()}</li></ul>"
            parts.append((f'<div class="sidebar">{box}</div>', f"<aside>{box}</aside>")[n % 2])
        if k == 3:
            rows = "".join(f"<tr><td>{prose.word()}</td><td>{9 * r}</td><td>{r}.5</td></tr>" for r in range(1, 5))
            parts.append(f"<table><caption>Table 1. {prose.heading()}</caption><tr><th rowspan=2>{prose.word()}</th><th colspan=2>"
                         f"{prose.word()}</th></tr><tr><th>a</th><th>b</th></tr>{rows}</table>")  # fmt: skip
        if k == 4:
            items = "".join(f"<li>{prose.sentence()}</li>" for _ in range(3))
            parts.append(
                f'<ol start="{n + 1}">{items}</ol><blockquote><p>{texts[2]}</p><footer>{prose.heading()}</footer></blockquote>'
            )
    notes = "".join(f'<li id="fn{k}">{prose.sentence()} <a href="#r{k}">↩</a></li>' for k in range(1, 6))
    links = "".join(f'<li><a href="/{k}">{prose.word()}</a></li>' for k in range(6))
    return (f'<!DOCTYPE html><html lang="{language}"><head><title>{prose.heading()} | {prose.word()}</title></head><body><nav><ul>{links}'
            f'</ul></nav><main><h1>{prose.heading()}</h1>{"".join(parts)}<section class="footnotes"><ol>{notes}</ol></section></main>'
            f"<footer><p>{prose.sentence()}</p></footer></body></html>")  # fmt: skip


def asciidoc(n: int, language: str) -> str:
    """A text in AsciiDoc with attributes, notes, admonitions, blocks and pictures."""
    prose = Prose(language, n)
    out = [f"= {prose.heading()}\n:imagesdir: images\n:product: Lamp\n:toc:\n"]
    for k, (heading, texts) in enumerate(_sections(prose), 1):
        out.append(f"== {heading}\n\n{texts[0]} {{product}}.footnote:[{prose.sentence()}]\n\n{texts[1]}\n")
        out.append((f".{prose.heading()}\nimage::plan.png[{prose.heading()}]\n", f"NOTE: {prose.sentence()}\n",
                    f".{prose.heading()}\n|===\n|{prose.word()} |{prose.word()}\n\n|{prose.word()} |12\n|{prose.word()} |7\n|===\n",
                    f". {prose.sentence()}\n. {prose.sentence()}\n\n****\n{prose.paragraph()}\n****\n")[k - 1])  # fmt: skip
    return "\n".join(out)


def text(n: int, language: str) -> str:
    """Plain text with typed numbers."""
    prose, number = Prose(language, n), itertools.count(1)
    out = [prose.heading(), ""]
    for k, (heading, texts) in enumerate(_sections(prose, 3)):
        out += [f"{('I', 'II', 'III')[k]}. {heading}", ""]
        out += [line for one in texts for line in (f"{next(number)}. {one}", "")]
    return "\n".join(out)


def _made(folder: Path, name: str, content: str | bytes) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)


def _office(folder: Path, source: str, ending: str, name: str) -> None:
    """``source`` saved by LibreOffice as the file ``name``."""
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(("soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless", "--convert-to", ending,
                        "--outdir", scratch, str(folder / source)), check=True, capture_output=True, timeout=300)  # fmt: skip
        (folder / name).write_bytes((Path(scratch) / f"{Path(source).stem}.{ending.partition(':')[0]}").read_bytes())


def _pandoc(folder: Path, source: str, to: str, name: str) -> None:
    kind = {".md": "gfm+footnotes", ".html": "html"}[Path(source).suffix]
    pypandoc.convert_file(
        str(folder / source), to, kind, ["--standalone", f"--resource-path={folder}"], outputfile=str(folder / name)
    )


_SPOKEN = ("en", "fr", "es", "ru", "de", "ar", "zh")


def written(folder: Path) -> list[str]:
    """The names of the files that are written into ``folder``."""
    names: list[str] = []

    def add(name: str, content: str | bytes) -> None:
        _made(folder, name, content)
        names.append(name)

    for name in ("media/plan.png", "images/plan.png", "docs/plan.png"):
        _made(folder, name, picture())
    for n, features in enumerate(FEATURES):
        add(f"word-{n:02}.docx", report(n, _SPOKEN[n % 5] if n > 9 else "en", features, picture(40 + 9 * n)))
    kinds: tuple[tuple[str, str, Callable[[int, str], str], int], ...] = (
        ("md", "docs/text-{}.md", markdown, 12), ("html", "page-{}.html", page, 12), ("adoc", "text-{}.adoc", asciidoc, 6),
        ("txt", "plain-{}.txt", text, 4),
    )  # fmt: skip
    for _, form, make, count in kinds:
        for n in range(count):
            language = _SPOKEN[n % len(_SPOKEN)]
            add(form.format(n), make(n, language if language in LANGUAGES else "en"))
    for n in range(8):
        _office(folder, f"word-{n:02}.docx", "docx", f"office-{n:02}.docx")
        names.append(f"office-{n:02}.docx")
    for n in range(5):
        _office(folder, f"word-{n + 3:02}.docx", "odt", f"office-{n}.odt")
        _office(folder, f"page-{n}.html", "odt:writer8", f"page-{n}.odt") if n < 2 else None
        names += [f"office-{n}.odt", *([f"page-{n}.odt"] if n < 2 else [])]
    _office(folder, "word-01.docx", "html", "office-1.html")
    names.append("office-1.html")
    for to, ending in (("docx", "docx"), ("epub", "epub"), ("odt", "odt"), ("latex", "tex"), ("rst", "rst"), ("docbook5", "xml"),
                       ("jats", "jats.xml"), ("org", "org")):  # fmt: skip
        for n in (0, 3) if to in ("docx", "epub", "latex", "rst") else (1,):
            _pandoc(folder, f"docs/text-{n}.md" if n else "page-0.html", to, f"pandoc-{n}.{ending}")
            names.append(f"pandoc-{n}.{ending}")
    return names


if __name__ == "__main__":
    root = Path(sys.argv[1])
    rows = (f"{name}\tour own, {name}\tbench/own_documents.py" for name in written(root))
    (root / "own.tsv").write_text("\n".join(rows) + "\n", "utf-8")
