"""What pandoc, liblouis, the voice and the library for drawings answer is kept, for the same question alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import resvg_py

from plantin.bounded import limits, process
from plantin.bounded.limits import Limits
from plantin.findings import ToolError
from plantin.packs.braille import louis
from plantin.packs.sound.writer import voice
from plantin.source import pandoc
from tests.kit.asked_once import asked_once


def test_pandoc_is_asked_again_where_the_question_is_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    run = process.run

    def counted(command: Any, **named: Any) -> process.ProcessResult:
        asked.append(named["given"].decode())
        return run(command, **named)

    monkeypatch.setattr(process, "run", counted)
    with asked_once(tmp_path):
        one = pandoc.parse("Lamps, $a$.\n", "report.md")
        assert pandoc.parse("Lamps, $a$.\n", "report.md") == one
        assert [given.startswith("Lamps") for given in asked] == [True, False]
        assert pandoc.parse("Lamps, $a$.\n", "other.md")[0][0].place.path == "other.md"
        assert len(asked) == 2
        assert pandoc.parse("Piers, $a$.\n", "report.md") != one
        assert len(asked) == 3
        monkeypatch.setattr(limits, "_imposed", [Limits(memory=512)])
        assert pandoc.parse("Lamps, $a$.\n", "report.md") == one
        assert len(asked) == 5
        monkeypatch.setenv("PYPANDOC_PANDOC", "/nowhere/pandoc")
        with pytest.raises(ToolError):
            pandoc.parse("Lamps, $a$.\n", "report.md")


def test_a_drawing_is_made_again_where_it_or_a_face_is_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[dict[str, Any]] = []
    monkeypatch.setattr(resvg_py, "svg_to_bytes", lambda **options: made.append(options) or b"%d" % len(made))
    face = tmp_path / "face.ttf"
    face.write_bytes(b"face")
    with asked_once(tmp_path):
        drawn = [
            resvg_py.svg_to_bytes(svg_string=words, font_files=[str(face)]) for words in ("<svg/>", "<svg/>", "<svg />")
        ]
        assert drawn == [b"1", b"1", b"2"]
        face.write_bytes(b"another")
        assert resvg_py.svg_to_bytes(svg_string="<svg/>", font_files=[str(face)]) == b"3"


def test_cells_and_sound_are_made_again_where_what_is_given_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    monkeypatch.setattr(louis, "_ask", lambda *given: made.append(given) or ["⠁"])
    monkeypatch.setattr(voice, "_run_program", lambda *given: made.append(given) or b"%d" % len(made))
    with asked_once(tmp_path):
        for lines, table, options in ((["a"], "en", ()), (["b"], "en", ()), (["b"], "fr", ()), (["b"], "fr", ("-b",))):
            assert louis._ask(lines, table, options) == louis._ask(lines, table, options) == ["⠁"]
        assert len(made) == 4
        told = [
            voice._run_program(command, given) for command in (["lame"], ["lame", "-t"]) for given in (b"a", b"b", b"a")
        ]
        assert told == [b"5", b"6", b"5", b"7", b"8", b"7"]
        assert [voice._run_program(["another-voice"], b"a") for _ in range(2)] == [b"9", b"10"]
