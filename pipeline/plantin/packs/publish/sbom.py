"""The software bill of materials (SBOM) of a release: every library involved in its editions, as CycloneDX."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution

from plantin import __version__

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_SPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


def bill(commit: str, others: Mapping[str, str]) -> dict[str, object]:
    """Return the bill of the press at ``commit``: what its distribution needs, and what that needs; ``others`` are
    programs of the system by name and version.
    """
    components: dict[str, dict[str, object]] = {}
    needs: dict[str, list[str]] = {}
    waiting = ["plantin"]
    while waiting:
        name = waiting.pop()
        if name in needs:
            continue
        needs[name] = sorted(set(_needs(name)))
        waiting += needs[name]
        if name != "plantin":
            components[name] = _component(name)
    programs = [
        {"type": "application", "name": name, "version": version} for name, version in sorted(others.items()) if version
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_SPACE, f'plantin {__version__} {commit}')}",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "bom-ref": "plantin", "name": "plantin", "version": __version__}
        },
        "components": [components[name] for name in sorted(components)] + programs,
        "dependencies": [{"ref": name, "dependsOn": needs[name]} for name in sorted(needs)],
    }


def _needs(name: str) -> list[str]:
    """Return the installed distributions that one needs, extras aside."""
    needed = []
    for line in distribution(name).requires or ():
        requirement, _, marker = line.partition(";")
        match = _NAME.match(requirement)
        if match is None or "extra ==" in marker:
            continue
        try:
            needed.append(re.sub(r"[-_.]+", "-", distribution(match[0]).metadata["Name"]).lower())
        except PackageNotFoundError:
            # For another system or another Python than this one.
            continue
    return needed


def _component(name: str) -> dict[str, object]:
    about = distribution(name)
    classifiers = [
        classifier for classifier in about.metadata.get_all("Classifier") or [] if classifier.startswith("License ::")
    ]
    classified = [classifier.rpartition("::")[2].strip() for classifier in classifiers]
    licence = "; ".join(about.metadata.get_all("License-Expression") or classified)
    component: dict[str, object] = {
        "type": "library",
        "bom-ref": name,
        "name": about.metadata["Name"],
        "version": about.version,
        "purl": f"pkg:pypi/{name}@{about.version}",
    }
    if licence:
        component["licenses"] = [{"license": {"name": licence}}]
    return component
