"""What pandoc warns of is reported; a pandoc that fails is the operator's, not the author's."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plantin.bounded import limits, process
from plantin.bounded.limits import Limits
from plantin.findings import Finding, ToolError
from plantin.source import pandoc


def test_what_pandoc_warns_of_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """No source is known at which this pandoc warns: its log is written for it."""
    real = process.run

    def warns(command: list[str], **named: Any) -> process.ProcessResult:
        ended = real(command, **named)
        for word in command:
            if word.startswith("--log="):
                rows = [
                    {"verbosity": "WARNING", "type": "Oddity", "pretty": "something odd"},
                    {"verbosity": "INFO", "type": "Resource"},
                ]
                Path(word.removeprefix("--log=")).write_text(json.dumps(rows), "utf-8")
        return ended

    assert pandoc.parse("The lamps are lit.\n", "report.md")[1] == ()
    monkeypatch.setattr(process, "run", warns)
    (finding,) = pandoc.parse("The lamps are lit.\n", "report.md")[1]
    assert (finding.code, finding.message, finding.place.path) == ("S020", "pandoc: something odd", "report.md")


def fake(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let pandoc be this shell script."""
    program = folder / "pandoc"
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PYPANDOC_PANDOC", str(program))


def failed(work: Callable[[], object]) -> Finding:
    with pytest.raises(ToolError) as raised:
        work()
    (finding,) = raised.value.findings
    return finding


def test_a_pandoc_that_fails_is_the_operators(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, monkeypatch, 'echo "cannot go on" >&2; exit 3')
    finding = failed(lambda: pandoc.parse("The lamps are lit.\n", "report.md"))
    assert (finding.code, finding.place.path, finding.message) == ("V001", "report.md", "pandoc failed: cannot go on")
    (tmp_path / "file.docx").write_bytes(b"no Word file")
    assert failed(lambda: pandoc.parse_word(tmp_path / "file.docx")).code == "V001"


def test_a_pandoc_that_is_missing_is_the_operators(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYPANDOC_PANDOC", "/nowhere/pandoc")
    assert (
        failed(lambda: pandoc.parse("Lamps.\n", "report.md")).message
        == "pandoc cannot be started: No such file or directory"
    )


def test_a_pandoc_that_wants_too_much_says_what_to_raise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, monkeypatch, "exit 251")
    monkeypatch.setattr(limits, "_imposed", [Limits(memory=512)])
    finding = failed(lambda: pandoc.parse("Lamps.\n", "report.md"))
    assert (finding.code, finding.message) == ("V011", "pandoc used more than 512 MiB of memory")
    assert "`memory` (now 512) under [limits] in plantin.toml" in finding.hint


def test_a_text_without_end_ends_soon_and_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading a note that calls itself has no end; composing refuses it before, and what is not known yet ends at the
    bound.
    """
    monkeypatch.setattr(pandoc, "_SOURCE", Limits(processor=30, memory=256))
    finding = failed(lambda: pandoc.parse("One.[^a]\n\n[^a]: Itself.[^a]\n", "report.md"))
    assert (finding.code, finding.place.path) == ("V011", "report.md")
    assert "leads to itself" in finding.hint
