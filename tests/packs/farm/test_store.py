"""A store of made editions: machines take each other's work, and take nothing that is not what it says."""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plantin.files import BuildRecord, digest
from plantin.findings import ToolError
from plantin.packs.farm import store as stores
from plantin.packs.farm.store import SECRET, Store, open_store
from tests.kit.command import Ended, plantin
from tests.kit.houses import small

pytestmark = pytest.mark.full

NAME = "S-1/S-1-en.html"
MADE_OF = {"document": "d", "style": "s"}
CONTENT = b"<p>\n" * 1000


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket on a server of this machine that speaks S3."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    name = f"editions-{secrets.token_hex(4)}"
    made = open_store(f"s3://{name}/reports")
    assert made.files is not None
    made.files.mkdir(name)
    yield made.address
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "shared") if request.param == "folder" else str(request.getfixturevalue("bucket"))


def put(address: str) -> None:
    open_store(address).put(NAME, BuildRecord(MADE_OF, digest(CONTENT), ("1 a",)), CONTENT)


def entry(store: Store) -> str:
    (path,) = entries(store)
    return path


def entries(store: Store) -> list[str]:
    """Every entry that is in a store."""
    if store.files is not None:
        return [str(path) for path in store.files.find(store.root)]
    return [str(path) for path in Path(store.root).rglob("*") if path.is_file()]


def test_what_one_machine_made_another_takes(address: str) -> None:
    assert open_store(address).get(NAME, MADE_OF) is None
    put(address)
    found = open_store(address).get(NAME, MADE_OF)
    assert found
    assert (found.content, found.record) == (CONTENT, BuildRecord(MADE_OF, digest(CONTENT), ("1 a",)))
    assert open_store(address).get(NAME, MADE_OF | {"style": "another"}) is None
    assert open_store(address).get("S-1/S-1-fr.html", MADE_OF) is None


def longer(whole: bytes) -> bytes:
    return whole + b"more"


def other_words(whole: bytes) -> bytes:
    return whole.replace(b"<p>", b"<b>", 1)


def other_words_and_their_digest(whole: bytes) -> bytes:
    """By somebody who knows the form, but not the secret."""
    line, _, content = whole.partition(b"\n")
    head, changed = json.loads(line), other_words(content)
    head.pop("seal")
    head["content"] = head["result"] = digest(changed)
    forged = Store("", b"", None, "")._seal(head)
    return json.dumps(head | {"seal": forged}).encode() + b"\n" + changed


def pages_that_begin_elsewhere(whole: bytes) -> bytes:
    return whole.replace(b"1 a", b"9 a", 1)


def a_seal_in_other_letters(whole: bytes) -> bytes:
    return whole.replace(b'"seal": "', '"seal": "\u043f'.encode(), 1)


def half_a_letter(whole: bytes) -> bytes:
    return whole.replace(b'"seal": "', b'"seal": "\\ud800', 1)


def deep(whole: bytes) -> bytes:
    return whole.replace(b'"remarks": [', b'"more": ' + b"[" * 90_000 + b"]" * 90_000 + b', "remarks": [', 1)


def no_entry(_whole: bytes) -> bytes:
    return b"not json\n"


def a_list(_whole: bytes) -> bytes:
    return b"[]\n"


POISON: list[Callable[[bytes], bytes]] = [
    longer,
    other_words,
    pages_that_begin_elsewhere,
    no_entry,
    a_list,
    other_words_and_their_digest,
    a_seal_in_other_letters,
    half_a_letter,
    deep,
]


@pytest.mark.parametrize("poison", POISON)
def test_a_poisoned_entry_is_reported_and_not_taken(
    poison: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, "known to our machines")
    put(str(tmp_path))
    store = open_store(str(tmp_path))
    path = Path(entry(store))
    path.write_bytes(poison(path.read_bytes()))
    assert store.get(NAME, MADE_OF) is None
    (told,) = store.take_findings()
    assert (told.code, told.severity) == ("V016", "warning")
    assert NAME in told.message
    put(str(tmp_path))
    assert store.get(NAME, MADE_OF), "what was made again is put in its place"
    assert not store.take_findings()


