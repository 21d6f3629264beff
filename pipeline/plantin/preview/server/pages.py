"""The server's own pages, in English like the findings; the reports in them are in their languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from plantin.findings import Finding
from plantin.house.layout import House
from plantin.preview.facing import FacingReport
from plantin.preview.server import reception
from plantin.writers import facing as edition


@dataclass(frozen=True, slots=True)
class ListedEdition:
    """An edition in the build folder: its language, what readers call its format, its address, and whether its source
    is newer.
    """

    language: str
    title: str
    address: str
    older: bool


@dataclass(frozen=True, slots=True)
class Report:
    """A report of the house; ``faults`` say why its front matter cannot be read, and are empty where it can."""

    slug: str
    languages: tuple[str, ...]
    editions: tuple[ListedEdition, ...]
    faults: str = ""


SCRIPT = (Path(__file__).parent / "live.js").read_text("utf-8")
"""What makes a page come anew when its files change, and shows the printed page beside it."""

_SHEET = """\
body { margin: 0 auto; padding: 1rem; max-width: 90rem; font: 1rem/1.5 serif; color: #1a1a1a; background: #fff; }
header { font-size: .9rem; border-bottom: 2px solid #1a1a1a; margin-bottom: 1rem; padding-bottom: .5rem; }
header ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; column-gap: 1.2rem; }
a { color: #004f8a; }
pre { white-space: pre-wrap; padding: .5rem .8rem; border-inline-start: 4px solid #8a1c00; background: #fbeee9; }
@media (prefers-color-scheme: dark) {
  body { color: #e8e8e8; background: #161616; }
  :root { color-scheme: dark; }
  header { border-color: #e8e8e8; }
  a { color: #8fc7ff; }
  pre { background: #3a1d14; border-color: #ff9b7d; }
}
header a[aria-current] { color: inherit; font-weight: bold; }
button, input, select { font: inherit; padding: .2rem .8rem; max-width: 100%; box-sizing: border-box; }
.error { color: #8a1c00; font-weight: bold; }
#reception { max-width: 48rem; margin-block: 1.5rem; padding: 0 1.2rem 1rem; border: 2px dashed; border-radius: .5rem; }
#reception.over { border-style: solid; border-color: #004f8a; }
#reception .fields { display: grid; gap: .2rem 1rem; margin-block: .6rem; }
#reception .fields input { padding: .2rem .4rem; margin-block-end: .4rem; }
#reception [hidden] { display: none; }
#reception li { margin-block: .3rem; overflow-wrap: anywhere; }
#news { font-weight: bold; }
.pictured { display: grid; gap: .3rem 1rem; margin-block: 1rem; }
.pictured img { max-width: 100%; max-height: 12rem; background: #fff; justify-self: start; }
.pictured textarea { font: inherit; width: 100%; box-sizing: border-box; }
.pictured p { margin: 0 0 .3rem; overflow-wrap: anywhere; }
progress { width: 100%; }
@media (min-width: 40rem) {
  #reception .fields { grid-template-columns: max-content minmax(0, 1fr); align-items: baseline; }
  .pictured { grid-template-columns: 14rem minmax(0, 1fr); }
}
@media (prefers-color-scheme: dark) { .error { color: #ff9b7d; } }
@media (min-width: 60rem) {
  body.beside { max-width: none; margin-inline-end: 46vw; }
  #printed {
    position: fixed; inset-block: 0; inset-inline-end: 0; width: 44vw;
    display: flex; flex-direction: column; padding: .5rem;
  }
  #printed[hidden] { display: none; }
}
#printed iframe { border: 1px solid; flex: 1; width: 100%; min-height: 70vh; }
#printed p { margin: 0 0 .3rem; }
"""
_PRINTED = """\
<p><button type="button" id="show-printed" aria-expanded="false" aria-controls="printed" hidden>\
Printed page</button></p>
<aside id="printed" aria-label="Printed page" hidden><p role="status"></p>\
<iframe title="The printed edition"></iframe></aside>
"""


def index(house: House, reports: Sequence[Report], token: str) -> str:
    """The list of the reports of ``house``, and where others are brought, with the ``token`` of the server."""
    rows = []
    for report in reports:
        faults = f"<pre>{escape(report.faults)}</pre>\n" if report.faults else ""
        rows.append(
            f"<h2>{escape(report.slug)}</h2>\n{faults}{_languages(report)}{_editions(report, report.languages)}"
        )
    found = "".join(rows) or '<p id="none">There is no report yet.</p>\n'
    main = f"<main>\n<h1>Reports</h1>\n{found}{reception.section(house)}</main>\n"
    script = '<script src="/reception.js" defer></script>\n'
    return _page("Reports", "", "", main, values=f' data-token="{escape(token)}"', script=script)


def facing(report: Report, language: str, state: str, found: FacingReport, sheet: str) -> str:
    """A report beside its translation, or alone in its own language; ``sheet`` is that of the facing edition."""
    remarks = {anchor: tuple(map(_sentence, findings)) for anchor, findings in found.findings.items()}
    alone = ".pair { grid-template-columns: 1fr; }\n" if len(found.documents) == 1 else ""
    top = _top(report, language, _places(found) + _PRINTED)
    return _page(
        f"{report.slug} ({language})",
        state,
        sheet + alone,
        f"{top}<main>\n{edition.pairs(found.documents, remarks)}</main>\n",
    )


def broken(report: Report, language: str, state: str, findings: Iterable[Finding | str]) -> str:
    """What is wrong, where a report cannot be shown."""
    listed = "".join(f"<pre>{escape(str(finding))}</pre>\n" for finding in findings)
    main = (
        f"<main>\n<h1>This report cannot be shown yet</h1>\n{listed}<p>The page comes back when a file has"
        " changed.</p>\n</main>\n"
    )
    return _page(f"{report.slug} ({language})", state, "", _top(report, language, "") + main)


def waiting(report: Report, language: str) -> str:
    """A page for who waits for another, which takes long; it asks again by itself."""
    main = "<main>\n<h1>This report is being made</h1>\n<p>The page comes by itself when it is there.</p>\n</main>\n"
    return _page(f"{report.slug} ({language})", "", "", _top(report, language, "") + main, again=2)


def _sentence(finding: Finding) -> str:
    hint = f" {finding.hint}" if finding.hint else ""
    return f"{finding.severity} {finding.code}: {finding.message} [{finding.place}].{hint}"


def _places(found: FacingReport) -> str:
    """The findings counted, with a link to each."""
    count = sum(map(len, found.findings.values()))
    links = [
        f'<li><a href="#{escape(anchor)}">{escape(anchor)}: {finding.code}</a></li>\n'
        for anchor, findings in found.findings.items()
        for finding in findings
    ]
    words = "No findings." if not count else f"{count} finding{'s' if count > 1 else ''}:"
    return f"<p>{words}</p>\n" + (f"<ul>\n{''.join(links)}</ul>\n" if links else "")


def _top(report: Report, language: str, further: str) -> str:
    way = '<p><a href="/">Reports</a></p>\n'
    return f"<header>\n{way}{_languages(report, language)}{_editions(report, (language,))}{further}</header>\n"


def _languages(report: Report, current: str = "") -> str:
    rows = []
    for number, tag in enumerate(report.languages):
        words = f"{tag} (original)" if number == 0 else f"{report.languages[0]} / {tag}"
        here = ' aria-current="page"' if tag == current else ""
        address = f"/{escape(report.slug)}/{escape(tag)}"
        desk = f' (<a href="{address}/desk" aria-label="Desk: {escape(tag)}">desk</a>)' if number else ""
        rows.append(f'<li><a href="{address}"{here}>{escape(words)}</a>{desk}</li>\n')
    if rows[1:]:
        rows.append(f'<li><a href="/{escape(report.slug)}/progress">progress</a></li>\n')
    return f'<nav aria-label="Languages of {escape(report.slug)}"><ul>\n{"".join(rows)}</ul></nav>\n' if rows else ""


def _editions(report: Report, languages: tuple[str, ...]) -> str:
    rows = list(_links(report, languages))
    return f'<nav aria-label="Editions of {escape(report.slug)}"><ul>\n{"".join(rows)}</ul></nav>\n' if rows else ""


def _links(report: Report, languages: tuple[str, ...]) -> Iterator[str]:
    for one in report.editions:
        if one.language in languages:
            older = " (older than its source)" if one.older else ""
            yield f'<li><a href="{escape(one.address)}">{escape(f"{one.language} {one.title}")}</a>{older}</li>\n'


def _page(
    title: str, state: str, sheet: str, inside: str, *, again: int = 0, values: str = "", script: str = ""
) -> str:
    # Only a page with a state asks for it.
    live = f'<meta http-equiv="refresh" content="{again}">\n' if again else ""
    live += '<script src="/live.js" defer></script>\n' if state else script
    return (
        f'<!DOCTYPE html>\n<html lang="en" dir="ltr" data-state="{state}"{values}>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title, quote=False)}</title>\n<style>{_SHEET}{sheet}</style>\n{live}</head>\n"
        f"<body>\n{inside}</body>\n</html>\n"
    )
