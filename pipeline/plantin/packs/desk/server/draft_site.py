"""Has the command `plantin site --draft` make the site of what is built, and answers its files."""

from __future__ import annotations

import secrets
import sys
import threading
from collections.abc import Sequence
from http import HTTPStatus

from plantin.bounded import process
from plantin.bounded.bytes import open_regular
from plantin.bounded.limits import BoundError
from plantin.house.layout import House
from plantin.packs.desk.server import listing
from plantin.packs.desk.server.answers import SITE, TEXT, HttpAnswer, media_type
from plantin.settings import extensions

_PROGRAM = "from plantin.cli.main import main; main()"
_LONGEST_OUTPUT = 4_000


def is_installed() -> bool:
    """Return whether there is a command that makes sites."""
    return "site" in extensions.names("commands")


class DraftSite:
    """The draft of the site of a house. Its pages are in an origin that is no other's, so that a browser says of none
    of its files who asks for it: they are below an address that nobody can guess.
    """

    def __init__(self, house: House) -> None:
        self._house, self._folder = house, house.build / ".site"
        self.address = f"/site/{secrets.token_urlsafe(24)}/"
        """Of its first page."""
        self._lock = threading.Lock()
        self.output = ""
        """What the command printed, or why it did not end by itself; while it runs, that it does."""

    @property
    def moment(self) -> int:
        """When it was made, in nanoseconds; 0 where there is none."""
        return listing.moment(self._folder / "index.html")

    @property
    def when(self) -> str:
        """When it was made, in words."""
        return listing.moment_words(self.moment)

    @property
    def outdated(self) -> bool:
        """Whether an edition was made since."""
        files = self._house.build.glob("[!.]*/*.*")
        return any(listing.moment(path) > self.moment for path in files if path.name.startswith(f"{path.parent.name}-"))

    def make(self) -> HttpAnswer:
        """Make it anew; 409 where the command refuses it, cannot run or reaches a bound, and while it runs already."""
        if not self._lock.acquire(blocking=False):
            return HttpAnswer.json(HTTPStatus.CONFLICT, {"words": self.output})
        self.output = "The site is being made. Load this page again in a while."
        options = ["--root", str(self._house.root), "--into", str(self._folder)]
        try:
            ended = process.run([sys.executable, "-I", "-c", _PROGRAM, "site", "--draft", *options], name="site")
            output = (ended.errors + ended.output).decode("utf-8", "replace").strip()[-_LONGEST_OUTPUT:]
            status = HTTPStatus.CONFLICT if ended.code else HTTPStatus.OK
        except BoundError as error:
            status, output = HTTPStatus.CONFLICT, f"The site was not made: {error}. {error.hint}"
        except OSError as error:
            hint = "Run `plantin site --draft` in the folder of the house to see why."
            status, output = HTTPStatus.CONFLICT, f"The site was not made: {error.strerror or error}. {hint}"
        finally:
            self._lock.release()
        self.output = output
        return HttpAnswer.json(status, {"words": output})

    def is_address(self, address: str) -> bool:
        """Return whether an address is below that of the draft."""
        return secrets.compare_digest(address[: len(self.address)].encode(), self.address.encode())

    def file(self, names: Sequence[str]) -> HttpAnswer:
        """Return a file of the draft; the address of a folder is that of its first page."""
        path = self._folder.joinpath(*names)
        if path.is_dir() and names[-1]:
            return HttpAnswer(HTTPStatus.MOVED_PERMANENTLY, TEXT, fields=(("Location", f"{names[-1]}/"),))
        path = path / "index.html" if path.is_dir() else path
        try:
            file = open_regular(path, self._folder)
        except OSError:
            return HttpAnswer.of(HTTPStatus.NOT_FOUND)
        fields = (("Access-Control-Allow-Origin", "*"), ("Cross-Origin-Resource-Policy", "cross-origin"))
        return HttpAnswer(HTTPStatus.OK, media_type(path.name), policy=SITE, file=file, fields=fields)
