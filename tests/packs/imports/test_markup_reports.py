"""Texts and pages as repositories and sites have them: pictures elsewhere, templates, boxes, formulas, fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.house.layout import House
from plantin.packs.imports import receive
from plantin.packs.imports.received import GivenFields
from tests.packs.imports.test_tree import PNG


def _came(home: House, path: Path, text: str, given: GivenFields | None = None) -> tuple[receive.ImportResult, str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    arrived = receive.import_file(home, path, given)
    return arrived, (home.root / arrived.path).read_text("utf-8")


def _codes(arrived: receive.ImportResult) -> list[str]:
    return [finding.code for finding in arrived.findings()]


@pytest.mark.parametrize("target", ["plan.png", "../media/plan.png", "/media/plan.png", "media/plan%2Epng?raw=1"])
def test_a_picture_is_found_beside_above_and_from_the_root_of_the_site(home: House, target: str) -> None:
    site = home.root / "site"
    for folder in ("docs", "media", "docs/media"):
        (site / folder).mkdir(parents=True)
    for name in ("docs/plan.png", "media/plan.png", "docs/media/plan.png"):
        (site / name).write_bytes(PNG)
    _, text = _came(home, site / "docs" / "lamps.md", f"# Lamps\n\nThey burn.\n\n![A plan]({target})\n")
    assert "](media/plan.png)" in text


def test_a_picture_that_is_nowhere_is_found_in_the_folder_that_is_given(home: House) -> None:
    page = home.root / "a" / "lamps.md"
    words = "# Lamps\n\nThey burn.\n\n![A plan](gone/plan.png)\n"
    arrived, _ = _came(home, page, words)
    assert "--pictures" in str(arrived.findings())
    (home.root / "kept").mkdir()
    (home.root / "kept" / "plan.png").write_bytes(PNG)
    _, text = _came(home, page, words.replace("Lamps", "Oil"), GivenFields({"symbol": "A/1"}, home.root / "kept"))
    assert "](media/plan.png)" in text


@pytest.mark.parametrize("target", ["../../../../../etc/plan.png", "media/../../plan.png", "link/plan.png"])
def test_a_picture_that_leads_out_is_not_read(home: House, target: str) -> None:
    site = home.root / "one" / "two"
    site.mkdir(parents=True)
    (home.root / "out").mkdir()
    (home.root / "out" / "plan.png").write_bytes(PNG)
    (site / "link").symlink_to(home.root / "out")
    arrived, text = _came(home, site / "lamps.md", f"# Lamps\n\nThey burn.\n\n![A plan]({target})\n")
    assert "plan.png" not in text
    assert "S058" in _codes(arrived)


def test_code_of_templates_is_left_out_and_named_and_code_is_kept(home: House) -> None:
    text = "# Lamps\n\n{% include nav.html %}\n\nThey {{ verb }} burn.\n{: .note}\n\n`{% raw %}` is code.\n"
    arrived, body = _came(home, home.root / "lamps.md", text)
    assert "include" not in body
    assert "They burn." in " ".join(body.split())
    assert "`{% raw %}` is code." in body
    assert "code of a template" in str(arrived.findings())
    assert arrived.exit_code() == 0


def test_formulas_of_one_letter_and_beside_elements_of_a_page_are_formulas(home: House) -> None:
    _, plain = _came(home, home.root / "a.md", "# Lamps\n\nThe cost $d$ is $c = a^2 + b$, or $5 and $6.\n")
    assert "$d$ is $c = a^2 + b$, or \\$5 and \\$6" in plain
    _, paged = _came(home, home.root / "b.md", "# Lamps\n\n<details>More</details>\n\nThe cost is $c = a^2 + b$.\n")
    assert "The cost is $c = a^2 + b$." in paged


def test_symbol_and_organ_of_the_fields_are_taken(home: House) -> None:
    fields = "---\ntitle: Lamps\nsymbol: WU/2035/4\norgan: Security Council\nlayout: page\n---\n\nThey burn.\n"
    arrived, text = _came(home, home.root / "lamps.md", fields)
    assert "symbol: WU/2035/4" in text
    assert 'organ: "Security Council"' in text
    (left,) = (one for one in arrived.left_out if "fields before" in one.message)
    assert "layout: page" in left.message
    assert "symbol" not in left.message


def test_an_index_is_named_after_its_folder_and_long_names_are_cut(home: House) -> None:
    first, _ = _came(home, home.root / "harbours" / "index.md", "# One\n\nText.\n")
    second, _ = _came(home, home.root / "lamps" / "index.md", "# Two\n\nText.\n")
    assert {first.path, second.path} == {"sources/DRAFT-harbours/report.md", "sources/DRAFT-lamps/report.md"}
    third, _ = _came(home, home.root / "Eastern-Arabic-numbering.md", "# Three\n\nText.\n")
    assert third.path == "sources/DRAFT-Eastern-Arabic/report.md"


BOX = "<h3>How lamps are counted</h3><p>Every evening two keepers count them, one from each end of the harbour.</p>"


@pytest.mark.parametrize("around", ['<div class="sidebar">{}</div>', "<aside>{}</aside>"])
def test_a_box_with_text_is_a_box_and_a_list_of_links_is_navigation(home: House, around: str) -> None:
    links = '<aside><a href="/a">One</a> <a href="/b">Two</a></aside>'
    page = f"<html><body><main><h1>Lamps</h1><p>They burn.</p>{around.format(BOX)}{links}<p>That is all.</p></main></body></html>"
    arrived, text = _came(home, home.root / "lamps.html", page)
    assert "::: {.box}\nHow lamps are counted\n\nEvery evening two keepers" in text
    assert "One Two" not in text
    assert arrived.exit_code() == 0


def test_who_is_quoted_stays_and_text_that_is_left_out_is_an_error(home: House) -> None:
    quoted = "<blockquote><p>It is dark.</p><footer>A keeper of the harbour</footer></blockquote>"
    words = (
        "Nobody reads what is here, beside the main part of the page, though it is a whole paragraph of words and no link. "
        * 2
    )
    page = f"<html><body><main><h1>Lamps</h1><p>{'They burn all night. ' * 40}</p>{quoted}</main><div>{words}</div></body></html>"
    arrived, text = _came(home, home.root / "lamps.html", page)
    assert "A keeper of the harbour" in text
    (lost,) = (one for one in arrived.left_out if one.severity == "error")
    assert "Nobody reads" in lost.message
    assert arrived.exit_code() == 1


def test_the_folder_of_images_of_asciidoc(home: House) -> None:
    (home.root / "images").mkdir()
    (home.root / "images" / "plan.png").write_bytes(PNG)
    words = (
        "= Lamps\n:imagesdir: images\n\nThey burn.footnote:[Of oil.]\n\n.A plan\nimage::plan.png[Lamps on a coast]\n"
    )
    arrived, text = _came(home, home.root / "lamps.adoc", words)
    assert "](media/plan.png)" in text
    assert arrived.exit_code() == 0
