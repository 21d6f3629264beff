"""Makes the page on which a report is read on a site: the web edition as the gate let it pass, within what the site has
around it.

Nothing of the edition is written anew. Its faces become files that all pages share, its addresses lead to the same
places from where the page is, and references to other reports of the site to the pages on which they are read there.
"""

from __future__ import annotations

import base64
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import quote, unquote

POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; base-uri 'none'; form-action 'self'"
)
"""As that of an edition, but that the page takes sheets, pictures and faces from its site, and asks its search."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")[^"]*')
_FACE = re.compile(r"url\(data:font/woff2;base64,([A-Za-z0-9+/=]+)\)")
_WITHOUT_TAGS = re.compile(r"(<(script|style)\b.*?</\2>)", re.DOTALL)
_TAG = re.compile(r"<[a-z][^>]*>")
_ADDRESS = re.compile(r'(\s(?:href|data-address|content)=")([^"]*)')
_SKIP = re.compile(r'(<body>\n<a class="skip"[^>]*>[^<]*</a>\n)')
_END = "</main>\n"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a site has what editions lead to."""

    base: str
    """Its own address, with a slash at its end; empty where that is not known."""
    pages: Mapping[str, str]
    """By each name in the site under which an edition may call a web edition: the page on which it is read."""
    ids: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By such a page, the ids of the author, each with the anchor that it means."""

    def whole(self, address: str) -> str:
        """Return an address on the web, that of the page where it is that of a web edition of the site."""
        page = self._page(address)
        return f"{self.base}{quote(page.removesuffix('index.html'))}" if page else address

    def relocate(self, address: str, edition: str, page: str) -> str:
        """Return what ``address`` in the file ``edition`` of the site is in the file ``page``."""
        path, mark, anchor = address.partition("#")
        if not path:
            return address
        if _SCHEME.match(path):
            target = self._page(path)
            if not target:
                return address
        else:
            name = posixpath.normpath(posixpath.join(posixpath.dirname(edition), unquote(path)))
            target = self.pages.get(name, name)
        anchor = quote(self.ids.get(target, {}).get(unquote(anchor), "")) or anchor
        return f"{quote(posixpath.relpath(target, posixpath.dirname(page)))}{mark}{anchor}"

    def _page(self, address: str) -> str:
        below = self.base and address.startswith(self.base)
        return self.pages.get(unquote(address.removeprefix(self.base)), "") if below else ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a site has around an edition: elements for before its own style sheet, for the end of the head, for above
    the report, for below it.
    """

    sheet: str
    head: str
    above: str
    below: str


def surround(
    edition: bytes, name: str, page: str, around: Surroundings, addresses: Addresses, add_face: Callable[[bytes], str]
) -> bytes:
    """Return the page ``page`` of a site on which its file ``name``, a web edition, is read. ``add_face`` takes a face
    into the site and returns its name there.
    """

    def face(match: re.Match[str]) -> str:
        return f"url({posixpath.relpath(add_face(base64.b64decode(match[1])), posixpath.dirname(page))})"

    def tag(match: re.Match[str]) -> str:
        lead = not match[0].startswith("<a ")
        return _ADDRESS.sub(
            lambda row: (
                row[1]
                + escape(
                    addresses.whole(unescape(row[2])) if lead else addresses.relocate(unescape(row[2]), name, page)
                )
            ),
            match[0],
        )

    pieces = _WITHOUT_TAGS.split(_POLICY.sub(rf"\g<1>{POLICY}", edition.decode(), count=1))
    # Every third piece is the name of the element before it.
    text = "".join(
        _TAG.sub(tag, piece) if at % 3 == 0 else _face_free(piece, face)
        for at, piece in enumerate(pieces)
        if at % 3 != 2
    )
    text = text.replace("<style>", f"{around.sheet}<style>", 1)
    text = text.replace("</head>\n", f"{around.head}</head>\n", 1)
    text = _SKIP.sub(lambda skip: f'{skip[1]}{around.above}<div class="site-report">\n', text, count=1)
    begin, _, end = text.rpartition(_END)
    return f"{begin}{_END}</div>\n{around.below}{end}".encode()


def _face_free(piece: str, face: Callable[[re.Match[str]], str]) -> str:
    """Return an element with a script as it is, one with a style sheet with its faces in files."""
    return _FACE.sub(face, piece) if piece.startswith("<style") else piece
