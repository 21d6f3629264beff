"""A store of made editions that several machines share: a folder, or a bucket that fsspec reaches (S3 and what is like
it).

An edition is found by the digests of all that it is made of, so an entry is never out of date: it is there or not. What
comes from the store is trusted no further than its digests, and, where the machines share a secret, its seal (HMAC, RFC
2104): an entry that is not what it says is told (V016), made again and put in its place.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plantin.bounded.bytes import MIB
from plantin.files import Record, digest, write
from plantin.findings import Finding, Place, ToolError

SECRET = "PLANTIN_STORE_KEY"  # noqa: S105 - the name of the variable
"""The variable of the environment with the secret that seals the entries; it is in no file of the house."""

_LARGEST = 512 * MIB
_HEAD = 256 * 1024
_FORM = 1
_PATIENCE = {"connect_timeout": 5, "read_timeout": 60, "retries": {"max_attempts": 2}}
"""For buckets: seconds, and how often a call is made again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was made of the ingredients in ``record``, and its bytes with their digest; a composed document has none,
    only the digest in its record is kept.
    """

    record: Record
    content: bytes
    digest: str


class _FalseError(Exception):
    """An entry is not what it says; the message says how."""


@dataclass(slots=True)
class Store:
    """The store at ``address``. ``told`` are the findings so far, for the caller to take: entries that are not what
    they say (V016), and that the store was given up (V017): after its first failure it is not asked again, and the
    build goes on without it.
    """

    address: str
    secret: bytes
    files: Any
    root: str
    told: list[Finding] = field(default_factory=list)
    lost: bool = False

    def get(self, name: str, ingredients: Mapping[str, str]) -> Entry | None:
        """What lies there for ``name``, the target of an edition, made of ``ingredients``; nothing where there is none,
        or it is not what it says.
        """
        if self.lost:
            return None
        key = _key(name, ingredients)
        try:
            return self._read(key, ingredients, self._content(self._path(key)))
        except FileNotFoundError:
            pass
        except _FalseError as error:
            hint = "It is made again. Look who may write into the store."
            message = f"the store's entry for {name} is not taken: {error}"
            self.told.append(Finding("V016", message, Place(self.address), hint, "warning"))
        except Exception as error:  # noqa: BLE001 - each kind of store has errors of its own
            self._give_up(error)
        return None

    def put(self, name: str, record: Record, content: bytes) -> None:
        """Let others have what was made for ``name``."""
        if self.lost:
            return
        key = _key(name, record.ingredients)
        head: dict[str, object] = {
            "plantin": _FORM,
            "key": key,
            "content": digest(content),
            "result": record.result,
            "said": record.said,
        }
        whole = json.dumps(head | {"seal": self._seal(head)}, sort_keys=True).encode() + b"\n" + content
        path = self._path(key)
        try:
            if self._is_folder():
                write(Path(path), whole, Path(self.root))
            else:
                self.files.pipe_file(path, whole)
        except Exception as error:  # noqa: BLE001 - each kind of store has errors of its own
            self._give_up(error)

    def take_told(self) -> tuple[Finding, ...]:
        """The findings since the last call."""
        found, self.told[:] = tuple(self.told), []
        return found

    def _content(self, path: str) -> bytes:
        """The bytes of an entry. Raises _FalseError: more than any edition has; FileNotFoundError; whatever the store
        raises.
        """
        if self.files.info(path)["size"] > _LARGEST + _HEAD:
            raise _FalseError("it is larger than any edition")
        return bytes(self.files.cat_file(path))

    def _read(self, key: str, ingredients: Mapping[str, str], found: bytes) -> Entry:
        line, _, content = found.partition(b"\n")
        try:
            head = json.loads(line[:_HEAD])
            seal = str(head.pop("seal"))
            record = Record(dict(ingredients), str(head["result"]), tuple(map(str, head["said"])))
            named, content_digest = head["key"], head["content"]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise _FalseError("it is damaged") from error
        if named != key:
            raise _FalseError("it was made of something else")
        if content_digest != digest(content):
            raise _FalseError("its bytes are not those that were put there")
        if not hmac.compare_digest(seal, self._seal(head)):
            raise _FalseError("its seal is not ours" if self.secret else "it is damaged, or sealed with a secret")
        return Entry(record, content, str(content_digest))

    def _seal(self, head: Mapping[str, object]) -> str:
        """The seal of an entry with this head: that of the secret, a digest where there is none."""
        return hmac.new(self.secret or b"-", json.dumps(head, sort_keys=True).encode(), hashlib.sha256).hexdigest()

    def _path(self, key: str) -> str:
        return f"{self.root}/{key[:2]}/{key}"

    def _is_folder(self) -> bool:
        return type(self.files).__name__ == "LocalFileSystem"

    def _give_up(self, error: Exception) -> None:
        self.lost = True
        message = f"the store cannot be used: {_first_line(error)}"
        self.told.append(
            Finding("V017", message, Place(self.address), "Everything else is made here. See to the store.", "warning")
        )


def opened(address: str) -> Store:
    """The store at ``address``: the path of a folder, or an address such as ``s3://bucket/reports``. Raises ToolError
    (V017): fsspec, or what it needs for this kind of address, is not installed, or the address is none.
    """
    try:
        import fsspec
    except ImportError:
        raise ToolError(_missing(address, "fsspec is not installed")) from None
    # Nothing that was seen in the store before is believed now: no listings, no connection of an earlier call.
    bucket = {"config_kwargs": _PATIENCE, "use_listings_cache": False, "skip_instance_cache": True}
    options: dict[str, Any] = bucket if address.startswith(("s3:", "s3a:")) else {}
    try:
        files, root = fsspec.core.url_to_fs(address, **options)
    except (ImportError, ValueError) as error:
        raise ToolError(_missing(address, _first_line(error))) from None
    return Store(address, os.environ.get(SECRET, "").encode(), files, str(root).rstrip("/"))


def _missing(address: str, message: str) -> Finding:
    hint = "Name a folder or s3://BUCKET/FOLDER; `pip install 'plantin[store]'` brings what is needed for these."
    return Finding("V017", f"the store cannot be used: {message}", Place(address), hint)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


def _key(name: str, ingredients: Mapping[str, str]) -> str:
    return digest(json.dumps([_FORM, name, dict(ingredients)], sort_keys=True).encode())
