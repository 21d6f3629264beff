"""What is imported is a PDF that passes its check at once, whatever letters it is in."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.auditors.pdf.read_order import read_order
from tests.kit.command import plantin

LINE = "يضيء الحارس المجلس عند الغروب ويراقب الميناء."


@pytest.mark.slow
def test_a_title_from_right_to_left_and_letters_of_no_face_pass_the_check(tmp_path: Path) -> None:
    # The second page has the title in its head; there is no face with the last letters.
    text = "\n\n".join(["# المجلس الميناء 2035 الشتاء", *[LINE] * 45, "The lamp said こねこ ⚓ at 18.00."])
    (tmp_path / "received.md").write_text(text, "utf-8")
    assert plantin("new", "house", "--from", "received.md", cwd=tmp_path).returncode == 0
    for command in ("build", "check"):
        done = plantin(command, "--format", "pdf", cwd=tmp_path / "house")
        assert done.returncode == 0, done.stdout + done.stderr
    assert "0 differences" in done.stdout


def test_a_painted_line_is_put_into_the_order_in_which_it_is_read() -> None:
    said = "المجلس (S/2035/8) الميناء"
    painted = "ءانيملا )S/2035/8( سلجملا"
    assert read_order(painted) == said
    assert read_order(said[:6][::-1]) == said[:6]
    assert read_order("12.5 (a)") == "12.5 (a)"
