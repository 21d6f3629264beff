"""Talking books of DAISY 2.02 and 3, spoilt in one way each: what a player would do wrong, or a listener would miss."""

from __future__ import annotations

from tests.spoilt.audio import change
from tests.spoilt.registry import Faults
from tests.spoilt.rewriting import Files, book

FILES = Faults("daisy202", book)
spoils = FILES.spoils
_CENTRE, _SMIL, _TEXT = "ncc.html", "chapter-1.smil", "chapter-1.html"


@spoils("E010", "E013", "E014")
def paragraph_not_read_aloud(files: Files) -> None:
    change(files, _SMIL, r"<par [^>]*><text [^>]*#spoken-4\".*?</par>\n", "")


@spoils("E010", "E011")
def clip_at_another_place(files: Files) -> None:
    change(files, _SMIL, '#spoken-4"', '#paragraph-99"')


@spoils("E011")
def clips_exchanged(files: Files) -> None:
    change(files, _SMIL, '#spoken-4"(.*?)#spoken-5"', r'#spoken-5"\1#spoken-4"')


@spoils("E011")
def note_that_cannot_be_switched_off(files: Files) -> None:
    change(files, "notes.smil", ' system-required="footnote-on"', "")


@spoils("E011")
def sentence_that_goes_with_the_notes(files: Files) -> None:
    change(files, _SMIL, ' id="par-5"', ' system-required="footnote-on" id="par-5"')


@spoils("E011", "E014")
def call_that_cannot_be_switched_off(files: Files) -> None:
    change(files, _SMIL, ' system-required="footnote-on"', "")


@spoils("E012", "E014")
def sound_that_is_not_there(files: Files) -> None:
    del files["chapter-1.mp3"]


@spoils("E012", "E013", "E014")
def clip_that_ends_after_the_sound(files: Files) -> None:
    change(files, _SMIL, r'clip-end="[^"]*"( id="audio-12")', r'clip-end="npt=900.000s"\1')


@spoils("E013")
def times_that_are_not_so(files: Files) -> None:
    change(files, _CENTRE, r'(ncc:totalTime" content=")[^"]*', r"\g<1>00:00:01")
    change(files, _SMIL, r'(ncc:totalElapsedTime" content=")[^"]*', r"\g<1>00:00:01")
    change(files, "chapter-2.smil", r'<seq dur="[^"]*"', '<seq dur="1.000s"')


@spoils("E013")
def voice_of_a_person(files: Files) -> None:
    change(files, _CENTRE, r" \(synthetic voice\)", "")


@spoils("E014")
def heading_left_out(files: Files) -> None:
    change(files, _CENTRE, "<h2 .*?</h2>\n", "")


@spoils("E014")
def heading_with_another_number(files: Files) -> None:
    change(files, _CENTRE, r">II\. ", ">III. ")


@spoils("E014")
def heading_that_leads_elsewhere(files: Files) -> None:
    change(files, _CENTRE, r"chapter-2\.smil#par-1\b", "chapter-2.smil#par-2")


@spoils("E014")
def counts_that_are_not_so(files: Files) -> None:
    change(files, _CENTRE, r'(ncc:footnotes" content=")\d+', r"\g<1>1")
    change(files, _CENTRE, r'(ncc:files" content=")\d+', r"\g<1>1")


@spoils("E014")
def element_that_daisy_does_not_have(files: Files) -> None:
    change(files, _TEXT, "<p ", '<p style="display: none" ')


@spoils("E012", "E013", "E014")
def smil_of_another_version(files: Files) -> None:
    change(files, _SMIL, "clip-begin", "clipBegin")


@spoils("E010", "E014", "P002")
def words_marked_as_an_ornament(files: Files) -> None:
    change(files, _TEXT, "<p ", '<p class="aria-hidden">Not so.</p>\n<p ')


@spoils("E014")
def comment(files: Files) -> None:
    change(files, _TEXT, "<p ", "<!-- not so --><p ")


@spoils("E014")
def file_more(files: Files) -> None:
    files["more.html"] = b"<html/>"


@spoils("E014")
def title_of_another_book(files: Files) -> None:
    change(files, _CENTRE, r'(dc:title" content=")', r"\g<1>Not ")


@spoils("L001", "P014")
def reference_that_leads_nowhere(files: Files) -> None:
    change(files, _TEXT, "#paragraph-3", "#paragraph-99")


