"""The manifest of a release: what every edition was made from, what it is, and which checks it passed. docs/release.md
has every field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version

from plantin import __version__
from plantin.files import file_digest
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.packs.publish.origin import Origin
from plantin.packs.publish.previous import PreviousRelease
from plantin.packs.publish.record import Description
from plantin.production import ingredients
from plantin.production.checking import Verdict
from plantin.production.formats import format_named, formats
from plantin.production.publications import Statement
from plantin.proof.gate import Gate
from plantin.proof.report import tools
from plantin.source import pandoc
from plantin.validators import Judgement
from plantin.writers import engine


@dataclass(frozen=True, slots=True)
class ReleaseOrder:
    """What is asked of a release. ``certifier`` names who answers for the conformance that editions claim, ``contact``
    where a reader turns to, ``epoch`` is SOURCE_DATE_EPOCH; ``signed`` says that the release will be signed.
    """

    version: str
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    certifier: str = ""
    contact: str = ""
    epoch: int | None = None
    signed: bool = False


@dataclass(frozen=True, slots=True)
class ConformanceClaim:
    """A standard that an edition was found to conform to, and by which program."""

    standard: str
    tool: str
    version: str
    verdict: str


@dataclass(frozen=True, slots=True)
class ReleasedEdition:
    """One edition of a release; ``path`` is its path in the release, ``pages`` is 0 in formats that have none."""

    path: str
    language: str
    format: str
    media_type: str
    sha256: str
    bytes: int
    pages: int
    counts: Mapping[str, int]
    differences: int
    conformance: tuple[ConformanceClaim, ...]


def released_editions(gate: Gate, slug: str) -> tuple[ReleasedEdition, ...]:
    """Return the editions of the report ``slug`` that the gate has read, in its order."""
    judged: dict[str, list[Judgement]] = {}
    for judgement in gate.judgements:
        judged.setdefault(judgement.path, []).append(judgement)
    verdicts = [verdict for audit in gate.audits if audit.slug == slug for verdict in audit.verdicts]
    return tuple(_released_edition(verdict, judged.get(verdict.path, ())) for verdict in verdicts)


def _released_edition(verdict: Verdict, judgements: Sequence[Judgement]) -> ReleasedEdition:
    edition = verdict.edition
    row = format_named(edition.format) or formats()[0]
    claims = [
        ConformanceClaim(name, judgement.tool, judgement.version, judgement.status)
        for judgement in judgements
        for name in judgement.proves
    ]
    return ReleasedEdition(
        edition.target,
        edition.language,
        edition.format,
        row.media_type,
        verdict.digest,
        verdict.size,
        len(verdict.pages) if row.suffix.endswith(".pdf") else 0,
        verdict.outline.counts() if verdict.outline else {},
        len(verdict.differences),
        tuple(claims),
    )


def manifest(
    house: House,
    order: ReleaseOrder,
    made: Origin,
    gate: Gate,
    reports: Mapping[str, Mapping[str, Document]],
    waived: Mapping[str, str],
    former: PreviousRelease | None,
    added: Mapping[str, Mapping[str, Statement]],
) -> dict[str, object]:
    """Return the manifest of a release of ``reports``, documents by slug and language, that this gate let pass;
    ``former`` is the release that it was compared with, ``added`` what additions say of them.
    """
    return {
        "schema": 1,
        "version": order.version,
        "commit": made.commit,
        "committed": made.committed,
        "order": asdict(order),
        "press": {"version": __version__, "sha256": ingredients.press()},
        "made-with": _made_with(edition.format for slug in reports for edition in released_editions(gate, slug)),
        "checked-with": tools(gate.judgements),
        "waived": dict(waived),
        "since": {"version": former.version, "sha256": former.sha256} if former else None,
        "reports": [_report(house, slug, documents, gate, added[slug]) for slug, documents in reports.items()],
    }


def _report(
    house: House, slug: str, documents: Mapping[str, Document], gate: Gate, added: Mapping[str, Statement]
) -> dict[str, object]:
    catalogues = {language: house.catalogue_file(language, slug) for language in documents}
    return {
        "symbol": next(iter(documents.values())).masthead.symbol,
        "slug": slug,
        "titles": {language: document.masthead.title for language, document in documents.items()},
        "described": {language: asdict(row) for language, row in describe(documents).items()},
        "source": {"path": house.name(house.report(slug)), "sha256": file_digest(house.report(slug))},
        "catalogues": {
            language: {"path": house.name(path), "sha256": file_digest(path)}
            for language, path in catalogues.items()
            if path.is_file()
        },
        "editions": [asdict(edition) for edition in released_editions(gate, slug)],
        "added": {name: dict(row.said) for name, row in added.items()},
    }


def describe(documents: Mapping[str, Document]) -> dict[str, Description]:
    """Return what lists say of a report beside its title, by language."""
    return {
        language: Description(
            document.masthead.issued,
            document.masthead.organ or document.publication.publisher,
            document.publication.keywords,
        )
        for language, document in documents.items()
    }


def programs() -> dict[str, str]:
    """Return what is no distribution of Python and yet has a hand in the bytes of editions, by name and version: pandoc
    and the system's libraries; the version of one that is not there is empty.
    """
    return {"pandoc": pandoc.edition(), **engine.versions()}


def _made_with(kinds: Iterable[str]) -> dict[str, str]:
    rows = [format_named(name) for name in dict.fromkeys(kinds)]
    names = sorted({library for row in rows if row for library in row.libraries})
    used = {name: number for row in rows if row for name, number in ingredients.programs(row).items()}
    return {**programs(), **used, **{name: version(name) for name in names}}
