"""Compares a message with its translation, token by token."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from plantin.bounded.patterns import Pattern
from plantin.findings import Severity
from plantin.lint.translation import quantities
from plantin.lint.translation.forms import Forms
from plantin.lint.translation.tokens import YEARS, Tokens

# What must agree exactly: the code of the fault, the kind of token, its name for a translator.
_EXACT = (
    ("T020", "indicator", "indicator"),
    ("T021", "reference", "reference to"),
    ("T021", "citation", "citation of"),
    ("T022", "id", "id"),
    ("T023", "symbol", "symbol"),
    ("T024", "resolution", "resolution"),
    ("T025", "entry", "list entry"),
    ("T025", "sales", "sales number"),
    ("T026", "url", "address"),
    ("T027", "date", "date"),
    ("T044", "code", "code or formula"),
)
# Number words are compared from two on: "one" is an article or a pronoun in most languages.
_LEAST_NUMBER_WORD = 2
_SHORT, _SENTENCE, _SENTENCES, _COPIED = 120, 60, 2, 2
_LARGE = 10**5
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class TranslationFault:
    """What is wrong with one translation."""

    code: str
    message: str
    severity: Severity = "error"


def compare(original: Tokens, translation: Tokens, forms: tuple[Forms, Forms]) -> Iterator[TranslationFault]:
    """Yield the faults of ``translation`` beside ``original``; ``forms`` are those of the two languages."""
    _exchange_ends(original, translation)
    for code, kind, name in _EXACT:
        yield from _difference(code, name, original.kind(kind), translation.kind(kind))
    months = (set(original.kind("month")), set(translation.kind("month")))
    for which, values in (("missing", months[0] - months[1]), ("not in the original", months[1] - months[0])):
        for month in sorted(values):
            yield TranslationFault("T028", f"month {month} is {which}")
    yield from _numbers(original, translation, forms)
    yield from _amounts(original, translation, forms)
    if original.quotations > translation.quotations or (
        original.quotations < translation.quotations and not forms[1].more_quotation
    ):
        yield TranslationFault(
            "T032", f"{translation.quotations} quoted passages, {original.quotations} in the original"
        )
    yield from _opposites(original, translation, forms)
    yield from _marks(original, translation)
    yield from _prose(original, translation, forms)


def _exchange_ends(original: Tokens, translation: Tokens) -> None:
    """Let the months of ranges of days be where the original has them: ``6 to 12 April`` is ``4月6日至12日``."""
    dates = original.kind("date"), translation.kind("date")
    for wanted, found in product((dates[0] - dates[1]).elements(), (dates[1] - dates[0]).elements()):
        (month, _, day), (other_month, _, other_day) = wanted.rpartition("-"), found.rpartition("-")
        here, there = Fraction(int(day)), Fraction(int(other_day))
        if month == other_month and original.numbers[there] and translation.numbers[here]:
            translation.kinds["date"] = dates[1] - Counter([found]) + Counter([wanted])
            translation.numbers = translation.numbers - Counter([here]) + Counter([there])
            translation.order = [there if number == here else number for number in translation.order]
            return


def _difference(code: str, name: str, wanted: Counter[str], found: Counter[str]) -> Iterator[TranslationFault]:
    if wanted == found:
        return
    for which, values in (("missing", wanted - found), ("not in the original", found - wanted)):
        for value, count in sorted(values.items()):
            times = f", {count} times" if count > 1 else ""
            yield TranslationFault(code, f"{name} {value} is {which}{times}")


def _numbers(original: Tokens, translation: Tokens, forms: tuple[Forms, Forms]) -> Iterator[TranslationFault]:
    counts = original.numbers, translation.numbers
    excused, missing, uncounted = quantities.pairs((original.prose, translation.prose), forms, counts)
    left = (counts[0] - counts[1] - excused[0], counts[1] - counts[0] - excused[1])
    for plain, scaled in original.perhaps_scaled | translation.perhaps_scaled:
        for one, other in (left, left[::-1]):
            if one[plain] and other[scaled]:
                one[plain] -= 1
                other[scaled] -= 1
    for value in sorted(left[0].elements()):
        if not _in_words(value, translation.text, forms[1]):
            yield TranslationFault("T029", f"number {_numeral(value)} is missing")
    for value in sorted(left[1].elements()):
        if not _in_words(value, original.text, forms[0]):
            yield TranslationFault("T029", f"number {_numeral(value)} is not in the original")
    for value, unit in uncounted:
        # A number that is missing everywhere has its finding.
        if value in counts[0] and not left[0][value]:
            yield TranslationFault("T029", f"number {_numeral(value)} is missing beside {unit!r}", "warning")
    yield from _order(original, translation)
    for quantity in missing:
        yield TranslationFault("T043", f"{quantity.words!r} of the original is missing", "warning")
    yield from _number_words(original, translation, forms, excused)
    for value in sorted(original.percents - translation.perhaps_percents - {*excused[0]}):
        yield TranslationFault("T031", f"{_numeral(value)} is a percentage in the original, not in the translation")
    for value in sorted(translation.percents - original.perhaps_percents - {*excused[1]}):
        yield TranslationFault("T031", f"{_numeral(value)} is no percentage in the original")


def _order(original: Tokens, translation: Tokens) -> Iterator[TranslationFault]:
    """Yield T045 where numbers that may be taken for one another, as two percentages, are in another order."""
    if original.order == translation.order:
        return
    once = {value for value, count in original.numbers.items() if count == translation.numbers[value] == 1} - YEARS
    percents = once & original.percents
    large = {value for value in once if value >= _LARGE} - percents
    for alike in (percents, large, once - percents - large):
        orders = [[value for value in tokens.order if value in alike] for tokens in (original, translation)]
        if orders[0] != orders[1]:
            sequence = ", ".join(map(_numeral, orders[1]))
            yield TranslationFault("T045", f"the numbers are in another order: {sequence}", "warning")


def _number_words(
    original: Tokens, translation: Tokens, forms: tuple[Forms, Forms], excused: tuple[Counter[Fraction], ...]
) -> Iterator[TranslationFault]:
    both = ((original, forms[0]), (translation, forms[1]))
    named = [form.values_in(tokens.text) for tokens, form in both]
    words = [{number for number in numbers if number >= _LEAST_NUMBER_WORD} for numbers in named]
    if not any(words):
        return
    others = [
        numbers | form.hint_values(tokens.text) | {*tokens.numbers}
        for numbers, (tokens, form) in zip(named, both, strict=True)
    ]
    for number in sorted(filter(forms[1].names, words[0] - others[1] - {*excused[0]})):
        yield TranslationFault(
            "T043", f"the number {_numeral(number)}, in words in the original, is missing", "warning"
        )
    for number in sorted(filter(forms[0].names, words[1] - others[0] - {*excused[1]})):
        yield TranslationFault("T043", f"the number {_numeral(number)}, in words, is not in the original", "warning")


def _in_words(value: Fraction, text: str, forms: Forms) -> bool:
    return value in forms.values_in(text) | forms.hint_values(text)


def _numeral(value: Fraction) -> str:
    return str(int(value)) if value.denominator == 1 else str(float(value))


def _amounts(original: Tokens, translation: Tokens, forms: tuple[Forms, Forms]) -> Iterator[TranslationFault]:
    known = forms[0].currency.keys() & forms[1].currency.keys()
    for name in sorted((original.currencies ^ translation.currencies) & known):
        which = "missing" if name in original.currencies else "not in the original"
        yield TranslationFault("T030", f"the currency {name} is {which}")


def _opposites(original: Tokens, translation: Tokens, forms: tuple[Forms, Forms]) -> Iterator[TranslationFault]:
    """Yield T095 for a negation that the translation lacks, and for what each text has one side of."""
    words = forms[0].quotations.sub("", original.prose)
    negated = forms[0].negations[0].search(words)
    # "Pas moins de" is no negation.
    match = negated if forms[1].negation else None
    limits = [list(form.sides.get("limit", {}).values()) for form in forms]
    translated = translation.prose
    if match and any(limit.search(words) for limit in limits[0]):
        for limit in limits[1]:
            translated = limit.sub(lambda found: "" if forms[1].negates(found[0]) else found[0], translated)
    if match and not forms[1].negations[1].search(translated):
        yield TranslationFault("T095", f"the negation {match[0]!r} of the original is missing", "warning")
    # A long passage may have either side in words that are not known.
    for kind, sides in forms[0].sides.items() if len(words) < _SHORT else ():
        here, there = (
            _sides_in(tokens.prose, rows)
            for rows, tokens in ((sides, original), (forms[1].sides.get(kind, {}), translation))
        )
        turned = here | there == {"yes", "no"} and bool(negated) != bool(forms[1].negations[0].search(translated))
        if here and there and not here & there and not turned:
            message = f"{kind}: {', '.join(sorted(there))}, in the original {', '.join(sorted(here))}"
            yield TranslationFault("T095", message, "warning")


def _sides_in(text: str, rows: Mapping[str, Pattern]) -> set[str]:
    """Return the sides that a text has: "no more than" is not "more than"."""
    spans = sorted(
        (match.start(), -match.end(), side) for side, words in rows.items() for match in words.finditer(text)
    )
    found, last = set(), 0
    for start, end, side in spans:
        if start >= last:
            found.add(side)
            last = -end
    return found


def _marks(original: Tokens, translation: Tokens) -> Iterator[TranslationFault]:
    for kind in ("emphasis", "attributes"):
        if original.kind(kind) == translation.kind(kind):
            continue
        if kind == "emphasis" and original.titles != translation.titles:
            yield TranslationFault(
                "T048", f"{translation.titles} titles of works in italics, {original.titles} in the original", "warning"
            )
        elif kind == "attributes" or "《" not in translation.prose:
            signs = " ".join(
                sorted((original.kind(kind) - translation.kind(kind)) | (translation.kind(kind) - original.kind(kind)))
            )
            yield TranslationFault("T044", f"other inline marks than in the original: {signs}", "warning")


def _prose(original: Tokens, translation: Tokens, forms: tuple[Forms, Forms]) -> Iterator[TranslationFault]:
    if len(original.text) >= _SENTENCE:
        low, high = forms[1].length
        ratio = len(translation.text) / len(original.text)
        whole = len(original.text) >= _SHORT
        if whole and not low <= ratio <= high:
            yield TranslationFault("T039", f"{ratio:.0%} of the original's length", "warning")
        counts = [_sentences(form, tokens) for form, tokens in zip(forms, (original, translation), strict=True)]
        # Two sentences may become one of their length; where one is left out, the length of half of it is missing.
        lacking = counts[1] < counts[0] and ratio < (low + high) / 2 * (1 - 0.5 / counts[0])
        if lacking or (whole and abs(counts[0] - counts[1]) >= _SENTENCES):
            yield TranslationFault("T042", f"{counts[1]} sentences, {counts[0]} in the original", "warning")
    words = _WORD.findall(translation.prose)
    lower = [word for word in words if word[0].islower()]
    if words == _WORD.findall(original.prose) and len(lower) >= _COPIED:
        yield TranslationFault("T046", "the text is still that of the original")
        return
    telling = set(forms[0].telltale) - set(forms[1].telltale)
    quoted = forms[1].quotations.sub("", translation.text)
    if left := sorted(telling.intersection(_WORD.findall(quoted))):
        yield TranslationFault("T047", f"words of the original's language: {', '.join(left)}", "warning")


def _sentences(forms: Forms, tokens: Tokens) -> int:
    return 1 + sum(not sign.islower() for sign in forms.sentence.findall(tokens.prose))
