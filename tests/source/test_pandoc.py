"""What pandoc warns of is told; a pandoc that fails is the operator's, not the author's."""

from __future__ import annotations

import json
from pathlib import Path

import pypandoc
import pytest

from pipeline.findings import ToolError
from pipeline.source import pandoc


def test_what_pandoc_warns_of_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """No source is known at which this pandoc warns: its log is written for it."""
    real = pypandoc.convert_text

    def warns(body: str, to: str, format: str, extra_args: list[str]) -> str:  # noqa: A002 - pypandoc's own name
        log = next(Path(word.removeprefix("--log=")) for word in extra_args if word.startswith("--log="))
        text = real(body, to, format=format, extra_args=extra_args)
        rows = [{"verbosity": "WARNING", "type": "Oddity", "pretty": "something odd"}, {"verbosity": "INFO", "type": "LoadedResource"}]
        log.write_text(json.dumps(rows), "utf-8")
        return str(text)

    assert pandoc.parse("The lamps are lit.\n", "report.md")[1] == ()
    monkeypatch.setattr(pypandoc, "convert_text", warns)
    (finding,) = pandoc.parse("The lamps are lit.\n", "report.md")[1]
    assert (finding.code, finding.message, finding.place.path) == ("S020", "pandoc: something odd", "report.md")


def test_a_pandoc_that_fails_is_the_operators(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "pandoc"
    asked = f'case "$1" in --version|--list-*) exec "{pypandoc.get_pandoc_path()}" "$@";; esac'
    broken.write_text(f'#!/bin/sh\n{asked}\necho "out of memory" >&2\nexit 251\n', "utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("PYPANDOC_PANDOC", str(broken))
    monkeypatch.setattr(pypandoc, "__pandoc_path", None)
    monkeypatch.setattr(pypandoc, "__version", None)
    with pytest.raises(ToolError) as raised:
        pandoc.parse("The lamps are lit.\n", "report.md")
    (finding,) = raised.value.findings
    assert (finding.code, finding.place.path, raised.value.exit_code) == ("V001", "report.md", 6)
    assert "out of memory" in finding.message
    (tmp_path / "file.docx").write_bytes(b"no Word file")
    with pytest.raises(ToolError, match="V001"):
        pandoc.parse_word(tmp_path / "file.docx")
