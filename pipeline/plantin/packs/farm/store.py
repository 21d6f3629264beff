"""A store of made editions shared by several machines: a folder, or a bucket that fsspec reaches (S3 and compatible).

An edition is found by the digests of all that it is made of, so an entry is never out of date: it is there or not. What
comes from the store is trusted no further than its digests, and, where the machines share a secret, its seal (HMAC, RFC
2104): an entry that is not what it claims is reported (V016), made again and put in its place.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from plantin.bounded.bytes import MIB, NotReadableError, read, why
from plantin.files import BuildRecord, digest, write
from plantin.findings import Finding, Place, ToolError, UsageError
from plantin.production.remote import StoreEntry

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

SECRET = "PLANTIN_STORE_KEY"  # noqa: S105 - the name of the variable
"""The variable of the environment with the secret that seals the entries; it is in no file of the house."""

_LARGEST = 512 * MIB
_HEAD = 256 * 1024
_FORM = 1
_BUCKETS = ("s3", "s3a", "gs", "gcs", "az", "abfs")
"""The kinds of address besides a folder. fsspec knows many more, some of which run programs or reach other machines."""
_KIND = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://|:)")
_PATIENCE = {"connect_timeout": 5, "read_timeout": 60, "retries": {"max_attempts": 2}}
"""For buckets: seconds, and how often a call is made again."""


class _FalseError(Exception):
    """An entry is not what it says; the message says how."""


@dataclass(slots=True)
class Store:
    """The store at ``address``: ``get`` and ``put`` editions. What is wrong with it is a finding, never an error: after
    its first failure it is not asked again, and the build goes on without it.
    """

    address: str
    secret: bytes
    files: AbstractFileSystem | None
    """The file system that the bucket is in, of fsspec; None for a folder."""
    root: str
    """The folder, or what is before each name in the bucket."""
    findings: list[Finding] = field(default_factory=list)
    """What was found since the last ``take_findings``: entries that are not what they claim (V016), the store given up
    (V017).
    """
    lost: bool = False
    """Whether it was given up."""

    def get(self, name: str, ingredients: Mapping[str, str]) -> StoreEntry | None:
        """Return the entry for ``name``, made of ``ingredients``; None where there is none, or it is not what it
        claims.
        """
        if self.lost:
            return None
        key = _key(name, ingredients)
        try:
            return self._read(key, ingredients, self._content(key))
        except FileNotFoundError:
            pass
        except _FalseError as error:
            self._refuse(name, str(error))
        except Exception as error:  # noqa: BLE001 - each kind of store has errors of its own
            self._give_up(error)
        return None

    def put(self, name: str, record: BuildRecord, content: bytes) -> None:
        """Let others have what was made for ``name``."""
        if self.lost:
            return
        key = _key(name, record.ingredients)
        head: dict[str, object] = {
            "plantin": _FORM,
            "key": key,
            "content": digest(content),
            "result": record.result,
            "remarks": record.remarks,
        }
        whole = json.dumps(head | {"seal": self._seal(head)}, sort_keys=True).encode() + b"\n" + content
        try:
            if self.files is None:
                write(Path(self._path(key)), whole, Path(self.root))
            else:
                self.files.pipe_file(self._path(key), whole)
        except Exception as error:  # noqa: BLE001 - each kind of store has errors of its own
            if isinstance(error, UsageError) or self._is_entry_fault(error):
                self._refuse(name, "what is in its place is not a file, and is left there")
            else:
                self._give_up(error)

    def take_findings(self) -> tuple[Finding, ...]:
        """Return the findings since the last call."""
        findings, self.findings[:] = tuple(self.findings), []
        return findings

    def _content(self, key: str) -> bytes:
        """Return the bytes of an entry. Raises _FalseError for too many or no file; FileNotFoundError; the store's
        own.
        """
        path = self._path(key)
        if self.files is not None:
            if self.files.info(path)["size"] > _LARGEST + _HEAD:
                raise _FalseError("it is larger than any edition")
            return bytes(self.files.cat_file(path))
        try:
            return read(Path(path), _LARGEST + _HEAD, Path(self.root))
        except FileNotFoundError:
            raise
        except OSError as error:
            if self._is_entry_fault(error):
                raise _FalseError(f"it {why(error)}") from None
            raise

    def _is_entry_fault(self, error: Exception) -> bool:
        """Return whether ``error`` is about one entry of a folder, not about all of it."""
        kinds = (NotReadableError, PermissionError, NotADirectoryError, IsADirectoryError)
        return self.files is None and isinstance(error, kinds) and os.access(self.root, os.R_OK | os.X_OK)

    def _read(self, key: str, ingredients: Mapping[str, str], entry: bytes) -> StoreEntry:
        line, _, content = entry.partition(b"\n")
        try:
            head = json.loads(line[:_HEAD])
            seal = str(head.pop("seal")).encode("utf-8", "surrogatepass")
            record = BuildRecord(dict(ingredients), str(head["result"]), tuple(map(str, head["remarks"])))
            named, content_digest, expected_seal = head["key"], head["content"], self._seal(head).encode()
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise _FalseError("it is damaged") from error
        if named != key:
            raise _FalseError("it was made of something else")
        if content_digest != digest(content):
            raise _FalseError("its bytes are not those that were put there")
        if not hmac.compare_digest(seal, expected_seal):
            raise _FalseError("its seal is not ours" if self.secret else "it is damaged, or sealed with a secret")
        return StoreEntry(record, content, str(content_digest))

    def _seal(self, head: Mapping[str, object]) -> str:
        """Return the seal of an entry with this head: that of the secret, a digest where there is none."""
        return hmac.new(self.secret or b"-", json.dumps(head, sort_keys=True).encode(), hashlib.sha256).hexdigest()

    def _path(self, key: str) -> str:
        return f"{self.root}/{key[:2]}/{key}"

    def _refuse(self, name: str, what: str) -> None:
        hint = "It is made again. Check who may write into the store."
        message = f"the store's entry for {name} is not taken: {what}"
        self.findings.append(Finding("V016", message, Place(self.address), hint, "warning"))

    def _give_up(self, error: Exception) -> None:
        self.lost = True
        message = f"the store cannot be used: {_first_line(error)}"
        hint = "Everything else is made here. Check what the store needs."
        self.findings.append(Finding("V017", message, Place(self.address), hint, "warning"))


def open_store(address: str) -> Store:
    """Return the store at ``address``: the path of a folder, or an address such as ``s3://bucket/reports``. Raises
    ToolError (V017): fsspec, or what it needs for a bucket of this kind, is not installed, or it is no address of a
    kind that is taken.
    """
    match = _KIND.match(address)
    kind = match[1].lower() if match else "file"
    if kind not in ("file", *_BUCKETS) or "::" in address or "\0" in address:
        raise ToolError(_missing(address, f"{kind}: is no kind of address that is taken"))
    secret = os.fsencode(os.environ.get(SECRET, ""))
    if kind == "file":
        folder = Path(re.sub(r"^file:(?://)?", "", address, flags=re.IGNORECASE)).expanduser().absolute()
        return Store(address, secret, None, str(folder))
    try:
        import fsspec
    except ImportError:
        raise ToolError(_missing(address, "fsspec is not installed")) from None
    # Nothing that was seen in the store before is believed now: no listings, no connection of an earlier call.
    bucket = {"config_kwargs": _PATIENCE, "use_listings_cache": False, "skip_instance_cache": True}
    options = bucket if kind in {"s3", "s3a"} else {}
    try:
        files, root = fsspec.core.url_to_fs(address, **options)
    except Exception as error:  # noqa: BLE001 - each kind of store has errors of its own
        raise ToolError(_missing(address, _first_line(error))) from None
    return Store(address, secret, files, str(root).rstrip("/"))


def _missing(address: str, message: str) -> Finding:
    hint = "Name a folder or s3://BUCKET/FOLDER; `pip install 'plantin[store]'` brings what is needed for these."
    return Finding("V017", f"the store cannot be used: {message}", Place(address), hint)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


def _key(name: str, ingredients: Mapping[str, str]) -> str:
    return digest(json.dumps([_FORM, name, dict(ingredients)], sort_keys=True).encode())
