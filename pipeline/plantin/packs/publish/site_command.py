"""The command ``plantin site``."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from plantin.cli import environment, outputs, progress
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.tables import quantity
from plantin.cli.terminal import Terminal
from plantin.findings import Place, UsageError
from plantin.packs.publish import site


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "make a site of all releases: lists, a page for each report, search; a folder that any host can publish"
    parser = command(commands, "site", words, _site, "jobs")
    parser.add_argument("--into", metavar="DIR", help="the folder of the site (default: site/ in the root)")
    words = "the minisign public key that must have signed all releases: a file, or the key itself"
    parser.add_argument("--key", default="", metavar="PUB", help=words)
    words = "of what is built and proved, before any release; each page says that it is a draft"
    parser.add_argument("--draft", action="store_true", help=words)
    parser.add_argument("--serve", action="store_true", help="then serve it on this machine, for a look")
    parser.add_argument("--port", type=int, default=8080, metavar="N", help="the port of --serve (default: 8080)")
    parser.set_defaults(endless=False)


def _site(options: Options, terminal: Terminal) -> int:
    house = environment.house(options)
    folder = outputs.folder(house.root, options.into) if options.into else house.root / "site"
    with progress.show_bar(terminal.notices):
        if options.draft:
            with environment.executor(options.jobs) as executor:
                result = site.make_draft(house, folder, executor)
        else:
            result = site.make(house, folder, options.key)
    terminal.report(result.findings)
    words = f"{'a draft of ' if options.draft else ''}{quantity(len(result.reports), 'report')}"
    search = "" if result.searchable else '; no search: pip install "plantin[site]"'
    terminal.say(f"{environment.relative_path(folder)}: {words}{search}")
    return _serve(folder, options.port, terminal) if options.serve else 0


def _serve(folder: Path, port: int, terminal: Terminal) -> int:
    """Serve ``folder`` until the command is interrupted. Raises UsageError (U016) where the port is taken."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except (OSError, OverflowError) as error:
        hint = "Give another one: --port 8081"
        raise UsageError.of("U016", f"cannot bind port {port}: {error}", Place("--port"), hint) from None
    with server:
        terminal.note(f"http://127.0.0.1:{port}/ (Ctrl+C to end)")
        server.serve_forever()
    return 0
