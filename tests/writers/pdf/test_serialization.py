"""The objects of a PDF are serialized once, and the file has the bytes that it would have."""

from __future__ import annotations

import io
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import pydyf
import pytest

from plantin.writers.pdf.assembly import serialize_once


def file(*, compress: bool, finish: Callable[..., None] = lambda *_: None) -> bytes:
    """A page with a picture of a line in a stream, and a dictionary inside another."""
    pdf = pydyf.PDF()
    stream = pydyf.Stream([b"0 0 m", b"100 100 l", b"S"], compress=compress)
    pdf.add_object(stream)
    inner = pydyf.Dictionary({"Length": pydyf.Array([1, pydyf.String("é")])})
    pdf.add_page(
        pydyf.Dictionary({"Type": "/Page", "Parent": pdf.pages.reference, "Contents": stream.reference, "Extra": inner})
    )
    made = io.BytesIO()
    finish(None, pdf)
    pdf.write(made, b"1.7", identifier=True, compress=compress)
    return made.getvalue()


@pytest.mark.parametrize("compress", [False, True])
def test_the_bytes_are_those_of_the_library(compress: bool) -> None:
    assert file(compress=compress, finish=serialize_once) == file(compress=compress)


def test_no_object_of_the_file_is_serialized_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    times: Counter[int] = Counter()
    plain = pydyf.Stream.data.fget

    def counted(stream: Any) -> bytes:
        times[stream.number] += 1
        return bytes(plain(stream))

    monkeypatch.setattr(pydyf.Stream, "data", property(counted))
    file(compress=False)
    assert max(times.values()) > 1, "the library does so: without that, nothing would be shown here"
    times.clear()
    file(compress=False, finish=serialize_once)
    assert set(times.values()) == {1}


def test_the_engine_is_loaded_without_a_search_for_compilers() -> None:
    program = (
        "import sys; started = []\n"
        "sys.addaudithook(lambda event, args: started.append(args[0]) if event == 'subprocess.Popen' else None)\n"
        "from plantin.writers import engine; engine.load()\n"
        "import ctypes.util, weasyprint; print(weasyprint.__version__, started, ctypes.util.find_library.__name__)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.split() == [known(), "[]", "find_library"], told.stdout


def known() -> str:
    """The version of the engine that the press knows."""
    import weasyprint

    return str(weasyprint.__version__)
