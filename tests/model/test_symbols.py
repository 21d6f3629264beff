"""Document symbols of any publisher: what is one, and the name of a file that it becomes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plantin.findings import SourceError
from plantin.house.configuration import folder_of
from plantin.model import symbols
from plantin.source import front_matter
from plantin.source import text as source_text

HERE = Path(__file__).parent


def lines(name: str) -> list[str]:
    return [line for line in (HERE / name).read_text("utf-8").splitlines() if line and not line.startswith("# ")]


REAL, NONE = lines("document_symbols.txt"), lines("no_document_symbols.txt")


def head(symbol: str) -> front_matter.FrontMatter:
    quoted = symbol.replace("\\", "\\\\").replace('"', '\\"')
    fields = f'---\nsymbol: "{quoted}"\ntitle: Lamps\ndate: 2035-06-01\n---\n'
    return front_matter.read(source_text.parse(fields, "report.md"))


def read_back(name: str) -> str:
    """The symbol that a name with _ or ~ stands for, by a table of its own."""
    opened = False
    out = []
    for sign in re.findall(r"___|__|-_|--|.", name):
        if sign == "~":
            opened = not opened
            out.append("(" if opened else ")")
        else:
            out.append({"_": " ", "__": ":", "___": "_", "-": "/", "--": "-", "-_": "+"}.get(sign, sign))
    return "".join(out)


def test_the_lists_are_long_enough() -> None:
    assert len(set(REAL)) >= 200
    assert len(set(NONE)) >= 50


@pytest.mark.parametrize("symbol", REAL)
def test_forms_that_publishers_use_are_symbols(symbol: str) -> None:
    assert head(symbol).symbol == symbol


@pytest.mark.parametrize("symbol", NONE)
def test_what_is_none_is_refused_with_what_is_wrong(symbol: str) -> None:
    with pytest.raises(SourceError) as caught:
        head(symbol)
    (finding,) = caught.value.findings
    assert finding.code == "S007"
    assert finding.place.line == 2
    assert re.fullmatch(
        "Write letters and figures with marks between them: "
        "(it is|it has|no symbol has|a bracket|a mark|an asterisk) .+\\.",
        finding.hint,
    )


@pytest.mark.parametrize(
    ("symbol", "name"),
    [
        ("S/2017/97", "S-2017-97"),
        ("A/90/12/Add.1", "A-90-12-Add.1"),
        ("A/71/344*", "A-71-344"),
        ("DRAFT/lamps-report", "DRAFT-lamps-report"),
        ("S/RES/2253(2015)", "S-RES-2253-2015"),
        ("A/72/5 (Vol. II)", "A-72-5_~Vol._II~"),
        ("COM(2021) 206 final", "COM~2021~_206_final"),
        ("ISO 14289-1:2014", "ISO_14289--1__2014"),
    ],
)
def test_names_of_files(symbol: str, name: str) -> None:
    assert symbols.slug(symbol) == name


def test_no_two_symbols_have_the_same_name() -> None:
    issued = [symbol for symbol in REAL if not symbol.endswith("*")]
    # A file system may not tell small letters from capitals.
    assert len({symbols.slug(symbol).lower() for symbol in issued}) == len(issued)
    assert len({str(folder_of(symbol)).lower() for symbol in issued}) == len(issued)


@pytest.mark.parametrize("symbol", REAL)
def test_a_name_is_safe_and_is_read_back(symbol: str) -> None:
    name = symbols.slug(symbol)
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._~-]*", name)
    assert not name.endswith(".")
    if re.search("[_~]", name):
        assert read_back(name) == symbol.removesuffix("*")


WORDS = st.text("AZaz019", min_size=1, max_size=4)
INSIDE = st.builds("".join, st.tuples(WORDS, st.sampled_from(["", " ", ". ", "-", "/", "+"]), st.just("1")))
LATER = st.one_of(
    st.builds("{}{}".format, st.sampled_from(["/", "-", ".", ". ", " ", ":", "_", "+"]), WORDS),
    st.builds("{}({}) 2".format, st.sampled_from(["", " ", "/", "-", "."]), INSIDE),
    st.builds("{}({})2".format, st.sampled_from(["", " "]), INSIDE),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.builds(lambda first, later: f"{first}{''.join(later)}", WORDS, st.lists(LATER, max_size=5)))
def test_symbols_that_nobody_has_yet_are_read_back(symbol: str) -> None:
    name = symbols.slug(symbol)
    if not symbols.fault(symbol) and re.search("[_~]", name):
        assert read_back(name) == symbol


def test_an_address_has_the_symbol_as_an_address_can_have_it() -> None:
    assert symbols.address("https://d.example/{language}/{symbol}", "A/72/5 (Vol. II)", "fr") == (
        "https://d.example/fr/A/72/5%20(Vol.%20II)"
    )
    assert symbols.address("https://d.example/{unspaced}", "S/RES/2253 (2015)") == "https://d.example/S/RES/2253(2015)"
