"""What the pack adds to the press by entry points."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import TYPE_CHECKING

from plantin.production.remote import RemoteExecutor, SharedStore, Store

if TYPE_CHECKING:
    from plantin.house.layout import House


def _workers(address: str, house: House) -> Executor:
    # Loaded where it is used: it brings all that makes editions along.
    from plantin.packs.farm.dask_executor import DaskWorkers

    return DaskWorkers(address, house)


def _store(address: str) -> Store:
    from plantin.packs.farm import store

    return store.open_store(address)


DASK = RemoteExecutor(
    "dask",
    "ADDRESS|local:N",
    "run on a Dask scheduler, such as tcp://10.0.0.5:8786, or on N workers on this machine (extra `dask`)",
    _workers,
)
"""The workers of a Dask scheduler."""
STORE = SharedStore(
    "store",
    "the store that machines share: a folder, or s3://BUCKET/FOLDER (extra `store`; default: PLANTIN_STORE in the"
    " environment)",
    "PLANTIN_STORE",
    _store,
)
"""A folder or bucket of editions."""
