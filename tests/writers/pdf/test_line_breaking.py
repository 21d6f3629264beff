"""The ends of lines chosen for a whole paragraph: on type of one width, where every line can be counted."""

from __future__ import annotations

from itertools import accumulate, product

import pytest

from plantin.writers.pdf.line_breaking import BreakOpportunity, Measure, choose, choose_whole

PRICE = 8_000.0
"""What a division costs, as the square of TeX's hyphenpenalty."""
EM = 4.0
"""Four characters to the em: a space is .25 em, as in text type."""


def stops(text: str) -> list[BreakOpportunity]:
    """``text`` in type of one pixel a character; a word may be divided where it has a soft hyphen."""
    spaces = list(accumulate((character == " " for character in text.replace("\xad", "")), initial=0))
    found = [BreakOpportunity(0, 0, 0, 0, 0, 0)]
    place = 0
    for character in text:
        if character == "\xad":
            found.append(BreakOpportunity(place, place, place, place, spaces[place], spaces[place], 1.0, PRICE))
            continue
        place += 1
        if character == " ":
            found.append(BreakOpportunity(place - 1, place, place - 1, place, spaces[place - 1], spaces[place]))
    return [*found, BreakOpportunity(place, place, place, 0, spaces[place], 0)]


def broken(text: str, width: int, *, filled: bool = True) -> list[str]:
    """The lines of ``text`` in a measure of ``width`` characters."""
    plain, begin, lines = text.replace("\xad", ""), 0, []
    for stop in choose(stops(text), Measure(width, EM, filled=filled)):
        lines.append(plain[begin : stop.at] + ("-" if stop.hyphen else ""))
        begin = stop.resume
    return lines


def test_a_line_is_set_shorter_so_that_the_next_need_not_be_loose() -> None:
    text = "aaa bb cc ddddd eee ffffff"
    assert broken(text, 10, filled=False) == ["aaa bb cc", "ddddd eee", "ffffff"]
    # The first line of a full measure takes "cc" too; the second would then be three letters in ten.
    assert broken("aaaa bb cc dddddd e", 10, filled=False) == ["aaaa bb cc", "dddddd e"]
    assert broken("aa aa aa a bbbbbbbbb cc", 10, filled=False) == ["aa aa aa a", "bbbbbbbbb", "cc"]


def test_words_are_not_divided_where_the_spaces_can_bear_it() -> None:
    # Eight spaces grow by a pixel for the whole word to go over, a sixteenth of an em; without the second letters by
    # two and a half.
    assert broken("aa bb cc dd ee ff gg hh ii" + " jjjjj\xadkkkkk ll mm", 32)[0] == "aa bb cc dd ee ff gg hh ii jjjjj-"
    assert broken("aa bb cc dd ee ff gg hh ii" + " jj\xadkkkkkkkk ll mm", 29)[0] == "aa bb cc dd ee ff gg hh ii"


def test_a_third_division_in_a_row_costs_more_than_loose_lines() -> None:
    word = "xx\xadxx\xadxx\xadxx\xadxx"
    text = " ".join([word] * 9)
    lines = broken(text, 24)
    ends = [line.endswith("-") for line in lines]
    assert not any(all(ends[n - 2 : n + 1]) for n in range(2, len(ends)))
    assert "".join(
        line.removesuffix("-") if line.endswith("-") else line + " " for line in lines
    ).strip() == text.replace("\xad", "")


def test_type_that_may_be_wider_keeps_a_word_whole() -> None:
    text = "aa bb cc dd ee ff gg hh ii jj\xadkkkkkkkkk ll mm"
    firm, wider = (choose(stops(text), Measure(31, EM, expansion=most)) for most in (0.0, 0.05))
    assert firm[0].hyphen
    assert not wider[0].hyphen


def test_a_hyphen_of_the_word_itself_counts_among_those_in_a_row() -> None:
    places = [stop._replace(dash=not stop.hyphen) for stop in stops(" ".join(["xx\xadxx"] * 30))]
    ends = choose(places, Measure(24, EM))[:-1]
    assert not any(stop.hyphen for stop in ends)


def test_the_rest_of_a_word_is_no_last_line() -> None:
    lines = broken("aaaa bbbb cccc dddd eeee fff\xadfff", 28)
    assert lines == ["aaaa bbbb cccc dddd eeee", "ffffff"]
    assert broken("aaaa bbbb cccc dddd eeee fff\xadfff gg hh", 28)[0] == "aaaa bbbb cccc dddd eeee fff-"


def test_the_last_line_reaches_beyond_an_indent() -> None:
    full = " ".join(["aa"] * 20)
    assert broken(f"{full} bbbbbbbb cccc", len(full) + 9) == [full, "bbbbbbbb cccc"]
    assert broken(f"{full} bbbbbbbb cccccccccccc", len(full) + 9) == [f"{full} bbbbbbbb", "cccccccccccc"]


def test_the_page_turns_after_a_whole_word() -> None:
    text = " ".join(["abcdef\xadghijkl mno"] * 12)
    free = choose(stops(text), Measure(42, EM))
    number = next(number for number, stop in enumerate(free, 1) if stop.hyphen)
    turned = choose(stops(text), Measure(42, EM), number)
    assert not turned[number - 1].hyphen


def test_spaces_shrink_a_little_to_save_a_line() -> None:
    text = " ".join(["ab"] * 36)
    assert broken(text, 40)[0].count("ab") == 13
    assert len(" ".join(["ab"] * 14)) == 41
    assert broken(text, 41)[0].count("ab") == 14
    # 13 spaces give .05 em each: 2.6 pixels.
    assert broken("ab " * 13 + "abc abc", 41)[0].count("ab") == 14


@pytest.mark.parametrize("text", ["aaaaaaaaaaaaaaaaaaaaaaaaaaaa bb", "a bb aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa cc"])
def test_a_word_wider_than_the_measure_leaves_the_paragraph_to_the_engine(text: str) -> None:
    assert broken(text, 12) == []


def test_ragged_lines_never_pass_the_measure() -> None:
    lines = broken("the quick brown fox jumps over the lazy dog and runs a long way off", 16, filled=False)
    assert max(map(len, lines)) <= 16
    assert " ".join(lines) == "the quick brown fox jumps over the lazy dog and runs a long way off"


def test_lines_of_whole_words_are_those_of_all_ways_or_none() -> None:
    words = ("abcdef\xadghijkl mno", "ab cd efg\xadhij", "a bcd ef ghi\xadjklmno pq")
    taken = {0: 0, 1: 0}
    for word, width, turn, filled in product(words, range(20, 48), (0, 2), (True, False)):
        places, measure = stops(" ".join([word] * 8)), Measure(width, EM, filled=filled)
        whole = choose_whole([stop for stop in places if not stop.hyphen], measure, turn, PRICE)
        if whole:
            assert whole == choose(places, measure, turn)
        taken[bool(whole)] += 1
    assert min(taken.values()) > 20, "both are so often"
    assert choose_whole([stop for stop in stops(words[1]) if not stop.hyphen], Measure(40, EM), 0, -1000.0) == ()
