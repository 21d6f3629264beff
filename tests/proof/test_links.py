"""Links from one file to another are resolved in what is published together: each kind of address has a spoilt file."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.proof import links
from tests.kit import houses
from tests.kit.command import plantin
from tests.kit.houses import HARBOUR_SLUG as SLUG

BASE = "https://reports.example.org/"
PAGE = '<!DOCTYPE html><html lang="en"><head><title>A</title>{}</head><body><p id="here">A</p>{}</body></html>'
SOUND = {
    "a/index.html": PAGE.format(
        '<link rel="stylesheet" href="../faces.css"><meta http-equiv="refresh" content="0; url=b.html">',
        '<a href="b.html#here">B</a><a href="https://elsewhere.example/x">X</a>'
        '<img src="data:image/gif;base64,AA" srcset="c%20d.png 2x" alt="">',
    ),
    "a/b.html": PAGE.format(
        "",
        f'<a href="{BASE}a/#anything">A</a><a href="/a/">A</a><a href="#here">A</a><a download href="c%20d.png">C</a>',
    ),
    "a/c d.png": "picture",
    "faces.css": '@font-face { src: url("a/c d.png") } ',
    "feed.xml": f'<feed xmlns="http://www.w3.org/2005/Atom"><link href="{BASE}a/b.html"/></feed>',
    "catalogue.jsonld": '{"@graph": [{"contentUrl": "a/b.html"}]}',
    "a/oembed.json": f'{{"html": "<iframe src=\\"{BASE}a/b.html\\"></iframe>", "url": "{BASE}a/"}}',
}


def publish(folder: Path, changed: dict[str, tuple[str, str]]) -> list[str]:
    for name, content in SOUND.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        before, after = changed.get(name, ("", ""))
        assert before in content
        (folder / name).write_text(content.replace(before, after) if before else content, "utf-8")
    return [f"{one.severity} {one.place.path}: {one.message}" for one in links.dead(folder, SOUND, base=BASE)]


def test_links_that_lead_somewhere_are_not_reported(tmp_path: Path) -> None:
    assert publish(tmp_path, {}) == []


@pytest.mark.parametrize(
    ("name", "before", "after", "finding"),
    [
        ("a/index.html", "b.html#here", "c.html", "error a/index.html: leads to “c.html”, where there is no file"),
        ("a/index.html", "b.html#here", "b.html#no", "which the page does not have"),
        ("a/b.html", '"#here"', '"#no"', "error a/b.html: leads to “#no”"),
        ("a/index.html", "url=b.html", "url=d.html", "error a/index.html: leads to “d.html”"),
        ("a/index.html", "../faces.css", "../../faces.css", "which is outside what is published"),
        ("a/index.html", "c%20d.png 2x", "e.png 2x", "error a/index.html: leads to “e.png”"),
        ("a/b.html", '"/a/"', '"/b/"', "error a/b.html: leads to “/b/”"),
        ("a/b.html", 'download href="c%20d.png"', 'download href="c.pdf"', "error a/b.html: leads to “c.pdf”"),
        ("a/b.html", f"{BASE}a/#anything", f"{BASE}b/", f"warning a/b.html: leads to “{BASE}b/”"),
        ("faces.css", "a/c d.png", "a/e.woff2", "error faces.css: leads to “a/e.woff2”"),
        ("feed.xml", "a/b.html", "a/c.html", f"warning feed.xml: leads to “{BASE}a/c.html”"),
        ("catalogue.jsonld", "a/b.html", "a/c.html", "error catalogue.jsonld: leads to “a/c.html”"),
        ("a/oembed.json", "a/b.html", "a/c.html", f"warning a/oembed.json: leads to “{BASE}a/c.html”"),
    ],
)
def test_a_link_that_leads_nowhere_is_reported(
    tmp_path: Path, name: str, before: str, after: str, finding: str
) -> None:
    (found,) = publish(tmp_path, {name: (before, after)})
    assert finding.replace("which the page", "an anchor that the page") in found


def test_a_file_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"\xff")
    (found,) = links.dead(tmp_path, ["a.html"])
    assert found.code == "L107"
    assert "cannot be read" in found.message


def test_check_resolves_the_downloads_of_a_build_folder(tmp_path: Path) -> None:
    home = houses.small(tmp_path).root
    assert plantin("build", "--format", "html,txt", cwd=home).returncode == 0
    assert plantin("check", "--format", "html", cwd=home).returncode == 0
    (home / "build" / SLUG / f"{SLUG}-en.txt").unlink()
    ended = plantin("check", "--format", "html", cwd=home)
    assert ended.returncode == 1
    assert f"build/{SLUG}/{SLUG}-en.html: error L107: leads to “{SLUG}-en.txt”" in ended.stderr.replace("\n", " ")
    assert plantin("build", "--format", "html", cwd=home).returncode == 0
    assert plantin("check", "--format", "html", cwd=home).returncode == 0
