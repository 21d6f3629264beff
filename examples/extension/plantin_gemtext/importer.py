"""An importer: Gemtext as the Markdown that Plantin reads."""

from __future__ import annotations

import re

from plantin.packs.imports.importers import Importer

_LINK = re.compile(r"=>\s*(\S+)\s*(.*)")


def to_markdown(content: bytes) -> bytes:
    """The Markdown of a Gemtext file. Raises ValueError where it is not UTF-8."""
    made, inside = [], False
    for line in content.decode().splitlines():
        inside ^= line.startswith("```")
        if not inside and (match := _LINK.match(line)):
            made += ["", f"[{match[2] or match[1]}]({match[1]})"]
        else:
            made += [line] if inside or line.startswith(("```", "* ", ">")) else ["", line]
    return ("\n".join(made) + "\n").encode()


GEMTEXT = Importer("gemtext", (".gmi", ".gemini"), "markdown", to_markdown)
