"""Drawings with all that a drawing may have."""

from __future__ import annotations

DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60">{}</svg>'
CHARTS = {
    "stretched words": '<text x="10" y="40" textLength="150" lengthAdjust="spacingAndGlyphs">Lamps</text>',
    "an unpainted path": '<path d="M0 0 L9 9 L9 0" fill="none"/><rect width="9" height="9"/>',
    "a transparent line": '<path d="M0 0 L9 9" stroke="transparent"/><rect width="9" height="9"/>',
    "an empty group": '<g opacity=".5"/><rect width="9" height="9"/>',
    "grey words": '<text x="10" y="50" fill="#666">Lamps</text>',
    "words from their middle": '<text x="100" y="50" text-anchor="middle">Lamps</text>',
    "coloured words": '<rect width="50" height="50" fill="#c00"/><text x="60" y="50" fill="#00c">Lamps</text>',
    "an outline": '<rect width="50" height="50" fill="#ccc" stroke="#333"/>',
    "opacity": '<rect width="50" height="50" fill="#c00" opacity=".5"/>',
    "opacity of a group": '<g opacity=".5"><rect width="50" height="50" fill="#c00"/></g>',
    "opacity by a rule": '<style>.a{fill:#c00;opacity:.5}</style><rect class="a" width="50" height="50"/>',
    "a gradient": (
        '<linearGradient id="a" x2="1"><stop stop-color="#f00"/><stop offset="1" stop-color="#00f"'
        ' stop-opacity=".2"/></linearGradient><rect width="50" height="50" fill="url(#a)"/>'
    ),
    "a mask": (
        '<mask id="m"><rect width="20" height="20" fill="#fff"/></mask><rect width="50" height="50" fill="#0a0"'
        ' mask="url(#m)"/>'
    ),
    "a pattern": (
        '<pattern id="p" width="9" height="9" patternUnits="userSpaceOnUse"><circle r="3" fill="#c00"/></pattern>'
        '<rect width="50" height="50" fill="url(#p)"/>'
    ),
}
