"""The preview server against those who ask slowly, in crowds, badly, or from elsewhere, and in houses where something
is odd.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import resource
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from plantin.house.layout import House
from plantin.house.screens import Screen
from plantin.packs.desk import server as serving
from plantin.packs.desk.server import Server, server, site
from tests.kit.houses import own

pytestmark = pytest.mark.full

SLUG, OTHER = "A-1-1", "A-1-2"
REPORT = (
    '---\nsymbol: {}\norgan: General Assembly\ntitle: "Lamps"\ndate: 2035-06-01\n---\n\n# Lamps\n\nThe first lamp'
    " burns.\n"
)
PARTS = ("styles/un", "locales/en")


@pytest.fixture
def home(tmp_path: Path) -> House:
    house = own(tmp_path, SLUG, REPORT.format("A/1/1"), *PARTS)
    house.report(OTHER).parent.mkdir()
    house.report(OTHER).write_text(REPORT.format("A/1/2"), "utf-8")
    return house


@pytest.fixture
def running(home: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(serving, "_ASKING", 1.0)
    monkeypatch.setattr(serving, "_IDLE", 1.0)
    with ThreadPoolExecutor(2) as executor, server(home, 0, executor) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def get(running: Server, path: str = "/", **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", running.server_port, timeout=30)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read().decode("utf-8")
    connection.close()
    return answer.status, body


def connected(running: Server, sent: bytes = b"") -> socket.socket:
    found = socket.create_connection(("127.0.0.1", running.server_port), timeout=20)
    found.sendall(sent)
    return found


def ended(connection: socket.socket) -> bool:
    """Whether the server ends the connection before the socket's time is over, whatever it says before."""
    with contextlib.suppress(ConnectionError):
        while connection.recv(65536):
            pass
    return True


def test_slow_and_silent_clients_are_put_out_and_keep_nobody_waiting(running: Server) -> None:
    slow = [connected(running, b"GET / HTTP/1.1\r\nHost: " * (number % 2)) for number in range(200)]
    start = time.monotonic()
    assert get(running)[0] == 200
    assert time.monotonic() - start < 10
    assert threading.active_count() < 80
    assert all(ended(connection) for connection in slow)
    for connection in slow:
        connection.close()


def test_a_client_that_sends_letter_by_letter_is_put_out(running: Server) -> None:
    connection = connected(running)
    start = time.monotonic()
    with pytest.raises(ConnectionError):  # noqa: PT012 - which letter it is does not matter
        while time.monotonic() - start < 15:
            connection.sendall(b"G")
            time.sleep(0.2)
    connection.close()


def test_a_big_file_is_streamed_and_who_does_not_read_it_is_put_out(running: Server, home: House) -> None:
    folder = home.build / SLUG
    folder.mkdir(parents=True)
    with (folder / f"{SLUG}-en.pdf").open("wb") as file:
        file.truncate(400 * 2**20)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    asked = f"GET /build/{SLUG}/{SLUG}-en.pdf HTTP/1.1\r\nHost: 127.0.0.1:{running.server_port}\r\n\r\n".encode()
    idle = [connected(running, asked) for _ in range(20)]
    reading = connected(running, asked)
    head = reading.recv(4096)
    assert b" 200 " in head
    assert b"Content-Length: 419430400" in head
    reading.close()
    time.sleep(3)
    assert get(running)[0] == 200
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024
    for connection in idle:
        connection.close()


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET http://[::1 HTTP/1.1",
        b"GET",
        b"GET / HTTP/9.x",
        b"GET / / HTTP/1.1",
        b"\x00\x01\x02",
        b"GET /%00\xff\xfe HTTP/1.1 \xff",
        b"GET " + b"/" * 70_000 + b" HTTP/1.1",
        b"get / HTTP/1.1",
        b"GET elsewhere HTTP/1.1",
    ],
)
def test_what_is_no_request_gets_an_answer_that_says_so(running: Server, request_line: bytes) -> None:
    connection = connected(running, request_line + f"\r\nHost: 127.0.0.1:{running.server_port}\r\n\r\n".encode())
    answer = b""
    with contextlib.suppress(ConnectionError):
        while piece := connection.recv(65536):
            answer += piece
    connection.close()
    assert answer.split(b"\r\n")[0].split(b" ")[1][:1] in {b"4", b"5"} or answer.startswith(b"4")
    assert b"Traceback" not in answer
    assert get(running)[0] == 200


