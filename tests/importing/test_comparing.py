"""Files of one report compared: ours say the same, one that was spoilt does not, and neither do those of other programs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.findings import SourceError
from pipeline.house.layout import House
from pipeline.importing.comparing.differences import differences
from pipeline.importing.comparing.said import Said, read
from pipeline.model.document import Document
from tests.kit.command import plantin
from tests.kit.editions import Editions
from tests.kit.houses import ROOT, in_un

PAGE = """<!DOCTYPE html><html lang="{language}"><head><title>{title}</title></head><body><main><h1>{title}</h1>
<h2>{oil}</h2><p>{text} 1,250 {lamps}.<sup><a href="#n1" id="c1">1</a></sup></p><h2>{wicks}</h2><p>{more} 30.</p>
<ol><li id="n1">{note} <a href="#c1">back</a></li></ol></main></body></html>"""
ENGLISH = {"language": "en", "title": "On lamps", "oil": "Oil", "text": "It had", "lamps": "lamps", "wicks": "Wicks", "more": "It had"}
FRENCH = {"language": "fr", "title": "Des lampes", "oil": "Huile", "text": "Il en eut", "lamps": "", "wicks": "Mèches", "more": "Il en eut"}


@pytest.fixture
def home(tmp_path: Path) -> House:
    (tmp_path / "sources").mkdir()
    for part in ("styles", "locales"):
        (tmp_path / part).symlink_to(ROOT / part)
    return in_un(tmp_path)


def put(home: House, name: str, content: str | bytes) -> Path:
    path = home.root / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def said(home: House, name: str, content: str | bytes) -> Said:
    return read(home, put(home, name, content))


def codes(first: Said, other: Said) -> set[str]:
    return {finding.code for finding in differences(first, other)}


def test_our_editions_say_the_same_in_every_format(home: House, harbour: Document, store: Editions) -> None:
    files = [said(home, f"a.{kind}", store.content(harbour, kind)) for kind in ("docx", "html", "epub", "pdf")]
    assert all(one.ours for one in files)
    assert [codes(files[0], other) for other in files[1:]] == [set()] * 3
    assert len(files[0].headings) == 5
    assert len(files[0].notes or ()) == 3


@pytest.mark.parametrize(
    ("pattern", "new", "code"),
    [
        (r"State of the lamps</h2>", "State of lamps</h2>", "P030"),
        (r'(aria-label="Paragraph 3\.">)3\.', r"\g<1>4.", "P030"),
        (r'<li id="note-3">.*?</li>\n', "", "P031"),
        (r"The log has two parts", "The log has three parts", "P031"),
        (r"holds 2 mg", "holds 97 mg", "P033"),
        (r"lamps that they cannot see", "lamps that they can see", "P034"),
    ],
)
def test_a_spoilt_edition_differs(pattern: str, new: str, code: str, home: House, harbour: Document, store: Editions) -> None:
    page = store.content(harbour, "html").decode()
    spoilt = re.sub(pattern, new, page, flags=re.DOTALL)
    assert spoilt != page
    assert code in codes(said(home, "a.html", page), said(home, "b.html", spoilt))


def test_files_of_others_are_compared(home: House) -> None:
    one = said(home, "a.html", PAGE.format(note="Of oil.", **ENGLISH))
    assert not one.ours
    assert (len(one.headings), one.notes, one.calls) == (2, ("Of oil.",), 1)
    assert codes(one, said(home, "b.html", PAGE.format(note="Of oil.", **ENGLISH))) == set()
    without = re.sub(r"<sup>.*?</sup>|<ol>.*?</ol>", "", PAGE, flags=re.DOTALL).format(note="", **ENGLISH)
    assert "P031" in codes(one, said(home, "c.html", without))
    table = "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table></main>"
    assert "P032" in codes(one, said(home, "d.html", PAGE.format(note="Of oil.", **ENGLISH).replace("</main>", table)))


def test_two_languages_are_compared_by_structure_and_figures(home: House) -> None:
    one = said(home, "a.html", PAGE.format(note="Of oil.", **ENGLISH))
    french = PAGE.replace("1,250", "1\u202f250").format(note="D’huile.", **FRENCH)
    assert codes(one, said(home, "b.html", french)) == set()
    assert codes(one, said(home, "c.html", french.replace("30.", "31."))) == {"P033"}
    assert "P030" in codes(one, said(home, "d.html", french.replace("<h2>Mèches</h2>", "")))


def test_the_command_has_a_table_and_an_exit_code(home: House) -> None:
    put(home, "a.html", PAGE.format(note="Of oil.", **ENGLISH))
    put(home, "b.html", PAGE.format(note="Of wicks.", **ENGLISH))
    same = plantin("compare", "a.html", "a.html", cwd=home.root)
    assert same.returncode == 0
    assert "2 files say the same" in same.stdout
    other = plantin("compare", "a.html", "b.html", cwd=home.root)
    assert other.returncode == 1
    assert "P031" in other.stderr
    alone = plantin("compare", "a.html", cwd=home.root)
    assert (alone.returncode, "U031" in alone.stderr) == (2, True)


def test_a_pdf_without_tags_is_refused(home: House) -> None:
    import weasyprint

    content = weasyprint.HTML(string="<p>Lamps.</p>").write_pdf(pdf_tags=False)
    with pytest.raises(SourceError, match="without tags"):
        said(home, "a.pdf", content)
