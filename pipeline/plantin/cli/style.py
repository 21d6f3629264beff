"""The command ``plantin style``."""

from __future__ import annotations

from pathlib import Path

from plantin.cli import environment, outputs
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.terminal import Terminal
from plantin.files import write
from plantin.findings import Place, UsageError
from plantin.house import word_styles
from plantin.house.layout import House
from plantin.new_house import word_look
from plantin.production import word_template

_HINT = "Move the file away, or give another style in plantin.toml."


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
    words = "read the styles of a Word file or template into the word.toml of the house's style instead"
    parser.add_argument("--from", dest="received", metavar="FILE", help=words)


def _template(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    if options.received:
        return _read(home, Path(options.received), terminal)
    path = (
        outputs.file(home.root, options.file, word_template.is_template)
        if options.file
        else home.build / f"{home.style().name}-{options.language}.dotx"
    )
    word_template.save(home, options.language, path)
    terminal.say(environment.relative_path(path))
    return 0


def _read(home: House, received: Path, terminal: Terminal) -> int:
    """Write ``word.toml`` of the house's own style from the Word file ``received``."""
    folder = home.style_folder()
    path = folder / "word.toml"
    if not folder.is_relative_to(home.root):
        message = f"the style {folder.name} is one of the stock, not of this house"
        hint = 'Make styles/house/style.toml with `inherits = "..."`, and name it in plantin.toml.'
        raise UsageError.of("U034", message, Place(home.name(home.root / "plantin.toml")), hint)
    if path.exists() or path.is_symlink():
        raise UsageError.of("U028", "is there already", Place(home.name(path)), _HINT)
    look = word_look.read(received)
    write(path, look.word_styles(received.name).encode(), home.root)
    word_styles.read(folder)
    terminal.say(f"{environment.relative_path(path)}: {len(look.rows)} styles")
    return 0
