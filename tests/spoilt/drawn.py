"""What a style sheet can do to a passage so that it is not seen as it is read: each rule is put on a paragraph of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping

RULES: Mapping[str, str] = {
    "not displayed": "@{display:none}",
    "hidden": "@{visibility:hidden}",
    "collapsed": "@{visibility:collapse}",
    "transparent": "@{opacity:.02}",
    "faint": "@{opacity:.15}",
    "transparent colour": "@{color:transparent}",
    "transparent fill": "@{-webkit-text-fill-color:transparent}",
    "of the ground's colour": "@{color:var(--paper)}",
    "on a ground of its own colour": "@{background:var(--text)}",
    "filtered away": "@{filter:opacity(0)}",
    "blurred": "@{filter:blur(6px)}",
    "whitened": "@{filter:contrast(0)}",
    "masked": "@{mask-image:linear-gradient(transparent,transparent)}",
    "clipped whole": "@{clip-path:inset(50%)}",
    "clipped in half": "@{clip-path:inset(0 50% 0 0)}",
    "upper halves clipped": "@{clip-path:polygon(0 0,100% 0,100% 1px,0 1px)}",
    "clipped by clip": "@{position:absolute;clip:rect(0,0,0,0)}",
    "cut off by its box": "@{block-size:0;overflow:hidden}",
    "cut off beside": "@{inline-size:4rem;white-space:nowrap;overflow:clip}",
    "clamped to a line": "@{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:1;overflow:hidden}",
    "covered by a box": "@{position:relative}@::after{content:'';position:absolute;inset:0;background:var(--paper)}",
    "covered in part": (
        "@{position:relative}@::after{content:'';position:absolute;inset:0 0 0 30%;background:var(--paper)}"
    ),
    "struck": "@{text-decoration:line-through}",
    "struck by a box": (
        "@{position:relative}@::after{content:'';position:absolute;inset:0;"
        "background:repeating-linear-gradient(var(--text) 0 5px,transparent 5px 9px)}"
    ),
    "line over it": "@{text-decoration:overline}",
    "tiny": "@{font-size:3px}",
    "of no size": "@{font-size:0}",
    "zoomed away": "@{zoom:.05}",
    "scaled away": "@{transform:scale(.01)}",
    "mirrored": "@{transform:scaleX(-1)}",
    "upside down": "@{transform:rotate(180deg)}",
    "aslant": "@{transform:rotate(35deg)}",
    "sheared": "@{transform:skewX(60deg)}",
    "rotated by its own property": "@{rotate:180deg}",
    "mirrored by its own property": "@{scale:-1 1}",
    "moved off the page": "@{transform:translateX(-200vw)}",
    "set off the page": "@{position:absolute;left:-9999px}",
    "indented off the page": "@{text-indent:-9999px;white-space:nowrap;overflow:hidden}",
    "margin off the page": "@{margin-inline-start:-300vw}",
    "letters over each other": "@{letter-spacing:-.5em}",
    "letters far apart": "@{letter-spacing:2em}",
    "words over each other": "@{word-spacing:-4em}",
    "lines over each other": "@{line-height:.05}",
    "security discs": "@{-webkit-text-security:disc}",
    "in capitals": "@{text-transform:uppercase}",
    "shadow of other words": "@{text-shadow:.4em .3em 0 var(--text),-.4em -.2em 0 var(--text)}",
    "direction overridden": "@{unicode-bidi:bidi-override;direction:rtl}",
    "direction turned": "@{direction:rtl}",
    "upright lines": "@{writing-mode:vertical-rl}",
    "words before it": "@::before{content:'It is not so that '}",
    "words after it": "@::after{content:' None of this is so.'}",
    "words of an attribute": "@::before{content:attr(id)}",
    "a first line hidden": "@::first-line{color:transparent}",
    "stacked from the end": "@{display:flex;flex-direction:column-reverse}",
    "in a row from the end": "@{display:flex;flex-direction:row-reverse}",
    "moved above the one before": "@{position:relative;top:-14rem;background:var(--paper)}",
    "hidden when printed": "@media print{@{display:none}}",
    "transparent when printed": "@media print{@{color:transparent}}",
    "other words when printed": "@media print{@::after{content:'Withdrawn.'}}",
    "hidden on a telephone": "@media (max-width:30rem){@{display:none}}",
    "cut off on a telephone": "@media (max-width:30rem){@{block-size:1.2em;overflow:hidden}}",
    "hidden on a wide screen": "@media (min-width:64rem){@{position:absolute;clip-path:inset(50%)}}",
    "lost in the dark": "@media (prefers-color-scheme:dark){@{color:#15181b}}",
    "mirrored in the dark": "@media (prefers-color-scheme:dark){@{scale:-1 1}}",
    "lost in forced colours": "@media (forced-colors:active){@{forced-color-adjust:none;color:#000;background:#000}}",
    "hidden in forced colours": "@media (forced-colors:active){@{display:none}}",
    "raised label": "@ .label{position:relative;top:-.6em}",
    "label hidden": "@ .label{visibility:hidden}",
    "blended away": "@{mix-blend-mode:lighten;color:var(--paper)}",
    "in layers": "@layer a{@{opacity:0!important}}",
    "nested": "main{& @{opacity:0}}",
    "by a variable": "@{--o:0;opacity:var(--o)}",
    "by a sum": "@{opacity:calc(1 - 1)}",
    "kept from being drawn": "@{content-visibility:hidden}",
}
"""What is done, and the rules that do it to the paragraph ``@``."""


IN_BOOKS = [
    "not displayed", "faint", "transparent colour", "filtered away", "masked", "clipped in half", "struck", "tiny", "mirrored",
    "moved off the page", "letters over each other", "lines over each other", "security discs", "direction overridden",
    "words before it", "words after it", "hidden when printed", "hidden on a telephone", "hidden in forced colours", "by a sum",
]  # fmt: skip
"""Those that are also put into a book."""


def sheet(anchors: Mapping[str, str]) -> str:
    """The rules of each fault in ``anchors``, on the element with that anchor."""
    return "\n".join(re.sub(r"@(?!media|layer)", f"#{anchor}", RULES[fault]) for fault, anchor in anchors.items())
