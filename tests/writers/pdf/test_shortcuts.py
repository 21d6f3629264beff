"""What the engine is spared changes nothing: the same bytes as when it does all of it again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from plantin.house.style import Style
from plantin.writers import engine, pdf
from plantin.writers.pdf import caches
from tests.kit.compose import composed

pytestmark = pytest.mark.full

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)
LONG = " ".join(["which the keeper wrote down in the book of the quay"] * 60)
TEXT = f"""# Lamps

The first lamp, H~2~O, *others*, `L 1` and a number, 24.[^a] Again.[^b]

The second lamp[^c] burns.[^long] It burns all night[^d], and the third does not[^e]; the fourth[^f].

(a) An entry.[^a]

    Of two parts.

[^a]: Seen by night.

[^b]: In two parts.

    - one

    - two, *by day*

[^c]: [Les lampes]{{lang=fr}} of the harbour.

[^d]: The same.

[^e]: The same.

[^f]: Last.

[^long]: A long note, {LONG}.
"""
LABELS = """# Lamps

The first.[^a]

(a) An entry.

| a | b |
|---|---|
| 1 | 2 |

: Lamps {#tbl-lamps}

[^a]: Seen.
"""


@pytest.mark.sample(2)
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("body", [TEXT, LABELS], ids=["text", "labels"])
def test_pages_are_those_of_an_engine_that_does_all_of_it(
    house: Style, monkeypatch: pytest.MonkeyPatch, body: str, language: str
) -> None:
    document = composed(body, language=language)
    made = pdf.write(document, house, MOMENT)
    with caches.in_force():
        assert len(caches.rows()) == 9
    monkeypatch.setattr(caches, "rows", list)
    assert pdf.write(document, house, MOMENT) == made


def test_an_engine_that_they_are_not_written_for_does_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert caches.remark() is None
    monkeypatch.setattr(engine, "version", lambda: "71.3")
    assert caches.rows() == []
    remark = caches.remark()
    assert remark is not None
    assert (remark.code, remark.severity, "71.3" in remark.message) == ("D012", "warning", True)


def counted(monkeypatch: pytest.MonkeyPatch, name: str, counts: Callable[..., Any]) -> list[Any]:
    """What ``counts`` gives for each call that the cache ``name`` does not spare the engine, where it gives something."""
    found: list[Any] = []
    once = getattr(caches, name)

    def counting(lay_out: Any) -> Any:
        def counted_layout(*arguments: Any, **named: Any) -> Any:
            if (element := counts(*arguments)) is not None:
                found.append(element)
            return lay_out(*arguments, **named)

        return once(counted_layout)

    monkeypatch.setattr(caches, name, counting)
    return found


def test_a_note_is_laid_out_once_however_many_follow(house: Style, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = 9
    calls = " ".join(f"Lamp {number}.[^n{number}]" for number in range(notes))
    definitions = "\n".join(f"[^n{number}]: Note {number}.\n" for number in range(notes))

    def note(*arguments: Any) -> Any:
        within = arguments[4] if len(arguments) > 4 else None
        return arguments[1].element if type(within).__name__ == "FootnoteAreaBox" else None

    found = counted(monkeypatch, "notes_laid_out_once", note)
    pdf.write(composed(f"# Lamps\n\n{calls}\n\n{definitions}"), house, MOMENT)
    assert len(found) == notes


def test_a_label_is_laid_out_once_however_often_its_line_is_set(house: Style, monkeypatch: pytest.MonkeyPatch) -> None:
    found = counted(monkeypatch, "labels_laid_out_once", lambda _, box, *__: box.element)
    pdf.write(composed(LABELS), house, MOMENT)
    assert found
    assert len(found) == len(set(found))