@spoils("E014", "P003")
def another_number(files: Files) -> None:
    change(files, _TEXT, ">1.<", ">9.<")


NEWER = Faults("daisy3", book)
newer = NEWER.spoils
_PACKAGE, _NCX, _BOOK = "package.opf", "navigation.ncx", "chapter-1.xml"


@newer("E010", "E011", "E013", "E014")
def paragraph_not_read(files: Files) -> None:
    change(files, _SMIL, r"<par [^>]*><text [^>]*#spoken-4\".*?</par>\n", "")


@newer("E010", "E011")
def clip_shown_elsewhere(files: Files) -> None:
    change(files, _SMIL, '#spoken-4"', '#paragraph-99"')


@newer("E011")
def notes_that_cannot_be_switched_off(files: Files) -> None:
    change(files, "notes.smil", ' class="note" customTest="note"', ' class="table"')


@newer("E011", "E014")
def notes_that_cannot_be_left(files: Files) -> None:
    change(files, "notes.smil", r'(<seq id="[^"]*") class="note"( customTest="note" end=)', r'\1 class="row"\2')


@newer("E011")
def note_left_before_its_end(files: Files) -> None:
    change(files, "notes.smil", r"DTBuserEscape;par-\d+\.end", "DTBuserEscape;par-1.end")


@newer("E011", "E014")
def call_always_heard(files: Files) -> None:
    change(files, _SMIL, ' class="noteref" customTest="noteref"', "")


@newer("E011")
def sentence_that_does_not_say_where_it_is_heard(files: Files) -> None:
    change(files, _BOOK, r' smilref="chapter-1.smil#par-4"', "")


@newer("E013")
def test_that_is_not_declared(files: Files) -> None:
    change(files, _NCX, r"<smilCustomTest [^>]*/>\n", "")


@newer("E013")
def other_times(files: Files) -> None:
    change(files, _PACKAGE, r'(dtb:totalTime" content=")[^"]*', r"\g<1>0:00:01.000")
    change(files, _SMIL, r'(dtb:totalElapsedTime" content=")[^"]*', r"\g<1>0:00:01.000")
    change(files, _SMIL, r'(<seq id="whole" dur=")[^"]*', r"\g<1>0:00:01.000")


@newer("E013")
def voice_called_a_person(files: Files) -> None:
    change(files, _PACKAGE, r" \(synthetic voice\)", "")


@newer("E014")
def heading_not_in_the_ncx(files: Files) -> None:
    change(files, _NCX, r'<navPoint id="ncx-\d+" playOrder="\d+" class="h2">.*?</navPoint>', "")


@newer("E014")
def heading_at_another_level(files: Files) -> None:
    change(
        files, _NCX, r'(<content src="[^"]*"/>)(<navPoint [^>]* class="h2">.*?</navPoint>\n)(</navPoint>\n)', r"\1\3\2"
    )


@newer("E014")
def heading_with_another_sound(files: Files) -> None:
    change(files, _NCX, r'(class="h1">.*?clipEnd=")[^"]*', r"\g<1>0:00:00.500")


@newer("E014")
def other_counts(files: Files) -> None:
    change(files, _NCX, r'(dtb:totalPageCount" content=")\d+', r"\g<1>7")
    change(files, _NCX, r'(dtb:depth" content=")\d+', r"\g<1>1")


@newer("E014")
def file_not_in_the_manifest(files: Files) -> None:
    change(files, _PACKAGE, r"<item [^>]*audio/mpeg[^>]*/>\n", "")


@newer("E014", "P011")
def other_language_in_the_package(files: Files) -> None:
    change(files, _PACKAGE, "(<dc:Language>)en", r"\1fr")


@newer("E014")
def element_that_dtbook_does_not_have(files: Files) -> None:
    change(files, _BOOK, "<p ", '<p style="display: none" ')


@newer("E010", "E014", "P002")
def words_called_an_ornament(files: Files) -> None:
    change(files, _BOOK, "<p ", '<p class="aria-hidden">Not so.</p>\n<p ')


@newer("E014")
def other_namespace(files: Files) -> None:
    change(files, _BOOK, "<p ", '<p xmlns:x="urn:x" ')


@newer("L001", "P014")
def link_to_nowhere(files: Files) -> None:
    change(files, _BOOK, "#paragraph-3", "#paragraph-99")


@newer("E014", "P003")
def number_changed(files: Files) -> None:
    change(files, _BOOK, ">1.<", ">9.<")
