"""A house with a family: a report in two languages, its revision, its corrigendum in English, its addendum."""

from __future__ import annotations

from pathlib import Path

from tests.kit.command import plantin

HEAD = "---\nsymbol: {symbol}\ntitle: {title}\ndate: {date}\nlanguages: [{languages}]\n---\n\n"
OIL = "The lamps of the western pier burn oil of olives all night long.[^whales]"
WICKS = "The wicks of all lamps are of wool and are trimmed in the morning."
GONE = "Nobody counts the bottles of the lower store, which was closed."
GLASS = "Glass is bought in the town once a year, in spring."
NEW = "The harbour board has met twice since."
NOTE = "\n\n[^whales]: Formerly of whales."
FRENCH = {
    "Lamps": "Lampes",
    "Oil": "Huile",
    OIL: "Les lampes de la jetée ouest brûlent toute la nuit de l’huile d’olive[^whales].",
    WICKS: "Les mèches de toutes les lampes sont en laine et sont taillées le matin.",
    GONE: "Personne ne compte les bouteilles du magasin inférieur, qui a été fermé.",
    GLASS: "Le verre est acheté en ville une fois par an, au printemps.",
    NEW: "Depuis, le Conseil du port s’est réuni deux fois.",
    "Formerly of whales.": "Autrefois de baleine.",
}


def write(root: Path, symbol: str, date: str, *paragraphs: str, languages: str = "en, fr") -> None:
    path = root / "sources" / symbol.replace("/", "-") / "report.md"
    path.parent.mkdir(parents=True)
    head = HEAD.format(symbol=symbol, title="Lamps", date=date, languages=languages)
    path.write_text(head + "# Oil\n\n" + "\n\n".join(paragraphs) + "\n", "utf-8")


def family(root: Path, *, revised: bool = True) -> Path:
    """The house, in the folder ``root``, with web editions of all reports; the revision only where asked for."""
    write(root, "R/2026/1", "2026-01-05", OIL, WICKS, GONE, GLASS + NOTE)
    write(root, "R/2026/1/Corr.1", "2026-02-01", "For oil read wax.", languages="en")
    write(root, "R/2026/1/Add.1", "2026-02-02", "There are wicks, too.", languages="en")
    if revised:
        write(
            root, "R/2026/1/Rev.1", "2026-03-01", NEW, OIL.replace("all night", "all winter night"), WICKS, GLASS + NOTE
        )
    (root / "plantin.toml").write_text('style = "plain"\n', "utf-8")
    assert plantin("catalogue", "update", cwd=root).returncode == 0
    for path in (root / "locales/fr").glob("*.po"):
        text = path.read_text("utf-8")
        rows = {**FRENCH, OIL.replace("all night", "all winter night"): FRENCH[OIL]}
        for original, translation in rows.items():
            text = text.replace(f'msgid "{original}"\nmsgstr ""', f'msgid "{original}"\nmsgstr "{translation}"')
        path.write_text(text, "utf-8")
    ended = plantin("build", "--format", "html", cwd=root)
    assert ended.returncode == 0, ended.stderr
    return root