def a_folder(path: Path) -> None:
    path.mkdir()


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_link_out(path: Path) -> None:
    path.symlink_to("/etc/hostname")


def a_ring(path: Path) -> None:
    path.symlink_to(path.name)


def a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [a_folder, a_pipe, a_link_out, a_ring, a_device])
def test_one_entry_that_is_no_file_costs_one_edition(make: Callable[[Path], None], tmp_path: Path) -> None:
    put(str(tmp_path))
    store = open_store(str(tmp_path))
    path = Path(entry(store))
    path.unlink()
    make(path)
    assert store.get(NAME, MADE_OF) is None
    store.put(NAME, BuildRecord(MADE_OF, digest(CONTENT)), CONTENT)
    assert {(one.code, one.severity) for one in store.take_findings()} == {("V016", "warning")}
    store.put("S-1/S-1-fr.html", BuildRecord(MADE_OF, digest(CONTENT)), CONTENT)
    assert store.get("S-1/S-1-fr.html", MADE_OF), "the others are taken"


def test_an_entry_in_a_folder_that_is_a_file_costs_one_edition(tmp_path: Path) -> None:
    put(str(tmp_path))
    store = open_store(str(tmp_path))
    folder = Path(entry(store)).parent
    shutil.rmtree(folder)
    folder.write_bytes(b"")
    assert store.get(NAME, MADE_OF) is None
    assert not store.lost
    store.put(NAME, BuildRecord(MADE_OF, digest(CONTENT)), CONTENT)
    assert not store.lost


def test_a_secret_of_any_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET, os.fsdecode(b"\xff\xfe"))
    put(str(tmp_path))
    assert open_store(str(tmp_path)).get(NAME, MADE_OF)


def test_an_entry_in_the_place_of_another_is_not_taken(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    put(store.address)
    theirs = entry(store)
    store.put(NAME, BuildRecord({"document": "e"}, digest(b"x")), b"x")
    (ours,) = (path for path in entries(store) if path != theirs)
    shutil.copy(theirs, ours)
    assert store.get(NAME, {"document": "e"}) is None
    assert store.take_findings()[0].code == "V016"


def test_an_entry_larger_than_any_edition_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(str(tmp_path))
    monkeypatch.setattr(stores, "_LARGEST", 0)
    monkeypatch.setattr(stores, "_HEAD", 100)
    store = open_store(str(tmp_path))
    assert store.get(NAME, MADE_OF) is None
    assert store.take_findings()[0].code == "V016"


def test_who_does_not_have_the_secret_takes_nothing_that_is_sealed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(str(tmp_path))
    monkeypatch.setenv(SECRET, "known to our machines")
    assert open_store(str(tmp_path)).get(NAME, MADE_OF) is None
    put(str(tmp_path))
    assert open_store(str(tmp_path)).get(NAME, MADE_OF)
    monkeypatch.setenv(SECRET, "another")
    assert open_store(str(tmp_path)).get(NAME, MADE_OF) is None
    monkeypatch.delenv(SECRET)
    assert open_store(str(tmp_path)).get(NAME, MADE_OF) is None


def test_a_store_that_fails_is_reported_once_and_given_up(tmp_path: Path) -> None:
    (tmp_path / "shared").write_text("a file where the folder should be", "utf-8")
    store = open_store(str(tmp_path / "shared"))
    store.put(NAME, BuildRecord(MADE_OF, digest(CONTENT)), CONTENT)
    store.put(NAME, BuildRecord(MADE_OF, digest(CONTENT)), CONTENT)
    assert store.get(NAME, MADE_OF) is None
    (told,) = store.take_findings()
    assert (told.code, told.severity) == ("V017", "warning")


def test_a_bucket_that_gives_no_answer_is_given_up(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "_PATIENCE", {"connect_timeout": 1, "read_timeout": 1, "retries": {"max_attempts": 0}})
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    store = open_store(bucket)
    assert store.get(NAME, MADE_OF) is None
    assert store.take_findings()[0].code == "V017"
    assert store.get(NAME, MADE_OF) is None
    assert not store.take_findings()


@pytest.mark.parametrize(
    "wrong",
    [
        "nothing-of-the-kind://bucket",
        "gs://bucket/reports",
        "dir://",
        "reference://x",
        "jupyter://localhost:1/a",
        "memory://a",
        "http://localhost/a",
        "sftp://host/a",
        "filecache::s3://bucket",
        "s3://a::file:///b",
        "github://a:b@/",
        "a\x00b",
        "s3://[",
        "file://\x00",
    ],
)
def test_an_address_that_cannot_be_used_is_an_error(wrong: str) -> None:
    with pytest.raises(ToolError) as raised:
        open_store(wrong)
    assert raised.value.findings[0].code == "V017"
    assert "plantin[store]" in raised.value.findings[0].hint


def test_without_fsspec_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fsspec", None)
    with pytest.raises(ToolError, match=r"plantin\[store\]"):
        open_store("s3://bucket/reports")
    for address in (str(tmp_path / "shared"), f"file://{tmp_path}/shared"):
        put(address)
        assert open_store(address).get(NAME, MADE_OF)
    assert len(entries(open_store(str(tmp_path / "shared")))) == 1


def built(root: Path, store: str, *more: str) -> Ended:
    return plantin("build", "--language", "en", "--format", "html,txt", "--store", store, *more, cwd=root)


def bytes_of(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "build").glob("[!.]*/*.*")}


