"""Answers in the form of oEmbed 1.0 (https://oembed.com/) as files: whoever pastes the address of a report, or of a
table or figure of it, into a content system gets it embedded.
"""

from __future__ import annotations

import json
from html import escape

from plantin.bounded import html
from plantin.packs.publish import fragment
from plantin.packs.publish.verification import ReleasedFile
from plantin.proof.proved import Proved

WIDTH, HEIGHT = 640, 800
"""Of what is embedded, in CSS pixels: for a fragment, what it takes at most."""


def of_report(page: str, web: str, about: dict[str, str]) -> bytes:
    """Return the answer for a report: its web edition, at the address ``web``, in a frame. ``about`` has the further
    fields of the answer, its title among them; ``page`` is the address that is embedded.
    """
    frame = (
        f'<iframe src="{escape(web)}" title="{escape(about["title"])}" width="{WIDTH}" height="{HEIGHT}"'
        f' style="max-width: 100%; border: 0"></iframe>'
    )
    return _answer(page, frame, about)


def of_object(page: str, edition: Proved | ReleasedFile, anchor: str, prefix: str, about: dict[str, str]) -> bytes:
    """Return the answer for the table or figure ``anchor`` of a web edition: its own markup and style, all ids
    beginning with ``prefix``. Raises UsageError (U039) where it is not there.
    """
    cut = fragment.cut(edition, prefix, anchor)
    caption = next(html.parse(cut.markup.encode()).iter("caption", "figcaption"), None)
    words = " ".join("".join(str(text) for text in caption.itertext()).split()) if caption is not None else anchor
    return _answer(page, cut.markup, {**about, "title": f"{about['title']}: {words}"})


def _answer(page: str, markup: str, about: dict[str, str]) -> bytes:
    size = {"width": WIDTH, "height": HEIGHT, "html": markup, "url": page}
    answer = {"version": "1.0", "type": "rich", **{name: value for name, value in about.items() if value}, **size}
    return json.dumps(answer, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
