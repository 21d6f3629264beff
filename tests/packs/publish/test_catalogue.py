"""What additions say of a report in the catalogue of a release, beside what the press says of it."""

from __future__ import annotations

from typing import Any, cast

import pytest

from plantin.findings import ToolError
from plantin.packs.publish.dcat import listing
from plantin.packs.publish.manifest import ReleaseOrder
from plantin.packs.publish.origin import Origin
from plantin.production.publications import Statement
from tests.kit.compose import composed

ORIGIN = Origin("a" * 40, "2035-06-01T00:00:00+00:00")


def work(**linked: dict[str, object]) -> dict[str, object]:
    """The node of a report of which additions, by their names, state linked data."""
    added = {name: Statement({}, terms) for name, terms in linked.items()}
    reports = {"S-2035-1": {"en": composed("# Lamps\n\nOil.")}}
    graph = listing(ReleaseOrder("1.0"), ORIGIN, reports, {"S-2035-1": ()}, {"S-2035-1": added})["@graph"]
    return next(node for node in cast(Any, graph) if node["@id"] == "#S-2035-1")


def test_values_of_one_term_are_joined() -> None:
    first, second = {"@id": "#a"}, {"@id": "#b"}
    node = work(oil={"isBasedOn": [first], "material": "oil"}, wax={"isBasedOn": [second, first], "burns": "wax"})
    assert node["isBasedOn"] == [first, second]
    assert (node["material"], node["burns"]) == ("oil", "wax")
    assert work(oil={"material": "oil"}, wax={"material": "wax"})["material"] == ["oil", "wax"]


@pytest.mark.parametrize("term", ["@id", "@type", "@graph", "name", "identifier", "dcat:distribution"])
def test_a_term_of_the_press_is_refused(term: str) -> None:
    with pytest.raises(ToolError, match="oil") as caught:
        work(oil={term: "soap"})
    assert caught.value.findings[0].code == "V022"