@pytest.fixture
def houses(tmp_path: Path) -> list[Path]:
    """The same house on two machines."""
    roots = [tmp_path / "one", tmp_path / "two"]
    for root in roots:
        root.mkdir()
        small(root)
    return roots


def test_a_second_machine_makes_nothing_and_has_the_same_bytes(houses: list[Path], address: str) -> None:
    one, two = houses
    first = built(one, address)
    assert first.stdout.count("made in") == 2, first.stderr
    second = built(two, address)
    assert second.stdout.count("from the store") == 2, second.stdout + second.stderr
    assert bytes_of(two) == bytes_of(one)
    assert plantin("check", "--language", "en", "--format", "html,txt", cwd=two).returncode == 0


def test_a_poisoned_edition_is_reported_and_made_again(houses: list[Path], tmp_path: Path) -> None:
    one, two = houses
    shared = tmp_path / "shared"
    built(one, str(shared))
    for path in shared.rglob("*/*"):
        if path.is_file() and b"<html" in path.read_bytes():
            path.write_bytes(other_words(path.read_bytes()))
    second = built(two, str(shared))
    assert second.returncode == 0
    assert "V016" in second.stderr
    assert (second.stdout.count("from the store"), second.stdout.count("made in")) == (1, 1)
    assert bytes_of(two) == bytes_of(one)
    shutil.rmtree(two / "build")
    assert built(two, str(shared), "--strict").stdout.count("from the store") == 2, "the entry is sound again"


def test_the_environment_names_a_store_and_the_house_does_not(houses: list[Path], tmp_path: Path) -> None:
    one, two = houses
    call = ("build", "--language", "en", "--format", "txt")
    variables = {"PLANTIN_STORE": str(tmp_path / "shared")}
    assert "made in" in plantin(*call, cwd=one, **variables).stdout
    told = plantin(*call, "--json", cwd=two, **variables).stdout
    assert [json.loads(line)["event"] for line in told.splitlines()] == ["planned", "fetched"]
    assert list((tmp_path / "shared").iterdir())
    settings = one / "plantin.toml"
    settings.write_text(f'{settings.read_text("utf-8")}\n[store]\naddress = "{tmp_path / "elsewhere"}"\n', "utf-8")
    ended = plantin(*call, cwd=one)
    assert ended.returncode == 5
    assert "plantin.toml:3:1: error D020" in ended.stderr
    assert not (tmp_path / "elsewhere").exists()
