"""Catalogues go to translators' tools as XLIFF 1.2 and 2.1, valid by the schemas, and come back letter for letter."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage.xliff import Xliff1File

from plantin.packs.exchange import xliff_files
from plantin.translation import formats, inline, po
from plantin.translation.merging import merge
from plantin.translation.po import Catalogue, PoEntry

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[3]
CATALOGUES = sorted([*ROOT.glob("locales/*/*.po"), *ROOT.glob("examples/*/locales/*/*.po")])
KINDS = ("xliff", "xliff-2.1")
SCHEMAS = {"xliff": "xliff-core-1.2-transitional.xsd", "xliff-2.1": "xliff-core-2.0.xsd"}
MESSAGE = (
    "*Two* lamps[^log] of [](#oil), [see](https://a.example/b) ![a lamp](media/lamp.svg){width=90%} in [feu]{lang=fr}."
)
ENTRY = PoEntry("paragraph:two-lamps.1", MESSAGE, MESSAGE.replace("Two", "Deux").replace("lamps", "lampes"))


def schema(kind: str) -> etree.XMLSchema:
    folder = Path(__file__).parent / "schemas"
    text = (folder / SCHEMAS[kind]).read_text("utf-8")
    for place in ("http://www.w3.org/2001/xml.xsd", "informativeCopiesOf3rdPartySchemas/w3c/xml.xsd"):
        text = text.replace(f'"{place}"', f'"{(folder / "xml.xsd").as_uri()}"')
    return etree.XMLSchema(etree.fromstring(text.encode()))


def in_states(catalogue: Catalogue) -> Catalogue:
    """The catalogue with messages in each state, with comments, previous texts and reviews."""

    def changed(n: int, entry: PoEntry) -> PoEntry:
        match n % 4:
            case 0:
                return replace(entry, translation="", review="")
            case 1:
                return replace(entry, stale=True, previous=f"Once: {entry.original}", review="")
            case 2:
                return replace(entry, review="", comments=("Sounds right.",))
            case _:
                return entry

    return replace(catalogue, entries=tuple(itertools.starmap(changed, enumerate(catalogue.entries))))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_catalogue_is_valid_and_comes_back(tmp_path: Path, path: Path, kind: str) -> None:
    whole = po.read_catalogue(path, path.name)
    for catalogue in (whole, in_states(whole)):
        made = formats.write(catalogue, path.stem, "en", kind)
        schema(kind).assertValid(etree.fromstring(made))
        file = tmp_path / f"x{formats.suffixes()[kind]}"
        file.write_bytes(made)
        back = formats.read(file, file.name, Catalogue("", ""))[0]
        assert (back.language, back.report) == (catalogue.language, path.stem)
        assert [(one.context, one.original, one.translation) for one in back.units] == [
            (one.context, one.original, one.translation or one.original) for one in catalogue.entries
        ]
        merged = merge(catalogue, back, file.name, path.stem)
        assert merged.catalogue.entries == catalogue.entries
        assert merged.findings == []
        empty = replace(catalogue, entries=tuple(PoEntry(one.context, one.original) for one in catalogue.entries))
        filled = merge(empty, back, file.name, path.stem, "theirs").catalogue
        finished = [one.translation if one.state in ("translated", "reviewed") else "" for one in catalogue.entries]
        assert [one.translation for one in filled.entries] == finished


@pytest.mark.parametrize("kind", KINDS)
def test_an_identifier_does_not_depend_on_other_messages(kind: str) -> None:
    catalogue = po.read_catalogue(CATALOGUES[0])
    names = [
        [
            str(one.get("id"))
            for one in etree.fromstring(formats.write(found, "R", "en", kind)).iter("{*}unit", "{*}trans-unit")
        ]
        for found in (catalogue, replace(catalogue, entries=(ENTRY, *catalogue.entries)))
    ]
    assert names[0] == names[1][1:]
    assert len(set(names[0])) == len(catalogue.entries)


def test_marks_are_inline_elements_with_words_that_say_what_they_are() -> None:
    old, new = (etree.fromstring(formats.write(Catalogue("x.po", "fr", (ENTRY,)), "R", "en", kind)) for kind in KINDS)
    source = old.find(".//{*}source")
    assert source is not None
    assert [one.get("equiv-text") for one in source if "end of" not in str(one.get("equiv-text"))] == [
        "italics", "note log", "reference to oil", "link to https://a.example/b", "picture media/lamp.svg", "in fr",
    ]  # fmt: skip
    source, target = new.find(".//{*}source"), new.find(".//{*}target")
    assert source is not None
    assert target is not None
    note = source.find("{*}ph[@subType='plantin:note']")
    assert note is not None
    assert (note.get("disp"), note.get("canDelete"), note.get("canCopy")) == ("note log", "no", "no")
    emphasis = source.find("{*}pc[@subType='xlf:i']")
    assert emphasis is not None
    assert (emphasis.text, emphasis.get("canDelete"), emphasis.get("type")) == ("Two", None, "fmt")
    assert [one.get("id") for one in source] == [one.get("id") for one in target]


@pytest.mark.parametrize("kind", KINDS)
def test_a_mark_that_a_tool_left_empty_is_that_of_the_original(tmp_path: Path, kind: str) -> None:
    root = etree.fromstring(formats.write(Catalogue("x.po", "fr", (ENTRY,)), "R", "en", kind))
    target = root.find(".//{*}target")
    assert target is not None
    for one in target.iter("{*}ph", "{*}bpt", "{*}ept"):
        one.text = None
        one.attrib.pop("dataRef", None)
    for one in target.iter("{*}pc"):
        del one.attrib["dataRefStart"], one.attrib["dataRefEnd"]
    file = tmp_path / f"x{formats.suffixes()[kind]}"
    file.write_bytes(etree.tostring(root))
    assert formats.read(file, file.name, Catalogue("", ""))[0].units[0].translation == ENTRY.translation


def test_notes_of_the_new_version_are_read(tmp_path: Path) -> None:
    text = formats.write(Catalogue("x.po", "fr", (ENTRY,)), "R", "en", "xliff-2.1").decode().replace("Deux", "Trois")
    text = text.replace("<originalData", '<notes><note category="x">Sounds right.</note></notes><originalData', 1)
    file = tmp_path / "x.xliff"
    file.write_text(text, "utf-8")
    merged = merge(Catalogue("x.po", "fr", (ENTRY,)), formats.read(file, "x", Catalogue("", ""))[0], "x", "R")
    (entry,) = merged.catalogue.entries
    assert (entry.translation.startswith("*Trois*"), entry.comments) == (True, ("Sounds right.",))


@pytest.mark.parametrize("kind", KINDS)
def test_the_previous_text_is_a_match(kind: str) -> None:
    stale = replace(ENTRY, stale=True, previous="One lamp[^log].")
    root = etree.fromstring(formats.write(Catalogue("x.po", "fr", (stale,)), "R", "en", kind))
    (before,) = root.iter("{*}alt-trans", "{*}match")
    source = before.find("{*}source")
    assert source is not None
    assert "One lamp" in str(source.text)
    assert before.get("type", "tm") in ("am", "mt", "icm", "idm", "tb", "tm", "other"), "XLIFF 2.1, 5.1.4.9"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_translate_toolkit_saves_a_file_that_comes_back(tmp_path: Path, path: Path) -> None:
    """What Weblate and Virtaal do: the toolkit reads each unit as text with elements, and writes it back."""
    catalogue = po.read_catalogue(path, path.name)
    store = Xliff1File.parsestring(formats.write(catalogue, path.stem, "en", "xliff"))
    assert len(store.units) == len(catalogue.entries)
    for unit in store.units:
        unit.rich_target = unit.rich_target
    (tmp_path / "rich.xlf").write_bytes(bytes(store))
    store = Xliff1File.parsestring(formats.write(catalogue, path.stem, "en", "xliff"))
    for unit in store.units:
        unit.target = str(unit.target)
    (tmp_path / "plain.xlf").write_bytes(bytes(store))
    for name in ("rich.xlf", "plain.xlf"):
        back = merge(catalogue, formats.read(tmp_path / name, name, Catalogue("", ""))[0], name, path.stem)
        assert back.catalogue.entries == catalogue.entries, name
        assert dict(back.fates) == {"same": len(catalogue.entries)}, name


@settings(deadline=None)
@given(st.text("ab *_^~[]()!#@$`\\{}<>.=/lang\n", max_size=40))
def test_what_is_divided_is_whole_again(text: str) -> None:
    assert inline.join_parts(inline.divide(text)) == text


@settings(deadline=None)
@given(st.text("ab *_^~[]()!#@$`\\{}<>.=/", min_size=1, max_size=30), st.text("ab*[]()#^_{}`$", max_size=30))
def test_whatever_marks_a_message_has_it_comes_back(text: str, translation: str) -> None:
    entry = PoEntry("x", text, translation)
    for kind in KINDS:
        root = etree.fromstring(formats.write(Catalogue("x.po", "fr", (entry,)), "R", "en", kind))
        (unit,) = xliff_files.units_of(root).units
        assert (unit.original, unit.translation) == (text, translation or text)
