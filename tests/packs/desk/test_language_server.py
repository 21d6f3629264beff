"""The language server, asked by a client of the protocol in a process of its own: findings as they are typed, what may
be typed at a place, what will be printed there.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from plantin.house.layout import House
from plantin.packs.desk.language_server.analysis import Draft
from tests.kit.command import COMMAND, plantin
from tests.kit.houses import ROOT

pytestmark = pytest.mark.full

HEAD = "---\nsymbol: R/2026/{}\ntitle: Lamps\ndate: 2026-01-05\nbibliography: refs.bib\n---\n\n"
TEXT = """# Oil

It burns.[^fuel] See [](#wicks) and [](R-2026-1#pier); 🜂 [@li2012].

# Wicks {#wicks}

[]{#count}There are five.

[^fuel]: Or wax.
"""
BIB = "@book{li2012, title={Lamps of the coast}, author={Li, Wei}, year={2012}, publisher={River}}\n"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    tmp_path = tmp_path_factory.mktemp("house")
    for number, text in ((1, "# Lamps {#pier}\n\nThey burn.\n"), (2, TEXT)):
        folder = tmp_path / "sources" / f"R-2026-{number}"
        folder.mkdir(parents=True)
        (folder / "report.md").write_text(HEAD.format(number) + text, "utf-8")
        (folder / "refs.bib").write_text(BIB, "utf-8")
    (tmp_path / "plantin.toml").write_text('style = "plain"\n', "utf-8")
    return House(tmp_path)


def at(text: str, words: str) -> tuple[int, int]:
    """The line and the column, from 0, after ``words``."""
    before = text[: text.index(words) + len(words)]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


@pytest.fixture(scope="module")
def resolved(house: House) -> Draft:
    made = Draft(house, "R-2026-2", (house.report("R-2026-2")).read_text("utf-8"))
    assert {one.code for one in made.findings()} == {"R008", "S103"}
    return made


@pytest.fixture
def draft(resolved: Draft) -> Draft:
    return replace(resolved)


def typed(draft: Draft, words: str) -> Iterator[tuple[str, str]]:
    """What may be typed where ``words`` are at the end of the source."""
    draft.text += f"\n{words}"
    return ((one.label, one.detail) for one in draft.completions(*at(draft.text, words)))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("As in [](#", [("wicks", "section II"), ("count", "para. 2"), ("fuel", "note 1")]),
        ("As in [](R-2026-1#", [("pier", "section I")]),
        ("As in [](R", [("R-2026-1", "")]),
        ("Oil[^", [("fuel", "Or wax.")]),
        ("See [@", [("li2012", "Lamps of the coast")]),
        ("Plain words", []),
    ],
)
def test_what_may_be_typed(words: str, expected: list[tuple[str, str]], draft: Draft) -> None:
    found = [(label, detail.replace("\u00a0", " ")) for label, detail in typed(draft, words)]
    assert [one for one in found if one[0] in dict(expected) or not expected] == expected


def test_fields_that_are_not_given_yet_may_be_typed_in_the_front_matter(draft: Draft) -> None:
    draft.text = draft.text.replace("bibliography: refs.bib", "sub")
    labels = [one.label for one in draft.completions(*at(draft.text, "\nsub"))]
    assert ("subtitle" in labels, "title" in labels) == (True, False)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("[](#wi", "section II"),
        ("[](R-2026-1#pi", "section I"),
        ("[^fu", "Or wax."),
        ("@li20", "Lamps of the coast"),
        ("# Wicks {#w", "section II"),
        ("It bu", ""),
    ],
)
def test_what_will_be_printed(words: str, expected: str, draft: Draft) -> None:
    assert draft.printed_words(*at(draft.text, words)).replace("\u00a0", " ") == expected


async def conversation(house: House) -> tuple[list[list[str]], list[str], str]:
    """The codes of each round of findings, completions and the hover that a client is given."""
    from lsprotocol import types
    from pygls.lsp.client import LanguageClient

    client = LanguageClient("test", "1")
    rounds: asyncio.Queue[list[str]] = asyncio.Queue()

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def _found(params: Any) -> None:
        rounds.put_nowait(
            [f"{one.code}:{one.range.start.line}:{one.range.start.character}" for one in params.diagnostics]
        )

    os.environ["PYTHONPATH"] = os.pathsep.join((str(ROOT / "pipeline"), os.environ.get("PYTHONPATH", "")))
    await client.start_io(sys.executable, *COMMAND[1:], "lsp", "--root", str(house.root))
    await client.initialize_async(types.InitializeParams(types.ClientCapabilities(), root_uri=house.root.as_uri()))
    client.initialized(types.InitializedParams())
    path = house.report("R-2026-2")
    uri, text = path.as_uri(), path.read_text("utf-8")
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, types.LanguageKind.Markdown, 1, text))
    )
    found = [await asyncio.wait_for(rounds.get(), 120)]
    wrong = text.replace("; 🜂 [", "; 🜂 [](#wick) [")
    change = types.TextDocumentContentChangeWholeDocument(wrong)
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(types.VersionedTextDocumentIdentifier(2, uri), [change])
    )
    found.append(await asyncio.wait_for(rounds.get(), 120))
    line, column = at(wrong, "[](#")
    items = await client.text_document_completion_async(
        types.CompletionParams(types.TextDocumentIdentifier(uri), types.Position(line, column))
    )
    labels = [one.label for one in items.items] if isinstance(items, types.CompletionList) else []
    line, column = at(wrong, "# Wicks {#w")
    hover = await client.text_document_hover_async(
        types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(line, column))
    )
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()
    words = hover.contents.value if hover and isinstance(hover.contents, types.MarkupContent) else ""
    return found, labels, words


def test_an_editor_is_given_findings_as_they_are_typed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.environ.get("PYTHONPATH", ""))
    # In a thread: the browser's tests leave the loop of their own running in this one.
    with ThreadPoolExecutor(1) as thread:
        (before, after), labels, hover = thread.submit(lambda: asyncio.run(conversation(house))).result()
    assert not any(code.startswith("R001") for code in before)
    # The sign before it takes two units of UTF-16.
    line = HEAD.count("\n") + 2
    column = len("It burns.[^fuel] See [](#wicks) and [](R-2026-1#pier); 🜂 ".encode("utf-16-le")) // 2
    assert f"R001:{line}:{column}" in after
    assert {"wicks", "count"} <= set(labels)
    assert hover.replace("\u00a0", " ") == "section II"


def test_without_its_library_the_command_says_how_to_get_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "plantin.packs.desk.language_server.server", None)
    ended = plantin("lsp", cwd=house.root)
    assert (ended.returncode, "V023" in ended.stderr, "plantin[lsp]" in ended.stderr) == (6, True, True)


def test_the_hover_of_a_reference_of_any_length_is_short_and_comes_at_once(draft: Draft) -> None:
    text = draft.text
    for times, expected in ((19, ""), (200, ", …"), (200_000, None)):
        draft.text = f"{text}\n[](#wicks{',count' * times})\n"
        began = time.process_time()
        words = draft.printed_words(*at(draft.text, "[](#wicks,co")).replace("\u00a0", " ")
        # The longest line is no line of a source, whose language is then not known.
        assert words == ("" if expected is None else f"section II{', para. 2' * 19}{expected}")
        assert time.process_time() - began < 2


@pytest.mark.parametrize("line", ["{#" * 100_000, "[^" * 100_000, "](" * 100_000, "[@" * 100_000, "{" * 200_000])
def test_no_line_keeps_an_editor_waiting(line: str, draft: Draft) -> None:
    draft.text += f"\n{line} "
    last = draft.text.count("\n")
    began = time.process_time()
    assert draft.printed_words(last, len(line) // 2) == ""
    assert not list(draft.completions(last, len(line) + 1))
    assert time.process_time() - began < 2


def _message(**fields: object) -> bytes:
    content = json.dumps({"jsonrpc": "2.0", **fields}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(content), content)


@pytest.mark.sample(2)
@pytest.mark.parametrize("ending", ["terminated", "interrupted", "editor gone", "exit"])
def test_a_server_at_work_ends_at_once_and_says_nothing(house: House, ending: str) -> None:
    text = f"{HEAD.format(2)}[](#count{',count' * 200_000})\n"
    document = {"uri": house.report("R-2026-2").as_uri(), "languageId": "markdown", "version": 1, "text": text}
    capabilities: dict[str, object] = {"processId": None, "rootUri": house.root.as_uri(), "capabilities": {}}
    command = [*COMMAND, "lsp", "--root", str(house.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        assert server.stdin
        assert server.stdout
        server.stdin.write(_message(id=1, method="initialize", params=capabilities))
        server.stdin.flush()
        assert server.stdout.readline().startswith(b"Content-Length")
        server.stdin.write(_message(method="initialized", params={}))
        server.stdin.write(_message(method="textDocument/didOpen", params={"textDocument": document}))
        if ending == "exit":
            server.stdin.write(_message(id=2, method="shutdown"))
            server.stdin.write(_message(method="exit"))
        server.stdin.flush()
        time.sleep(2)
        if ending in {"terminated", "interrupted"}:
            server.send_signal(signal.SIGTERM if ending == "terminated" else signal.SIGINT)
        elif ending == "editor gone":
            server.stdin.close()
            server.stdin = None
        _, said = server.communicate(timeout=30)
    assert (server.returncode, said) == (0, b"")
