"""The script of a language and its direction, from its BCP 47 tag.

The script is the tag's own subtag (``ku-Arab``), else the likely one of CLDR (Unicode Technical Standard 35, "Likely
Subtags"), which Babel carries; the direction is that of the script, so that a language written in two scripts has the
right one in both.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal

Direction = Literal["ltr", "rtl"]

# The scripts of ISO 15924 whose letters are right-to-left in Unicode 16, historical ones among them.
_RIGHT_TO_LEFT = frozenset(
    (
        "Mend",  # apart, for it is a word too
        *"Adlm Arab Aran Armi Avst Chrs Cprt Elym Gara Hatr Hebr Hung Khar Lydi Mand Mani Merc Mero Narb Nbat".split(),
        *"Nkoo Orkh Ougr Palm Phli Phlp Phnx Prti Rohg Samr Sarb Sidt Sogd Sogo Syrc Syre Syrj Syrn Thaa Yezi".split(),
    )
)

_PAIRS = (
    "()<>[]{}«»‹›⁅⁆∈∋∉∌∊∍≃⋍≅≌≒≓≔≕≤≥≦≧≨≩≪≫≮≯≰≱≲≳≴≵≶≷≸≹≺≻≼≽≾≿⊀⊁⊂⊃⊄⊅⊆⊇⊈⊉⊊⊋⊏⊐⊑⊒⊢⊣⊰⊱⊲⊳⊴⊵⊶⊷⋉⋊⋋⋌⋐⋑⋖⋗⋘⋙⋚⋛⋜⋝⋞⋟⋠⋡⋢⋣⋤⋥⋦⋧⋨⋩"
    "⋪⋫⋬⋭⋰⋱⋲⋺⋳⋻⋴⋼⋶⋽⋷⋾⌈⌉⌊⌋⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⩽⩾⩿⪀⪁⪂⪃⪄⪅⪆⪇⪈⪉⪊⪋⪌⪍⪎⪯⪰"
)
MIRRORED = {sign: other for pair in zip(_PAIRS[::2], _PAIRS[1::2], strict=True) for sign, other in (pair, pair[::-1])}
"""The sign that each bracket and relation looks like from right to left (BidiMirroring.txt of Unicode)."""

# The region in which a script is used by most, as programs name it beside a language that gives none.
_EAST_ASIAN = {"Hans": "CN", "Hant": "TW", "Jpan": "JP", "Kore": "KR"}


@cache
def script(language: str) -> str:
    """Return the ISO 15924 code of the script that ``language`` (a BCP 47 tag) is written in; empty where neither the
    tag nor CLDR says.

    >>> script("sr"), script("sr-Latn"), script("pa-PK"), script("qaa")
    ('Cyrl', 'Latn', 'Arab', '')
    """
    primary, subtag, region = _subtags(language)
    return subtag or _likely(primary, region)


@cache
def east_asian(language: str) -> str:
    """Return the tag, with its region, under which Word and other programs know the Chinese, Japanese or Korean
    ``language``; empty for others.

    >>> east_asian("zh"), east_asian("zh-Hant-HK"), east_asian("fr")
    ('zh-CN', 'zh-HK', '')
    """
    primary, _, region = _subtags(language)
    usual = _EAST_ASIAN.get(script(language), "")
    return f"{primary}-{region or usual}" if usual else ""


@cache
def with_script(language: str, cldr: str) -> str:
    """Return the tag ``language`` with the script that the CLDR locale ``cldr`` gives, where it gives one and the tag
    none: a reader of Chinese who is not given the script may get the letters, the face and the voice of the other (RFC
    5646, 4.1).

    >>> with_script("zh", "zh_Hans"), with_script("zh-Hant", "zh_Hans"), with_script("sr-ME", "sr_Latn_ME")
    ('zh-Hans', 'zh-Hant', 'sr-Latn-ME')
    """
    primary, dash, rest = language.partition("-")
    subtag = "" if _subtags(language)[1] else _subtags(cldr.replace("_", "-"))[1]
    return f"{primary}-{subtag}{dash}{rest}" if subtag else language


@cache
def regional(language: str, cldr: str = "") -> str:
    """Return the tag ``language`` with a region, as programs that check spelling want it: its own, else that of the
    CLDR locale ``cldr``, else the likely one of CLDR; as it is where none is known.

    >>> regional("en", "en_GB"), regional("fr"), regional("pt-BR"), regional("zh"), regional("sr-Latn"), regional("qaa")
    ('en-GB', 'fr-FR', 'pt-BR', 'zh-CN', 'sr-Latn-RS', 'qaa')
    """
    from babel.core import get_global

    primary, script_tag, region = _subtags(language)
    region = region or _subtags(cldr.replace("_", "-"))[2]
    if not region:
        likely_tags = get_global("likely_subtags")
        likely = (script_tag and likely_tags.get(f"{primary}_{script_tag}")) or likely_tags.get(primary, "")
        region = _subtags(str(likely).replace("_", "-"))[2]
    return east_asian(f"{primary}-{script_tag}-{region}" if script_tag else f"{primary}-{region}") or "-".join(
        filter(None, (primary, script_tag, region))
    )


def is_pseudo(language: str) -> bool:
    """Return whether a tag is that of a pseudo language, which nobody reads: its region is for private
    use (BCP 47, 2.2.4).

    >>> is_pseudo("en-XA"), is_pseudo("en-GB"), is_pseudo("zh-Hant-XB"), is_pseudo("en")
    (True, False, True, False)
    """
    region = _subtags(language)[2]
    return region.startswith("X") and region.isalpha()


def agree(one: str, other: str) -> bool:
    """Return whether two tags name one language: of the same script, and of the same region where both give one.

    >>> agree("en", "en-GB"), agree("zh", "zh-CN"), agree("zh-Hant", "zh-CN"), agree("pt-BR", "pt-PT")
    (True, True, False, False)
    """
    (first, _, here), (second, _, there) = _subtags(one), _subtags(other)
    return one == other or (
        first == second and script(one) == script(other) and (not here or not there or here == there)
    )


@lru_cache(1024)
def shorter(tag: str) -> str:
    """Return ``tag`` without a region that says no more than the language does.

    >>> shorter("ar-EG"), shorter("en-GB"), shorter("zh-CN"), shorter("fr"), shorter("")
    ('ar', 'en-GB', 'zh', 'fr', '')
    """
    primary, subtag, region = _subtags(tag)
    bare = "-".join(filter(None, (primary, subtag)))
    return bare if region and regional(bare) == tag else tag


@lru_cache(1024)
def scripts(language: str) -> frozenset[str]:
    """Return the scripts that text in ``language`` may be written in: that of its tag alone, else every one that CLDR
    has a locale for.

    >>> sorted(scripts("uz")), sorted(scripts("uz-Arab")), sorted(scripts("ja"))
    (['Arab', 'Cyrl', 'Latn'], ['Arab'], ['Jpan'])
    """
    from babel.localedata import locale_identifiers

    primary, subtag, region = _subtags(language)
    if subtag:
        return frozenset((subtag,))
    others = (_subtags(name.replace("_", "-")) for name in locale_identifiers() if name.startswith(f"{primary}_"))
    return frozenset(code for code in (_likely(primary, region), *(other[1] for other in others)) if code)


def direction(language: str) -> Direction:
    """Return the direction in which ``language`` is written, left to right where its script is not known.

    >>> [direction(tag) for tag in ("fa", "ku", "ku-Arab", "sd", "sd-Deva", "zh-Hant")]
    ['rtl', 'ltr', 'rtl', 'rtl', 'ltr', 'ltr']
    """
    return "rtl" if script(language) in _RIGHT_TO_LEFT else "ltr"


def _subtags(tag: str) -> tuple[str, str, str]:
    """Language, script and region of a tag, as CLDR spells them, with the present name of the language."""
    from babel.core import get_global

    primary, *rest = tag.split("-")
    script_tag = region = ""
    for part in rest:
        if len(part) == 1:
            break  # an extension, or what is for private use
        if len(part) == 4 and part.isalpha() and not script_tag:
            script_tag = part.title()
        elif not region and (len(part) == 2 or (len(part) == 3 and part.isdigit())):
            region = part.upper()
    primary = primary.lower()
    return str(get_global("language_aliases").get(primary, primary)).partition("_")[0], script_tag, region


def _likely(primary: str, region: str) -> str:
    from babel.core import get_global

    likely_tags = get_global("likely_subtags")
    full = (likely_tags.get(f"{primary}_{region}") if region else None) or likely_tags.get(primary, "")
    parts = full.split("_")
    return parts[1] if len(parts) > 1 else ""
