"""The command ``plantin style``."""

from __future__ import annotations

from plantin.cli import environment, outputs
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.terminal import Terminal
from plantin.production import word_template


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = command(
        commands, "style", "write the template for editors: a Word file with the styles of the house", _template
    )
    parser.add_argument("kind", choices=("docx",))
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="a .dotx or .docx (default: build/<style>-<language>.dotx)"
    )
    parser.add_argument("--language", default="en", metavar="en", help="the language of texts written in it")


def _template(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    path = (
        outputs.file(home.root, options.file, word_template.is_template)
        if options.file
        else home.build / f"{home.style().name}-{options.language}.dotx"
    )
    word_template.save(home, options.language, path)
    terminal.say(environment.shown(path))
    return 0
