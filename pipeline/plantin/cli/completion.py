"""The command ``plantin completion``: shell completion, made from the parsers of all commands."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable, Iterator, Mapping

from plantin.cli.arguments import Commands, Options, Parser
from plantin.cli.terminal import Terminal
from plantin.production.formats import formats

_BASH = """_plantin() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} words=""
    if [ "$COMP_CWORD" = 1 ]; then
        words={commands}
    elif [ "$before" = --format ]; then
        words={formats}
    else
        case "${{COMP_WORDS[1]}}" in
{cases}
        esac
    fi
    COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -o default -F _plantin plantin"""
_ZSH = "autoload -U +X bashcompinit && bashcompinit\n"


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "print a shell completion script: source <(plantin completion bash)"
    parser = commands.add_parser("completion", help=words, description=words)
    parser.add_argument("shell", choices=tuple(_SHELLS))
    parser.set_defaults(call=_completion, commands=commands)


def _completion(options: Options, terminal: Terminal) -> int:
    parsers: Mapping[str, Parser] = options.commands.choices
    terminal.say(_SHELLS[options.shell](parsers))
    return 0


def _bash(parsers: Mapping[str, Parser]) -> str:
    rows = (
        f"            {name}) words={shlex.quote(' '.join((*_values(parser), *_options(parser))))} ;;"
        for name, parser in parsers.items()
    )
    names, kinds = (shlex.quote(" ".join(words)) for words in (parsers, (row.name for row in formats())))
    return _BASH.format(commands=names, formats=kinds, cases="\n".join(rows))


def _zsh(parsers: Mapping[str, Parser]) -> str:
    return _ZSH + _bash(parsers)


def _fish(parsers: Mapping[str, Parser]) -> str:
    rows = [f"complete -c plantin -x -l format -a {shlex.quote(' '.join(row.name for row in formats()))}"]
    for name, parser in parsers.items():
        rows.append(
            f"complete -c plantin -n __fish_use_subcommand -a {name} -d {shlex.quote(parser.description or '')}"
        )
        inside = f"complete -c plantin -n '__fish_seen_subcommand_from {name}'"
        rows += [f"{inside} -l {option[2:]}" for option in _options(parser)]
        rows += [f"{inside} -f -a {value}" for value in _values(parser)]
    return "\n".join(rows)


_SHELLS: dict[str, Callable[[Mapping[str, Parser]], str]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}


def _options(parser: Parser) -> Iterator[str]:
    """Yield the long options of a command."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no public list of them
        yield from (
            option for option in action.option_strings if option.startswith("--") and action.help != argparse.SUPPRESS
        )


def _values(parser: Parser) -> Iterator[str]:
    """Yield the choices of positional arguments."""
    for action in parser._actions:  # noqa: SLF001
        if not action.option_strings and action.choices:
            yield from map(str, action.choices)