@pytest.mark.parametrize("name", ["Host", "Origin", "Sec-Fetch-Site", "Accept-Language"])
@pytest.mark.parametrize("value", [b"\xff\xfe", b"[::1", b"\x1b[2J", b"a" * 60_000, "\u202emoc".encode()])
def test_headers_of_any_bytes_get_an_answer(
    running: Server, name: str, value: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    host = b"" if name == "Host" else f"Host: 127.0.0.1:{running.server_port}\r\n".encode()
    connection = connected(
        running, b"GET / HTTP/1.1\r\n" + host + name.encode() + b": " + value + b"\r\nConnection: close\r\n\r\n"
    )
    answer = connection.recv(65536)
    connection.close()
    assert answer.split(b" ")[1] in ({b"403"} if name in {"Host", "Origin"} else {b"200", b"403"})
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}, 200),
        ({"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Mode": "cors"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1"}, 403),
    ],
)
def test_other_origins_get_nothing(running: Server, headers: dict[str, str], status: int) -> None:
    assert get(running, f"/{SLUG}/en", **headers)[0] == status


def test_who_waits_for_changes_leaves_connections_to_others(running: Server) -> None:
    request = f"GET /{SLUG}/en/events HTTP/1.1\r\nHost: 127.0.0.1:{running.server_port}\r\n\r\n".encode()
    held = [connected(running, request) for _ in range(30)]
    told = [one.recv(12) for one in held]
    assert told.count(b"HTTP/1.0 503") == 30 - told.count(b"HTTP/1.0 200") == 6
    assert get(running)[0] == 200
    for one in held:
        one.close()


def test_a_report_that_takes_long_keeps_no_other_waiting(running: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    made = site.facing_page

    def slow(house: House, report: serving.site.pages.Report, screen: Screen, language: str, state: str) -> str:
        if report.slug == SLUG:
            released.wait(30)
        return made(house, report, screen, language, state)

    monkeypatch.setattr(site, "facing_page", slow)
    monkeypatch.setattr(site, "_PATIENCE", 0.2)
    try:
        assert "is being made" in get(running, f"/{SLUG}/en")[1]
        assert "is being made" in get(running, f"/{SLUG}/en")[1]
        monkeypatch.setattr(site, "_PATIENCE", 30)
        assert "The first lamp burns" in get(running, f"/{OTHER}/en")[1]
    finally:
        released.set()
    assert "The first lamp burns" in get(running, f"/{SLUG}/en")[1]


def test_a_locale_that_is_a_folder_is_reported_on_the_page(running: Server, home: House) -> None:
    words = home.root / "locales" / "en" / "locale.toml"
    words.unlink()
    words.mkdir()
    status, page = get(running, f"/{SLUG}/en")
    assert status == 200
    assert "locales/en/locale.toml" in page
    assert "folder" in page


def test_a_list_without_end_is_reported_on_the_page(running: Server, home: House) -> None:
    home.report(SLUG).write_text(REPORT.format("A/1/1") + "\n" + "- " * 1500 + "x\n", "utf-8")
    status, page = get(running, f"/{SLUG}/en")
    assert status == 200
    assert "cannot be shown" in page


def test_a_source_that_is_a_pipe_is_reported_in_the_list(running: Server, home: House) -> None:
    home.report(SLUG).unlink()
    os.mkfifo(home.report(SLUG))
    status, page = get(running)
    assert status == 200
    assert "is a pipe" in page
