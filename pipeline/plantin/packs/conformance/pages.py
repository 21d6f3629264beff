"""Has the pages of a site, and of a running server, judged: no release has a record of them."""

from __future__ import annotations

import re
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from plantin.bounded import html
from plantin.bounded.bytes import MIB, read
from plantin.findings import Place, UsageError
from plantin.house.layout import House
from plantin.packs.conformance.evidence import Record
from plantin.proof import gate
from plantin.validators import Judgement, ValidatorChoice

_MARK = ".plantin-site"
_SEARCH = "pagefind"
_EDITION = b"default-src 'none'; style-src 'unsafe-inline'"
"""Of the policy of an edition, which has a record of its own, and of no page of a site."""
_MEDIA = ("audio", "video", "iframe", "object", "embed", "canvas")
_LARGEST = 64 * MIB
_MOST_PAGES = 60
_PATIENCE = 60
_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"[^>]*>')


def of_site(house: House, folder: Path, asked: ValidatorChoice) -> Record:
    """Return the record of the pages of the site in ``folder``. Raises UsageError (CNF006): it is no site."""
    if not (folder / _MARK).is_file():
        raise UsageError.of("CNF006", "is no site", Place(str(folder)), "Make one: plantin site")
    paths = [path for path in sorted(folder.rglob("*.html")) if _SEARCH not in path.parts and not path.is_symlink()]
    pages = {path.relative_to(folder).as_posix(): path for path in paths if _EDITION not in read(path, _LARGEST)[:1024]}
    return _record(house, {f"site/{name}": path for name, path in pages.items()}, asked)


def of_server(house: House, address: str, asked: ValidatorChoice) -> Record:
    """Return the record of the pages of a running server, as it delivers them to a reader whose browser runs no
    scripts, each with its style sheets. Raises UsageError (CNF006): it does not answer.
    """
    with tempfile.TemporaryDirectory() as scratch:
        named = {}
        for number, (page, content) in enumerate(_fetch_all(address), 1):
            path = Path(scratch) / f"{number}.html"
            path.write_bytes(content)
            named[f"serve{page}"] = path
        return _record(house, named, asked)


def _fetch_all(address: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and markup of each page of the server that its first page leads to."""
    origin = urlsplit(address)[:2]
    waiting, seen = [urljoin(address, "/")], set[str]()
    while waiting and len(seen) < _MOST_PAGES:
        page = waiting.pop(0)
        if page in seen:
            continue
        seen.add(page)
        kind, content = _get(page)
        if not kind.startswith("text/html") or b'rel="stylesheet"' not in content:
            continue  # an edition, which the server shows as it is
        markup = content.decode("utf-8", "replace")
        markup = _SHEET.sub(lambda match: f"<style>{_get(urljoin(page, match[1]))[1].decode()}</style>", markup)  # noqa: B023
        yield urlsplit(page).path, markup.encode()
        links = (urljoin(page, link.get("href", "").partition("#")[0]) for link in html.parse(content).iter("a"))
        waiting += [link for link in links if urlsplit(link)[:2] == origin and "?" not in link]


def _get(address: str) -> tuple[str, bytes]:
    try:
        with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:  # noqa: S310 - the user named the address
            return answer.headers.get_content_type(), answer.read(_LARGEST)
    except (OSError, ValueError, urllib.error.URLError) as error:
        hint = "Start it with `plantin serve`, and name the address that it prints."
        raise UsageError.of("CNF006", f"does not answer: {error}", Place(address), hint) from None


def _record(house: House, named: Mapping[str, Path], asked: ValidatorChoice) -> Record:
    judged = gate.judge(house, named, asked)
    judged += tuple(_media(name, path) for name, path in named.items())
    rows = [{"tool": row.tool, "version": row.version, "path": row.path, "status": row.status} for row in judged]
    findings = [finding.row() for row in judged for finding in row.findings]
    return {"editions": [], "validators": rows, "findings": findings}


def _media(name: str, path: Path) -> Judgement:
    """Return whether a page holds nothing that sounds, moves or is another page, as a judgement."""
    is_held = next(html.parse(read(path, _LARGEST)).iter(*_MEDIA), None) is not None
    return Judgement("media", "", name, "failed" if is_held else "passed")
