"""Which tests are run: with ``--ends`` the first and the last parameters of each test that the marks leave."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from _pytest import mark
from _pytest.config import PytestPluginManager

from tests import conftest
from tests.kit.houses import ROOT


class Item:
    """What pytest's selection asks of a test."""

    path = ROOT / "tests" / "test_lamps.py"

    def __init__(self, parameter: int, *marks: pytest.MarkDecorator) -> None:
        self.nodeid = f"tests/test_lamps.py::test_oil[{parameter}]"
        self.marks = marks

    def iter_markers(self) -> list[pytest.Mark]:
        return [one.mark for one in self.marks]


def test_the_ends_are_those_of_the_tests_that_are_selected() -> None:
    items = [Item(0, pytest.mark.slow), *map(Item, range(1, 5)), Item(5, pytest.mark.slow)]
    gone: list[Item] = []

    def deselect(items: list[Item]) -> None:
        gone.extend(items)

    hooks = SimpleNamespace(pytest_deselected=deselect)
    option = SimpleNamespace(keyword="", markexpr="not slow")
    config = SimpleNamespace(option=option, hook=hooks, getoption=lambda name: name == "--ends", getini=lambda _: False)
    manager = PytestPluginManager()
    manager.register(mark)
    manager.register(conftest)
    manager.hook.pytest_collection_modifyitems(session=None, config=config, items=items)
    assert [item.nodeid[-2] for item in items] == ["1", "4"]
    assert len(gone) == 4
