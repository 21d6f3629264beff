"""Akoma Ntoso files imported: editions of this press come back to the same bytes, files of others with all their words."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree, html

from plantin.findings import SourceError
from plantin.house.layout import House
from plantin.packs.akn.importer import to_page
from plantin.packs.imports import families, file_kinds, importers, receive
from plantin.packs.imports.received import GivenFields
from plantin.production import steps
from tests.kit import houses
from tests.kit.editions import Editions

pytestmark = pytest.mark.full


def home(folder: Path) -> House:
    """An empty house in the style of the United Nations."""
    (folder / "sources").mkdir()
    shutil.copytree(houses.ROOT / "styles", folder / "styles")
    shutil.copytree(houses.ROOT / "locales", folder / "locales", ignore=shutil.ignore_patterns("*.po"))
    return houses.in_un(folder)


@pytest.mark.parametrize("name", houses.NAMES)
def test_an_edition_comes_back_to_the_same_bytes(name: str, examples: House, store: Editions, tmp_path: Path) -> None:
    document = store.document(examples, houses.slug(name), examples.languages(houses.slug(name))[0])
    content = store.content(document, "akn")
    house, path = home(tmp_path), tmp_path / "edition.akn"
    path.write_bytes(content)
    arrived = receive.import_file(house, path, GivenFields({}))
    assert arrived.refused is None, arrived.refused
    slug = Path(arrived.path).parent.name
    again = steps.compose(house, slug, house.languages(slug)[0]).document
    assert store.content(again, "akn") == content


@pytest.mark.slow
def test_all_languages_of_the_report_come_back_to_the_same_bytes(store: Editions, tmp_path: Path) -> None:
    languages = ("en", "fr", "es", "ru")
    contents = {
        language: store.content(store.document(House(houses.ROOT), "S-2017-97", language), "akn")
        for language in languages
    }
    home(tmp_path)
    shutil.copy(houses.ROOT / "plantin.toml", tmp_path)
    house = House(tmp_path)
    paths = {language: tmp_path / f"{language}.akn" for language in languages}
    for language, path in paths.items():
        path.write_bytes(contents[language])
    done = families.import_family(house, paths.pop("en"), paths, GivenFields({}))
    assert done.exit_code() == 0
    for language in languages:
        again = steps.compose(house, "S-2017-97", language).document
        assert store.content(again, "akn") == contents[language], language


SPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
ACT = f"""<?xml version="1.0"?>
<!-- of others -->
<akomaNtoso xmlns="{SPACE}"><act name="act"><meta><identification source="#x"><FRBRWork><FRBRthis value="/akn/zz/act/2031/4"/>
<FRBRdate date="2031-03-02" name="x"/></FRBRWork><FRBRExpression><FRBRlanguage language="eng"/></FRBRExpression></identification>
<notes source="#x"><note eId="n1"><p>An editor's note.</p></note></notes></meta>
<preface><longTitle><p>An Act to light the <docTitle>harbour</docTitle>.</p></longTitle></preface>
<preamble><formula name="x"><p>Be it enacted:</p></formula></preamble>
<body><part eId="part_1"><num>Part I</num><heading>Lamps</heading><section eId="sec_1"><num>1.</num><heading>Oil<noteRef href="#n1"/></heading>
<subsection eId="sec_1__subsec_1"><num>(1)</num><intro><p>The keeper shall</p></intro>
<paragraph eId="a"><num>(a)</num><content><p>burn <i>oil</i>;<authorialNote marker="1" placement="bottom">Bare words <p>and a block.</p></authorialNote></p></content></paragraph>
<paragraph eId="b"><num>(b)</num><content><p>see <ref href="/akn/zz/act/2030/1">another Act</ref><eol/>and keep the log.</p></content></paragraph>
<wrapUp><p>until dawn.</p></wrapUp></subsection>
<hcontainer name="table"><content><table><caption>Lamps</caption><tr><th><p>Place</p></th><th><p>Lamps</p></th></tr><tr><td><p>North</p></td><td><p>12</p></td></tr></table></content></hcontainer>
<subsection><subheading>Times</subheading><content><blockList eId="l"><listIntroduction>The hours:</listIntroduction><item eId="i"><num>1.</num><p>dusk</p></item><listWrapUp>each day.</listWrapUp></blockList>
<foreign><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math></foreign></content></subsection></section></part></body>
<attachments><attachment eId="att_1"><heading>Schedule</heading><doc name="schedule"><meta/><mainBody><p>Loose <b>words</b> here.</p></mainBody></doc></attachment></attachments>
</act></akomaNtoso>"""
DEBATE = f"""<akomaNtoso xmlns="{SPACE}/CSD13"><debate name="hansard"><meta/><preface><p><docTitle>Sitting of 3 March</docTitle></p></preface>
<debateBody><debateSection name="prayers"><heading>Prayers</heading><scene>The House met at three.</scene></debateSection>
<debateSection name="questions"><speech by="#a"><from>The Keeper</from><p>What of <term refersTo="#x">oil</term>?</p></speech>
<answer by="#b" to="#a"><from>The Minister:</from><p>There is <del>no</del> <ins>some</ins> oil.</p></answer></debateSection></debateBody></debate></akomaNtoso>"""
JUDGEMENT = f"""<akomaNtoso xmlns="{SPACE}"><judgment name="x"><meta/><header><p><courtType>Court of the Harbour</courtType></p><p><docNumber>7/31</docNumber></p></header>
<judgmentBody><introduction><p>The <party refersTo="#p">keepers</party> appeal.</p></introduction>
<background><p>It was <span class="x">dark</span>.</p></background><decision><p>The appeal is allowed.</p><embeddedStructure><p>So ordered.</p></embeddedStructure></decision></judgmentBody>
<conclusions><p><signature>A. Judge</signature></p></conclusions></judgment></akomaNtoso>"""
OTHERS = {"act": ACT, "debate": DEBATE, "judgment": JUDGEMENT}


def letters(texts: list[str]) -> Counter[str]:
    return Counter(letter for text in texts for letter in text if letter.isalnum())


@pytest.mark.parametrize("name", OTHERS)
def test_no_letter_of_a_file_of_others_is_lost(name: str) -> None:
    root = etree.fromstring(OTHERS[name].encode(), etree.XMLParser(remove_comments=True))
    for identification in list(root.iter("{*}identification")):
        identification.getparent().remove(identification)  # type: ignore[union-attr]
    page = html.document_fromstring(to_page(OTHERS[name].encode()).decode())
    lost = letters(list(map(str, root.itertext()))) - letters(list(map(str, page.body.itertext())))
    assert lost == Counter()


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_of_others_becomes_a_source(name: str, tmp_path: Path) -> None:
    house, path = home(tmp_path), tmp_path / f"{name}.xml"
    path.write_text(OTHERS[name], "utf-8")
    arrived = receive.import_file(house, path, GivenFields({}))
    assert arrived.refused is None, arrived.refused
    text = (tmp_path / arrived.path).read_text("utf-8")
    for words in {
        "act": ("# Part I Lamps", "## 1. Oil[^", "burn *oil*;[^", "| North | 12 |"),
        "debate": ("The House met at three.", "The Minister:"),
        "judgment": ("So ordered.",),
    }[name]:
        assert words in text, text


def test_a_file_is_known_by_its_outermost_element(tmp_path: Path) -> None:
    for start in ("", "\ufeff", '<?xml version="1.0"?>\n', "<?xml-stylesheet href='a'?>\n<!-- <akomaNtoso> -->\n"):
        (path := tmp_path / "x.xml").write_text(f"{start}<akomaNtoso/>", "utf-8")
        tool = importers.importer(path)
        assert tool is not None, start
        assert tool.name == "akn"
    for others in ("<article/>", "<!-- <akomaNtoso> --><article/>", "akomaNtoso", ""):
        path.write_text(others, "utf-8")
        assert importers.importer(path) is None, others
    assert importers.importer(tmp_path) is None
    path.write_text("<x/>")
    with pytest.raises(SourceError, match="kind that is not read") as refusal:
        file_kinds.kind(path)
    assert "by extensions: .akn" in str(refusal.value.findings[0].hint)


HOSTILE = {
    "an entity": b'<!DOCTYPE a [<!ENTITY b "c">]><akomaNtoso xmlns="%s">&b;</akomaNtoso>' % SPACE.encode(),
    "entities in entities": b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;&b;">]><akomaNtoso>&c;</akomaNtoso>',
    "a file of this machine": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><akomaNtoso>&b;</akomaNtoso>',
    "depth": b'<akomaNtoso xmlns="%s">' % SPACE.encode() + b"<p>" * 3000 + b"</p>" * 3000 + b"</akomaNtoso>",
    "attributes": b'<akomaNtoso xmlns="%s" %s/>' % (SPACE.encode(), b" ".join(b'a%d="1"' % n for n in range(3000))),
    "no XML": b"akomaNtoso",
    "another vocabulary": b"<article/>",
    "another namespace": b'<akomaNtoso xmlns="urn:x"/>',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        to_page(HOSTILE[name])


def test_many_elements_are_refused_before_they_are_a_tree() -> None:
    with pytest.raises(ValueError, match="elements"):
        to_page(b'<akomaNtoso xmlns="%s">' % SPACE.encode() + b"<p/>" * 1_000_001 + b"</akomaNtoso>")
