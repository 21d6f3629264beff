"""Every kind of node has a method of the abstract writer, so that a writer without it cannot be made."""

from __future__ import annotations

from plantin.writers.writer import METHODS, Writer


def test_each_kind_of_node_has_an_abstract_method_of_its_name() -> None:
    assert set(METHODS.values()) == set(Writer.__abstractmethods__)
