"""What Word files have beside paragraphs: references, forms, charts, diagrams, pictures of other kinds; each is
imported or reported.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from PIL import Image

from plantin.bounded.limits import BoundError
from plantin.house.layout import House
from plantin.packs.imports.docx.pictures import Pictures, convert_to_png
from tests.kit.houses import ROOT, in_un, without_reports
from tests.kit.word_files import SPACES, come, merged, paragraph, told


@pytest.fixture
def home(tmp_path: Path) -> House:
    return in_un(without_reports(tmp_path).root)


def pointing(package: Any, words: str, shown: str, after: str, to: str = "_Ref1 \\h", line: Any = None) -> Any:
    """A paragraph with a field that refers to a bookmark (REF, 17.16.5.51)."""
    line = line or package.add_paragraph()
    line.add_run(words)
    for kind, text in (("begin", ""), ("", f" REF {to} "), ("separate", ""), ("shown", shown), ("end", "")):
        run = line.add_run(text if kind == "shown" else "")
        if kind not in ("", "shown"):
            node = run._r.makeelement(qn("w:fldChar"), {qn("w:fldCharType"): kind})
            run._r.append(node)
        elif not kind:
            node = run._r.makeelement(qn("w:instrText"), {})
            node.text = text
            run._r.append(node)
    line.add_run(after)
    return line


def marked(line: Any, name: str) -> Any:
    """The paragraph, which is what the bookmark ``name`` marks."""
    for n, kind in ((1 if line._p.pPr is not None else 0, "Start"), (len(line._p) + 1, "End")):
        line._p.insert(n, parse_xml(f'<w:bookmark{kind} {SPACES} w:id="{len(name)}" w:name="{name}"/>'))
    return line


def test_references_to_headings_and_numbered_paragraphs_are_references_with_the_same_number(home: House) -> None:
    package = docx.Document()
    marked(package.add_heading("1. Lamps", 1), "_Ref1")
    marked(package.add_paragraph("1. The lamps burn."), "_Ref12")
    marked(package.add_heading("1.1 Oil", 2), "_Ref123")
    marked(package.add_paragraph("2. The keepers count, as section 7 of another report says:"), "_Ref1234")
    marked(package.add_paragraph("(a) lamps;"), "_Ref12345")
    package.add_paragraph("(b) wicks.")
    package.add_heading("1.2 Glass", 2)
    pointing(package, "3. They are those of paragraph ", "1", " and of section ", "_Ref12 \\r \\h")
    line = pointing(package, "4. See paragraphs ", "1", "", "_Ref12 \\r \\h")
    line = pointing(package, " and ", "2", ", and ", "_Ref1234 \\r", line)
    pointing(package, "section ", "1.1", ".", "_Ref123 \\r \\h", line)
    pointing(package, "5. What ", "section 1", " says of the lamps is in ", "_Ref1 \\r \\h")
    line = pointing(package, "6. See para. ", "2 (a)", ", ", "_Ref12345 \\w")
    line = pointing(package, "page ", "7", " ", "_Ref12 \\p", line)
    pointing(package, "and section ", "9", ".", "_Ref123 \\r", line)
    package.add_heading("2. Wicks", 1)
    pointing(package, "7. It is dear. Section ", "1.1", " begins with oil.", "_Ref123 \\r")
    arrived, body = come(home, package)
    assert "# Lamps {#lamps}" in body
    assert "[]{#lamps-burn} The lamps burn." in body
    assert "## Oil {#oil}" in body
    assert "(a) []{#lamps-2} lamps;" in body
    assert "They are those of [](#lamps-burn) and of section" in body
    assert "See [](#lamps-burn,keepers-count), and [](#oil)." in body
    assert "What [](#lamps) says of the lamps" in body
    assert "See [](#lamps-2), page 7 and section 9." in body
    assert "It is dear. Section 1.1 begins with oil." in body
    assert arrived.exit_code() == 0, told(arrived)
    assert "S058 not carried over: 3 references to places in the file become mere text: “7”, “9”, “1.1”" in told(
        arrived
    )


def test_references_to_headings_without_a_number_are_their_words(home: House) -> None:
    package = docx.Document()
    marked(package.add_heading("Lamps", 1), "_Ref1")
    pointing(package, "As “", "Lamps", "” says, oil is dear.", "_Ref1 \\h")
    pointing(package, "As ", "Lamps", " says, oil is dear.", "_Ref1 \\h")
    pointing(package, "See ", "above", ".", "_Ref1 \\p")
    package.add_heading("Oil", 1)
    arrived, body = come(home, package)
    assert "# Lamps {#lamps}" in body
    assert body.count("As [](#lamps) says, oil is dear.") == 2
    assert "See above." in body
    assert arrived.exit_code() == 0, told(arrived)


def test_references_in_another_language_keep_the_case_of_their_words(home: House) -> None:
    package = docx.Document()
    marked(package.add_heading("1 Лампы", 1), "_Ref1")
    marked(package.add_paragraph("1. Лампы горят ночью, а масло дорого."), "_Ref12")
    pointing(package, "2. О масле сказано в пункте ", "1", ", а не в разделе 2.", "_Ref12 \\r")
    arrived, body = come(home, package, **{"original-language": "ru", "title": "О лампах"})
    name = "place"
    assert f"О масле сказано в [](#{name}){{.prepositional}}, а не в разделе 2." in body
    assert arrived.exit_code() == 0, told(arrived)


def test_references_to_tables_by_their_labels_are_references(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    pointing(package, "See ", "Table 1", " and the rest.")
    pointing(package, "Not ", "Table 7", ", which is nowhere.")
    pointing(package, "Nor ", "Oil", " by its name.")
    package.add_paragraph("Table 1. Lamps by harbour")
    merged(package)
    arrived, body = come(home, package)
    assert "See [](#table-1) and the rest." in body
    assert "Not Table 7, which is nowhere." in body
    assert "Nor Oil by its name." in body
    assert "::: {#table-1 .table" in body
    assert arrived.exit_code() == 0, told(arrived)
    assert "S058 not carried over: the reference “Oil” becomes mere text" in told(arrived)
    assert "Table 1" not in told(arrived)


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def form(data: str, code: str, shown: str | None = None) -> str:
    """A field of a form (17.16.17), with what is between its signs, where it has a second one."""
    between = "" if shown is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="f"/>{data}</w:ffData></w:fldChar></w:r>'
        f'<w:r><w:instrText> {code} </w:instrText></w:r>{between}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def control(properties: str, inside: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def test_form_fields_and_content_controls_come_in_as_what_they_show(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    cross = '<w:checkBox><w:sizeAuto/><w:default w:val="0"/>{}</w:checkBox>'
    lists = '<w:ddList>{}<w:listEntry w:val="oil"/><w:listEntry w:val="gas"/></w:ddList>'
    paragraph(package, form("<w:textInput/>", "FORMTEXT", "The keeper") + run(" says: "))
    paragraph(
        package,
        form(cross.format("<w:checked/>"), "FORMCHECKBOX") + run(" lit, ") + form(cross.format(""), "FORMCHECKBOX"),
    )
    paragraph(
        package,
        form(lists.format('<w:result w:val="1"/>'), "FORMDROPDOWN")
        + run(" and ")
        + form(lists.format(""), "FORMDROPDOWN"),
    )
    checked = '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
    chosen = '<w:dropDownList><w:listItem w:value="glass"/></w:dropDownList>'
    paragraph(
        package,
        run("Of ")
        + control(chosen, run("glass"))
        + run(" since ")
        + control("<w:date/>", run("2 June 2035"))
        + run("."),
    )
    paragraph(
        package,
        control(checked, run("\u2612")) + run(" kept; ") + control("<w:showingPlcHdr/><w:text/>", run("Click here.")),
    )
    inner = f"<w:p>{run('Repeated.')}</w:p>"
    repeated = control("<w15:repeatingSection/>", control("<w15:repeatingSectionItem/>", inner))
    spaces = f'{SPACES} xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
    package.element.body.insert(-1, parse_xml(repeated.replace("<w:sdt>", f"<w:sdt {spaces}>", 1)))
    arrived, body = come(home, package)
    for words in (
        "The keeper says:",
        "\u2612 lit, \u2610",
        "gas and oil",
        "Of glass since 2 June 2035.",
        "\u2612 kept; Click here.",
        "Repeated.",
    ):
        assert words in body
    kinds = "check box (3), date (1), field of text (2), list to choose from (3), passage to repeat (1)"
    assert (
        f"S165 form fields and content controls come in as the words that they show: {kinds}; 1 of them not filled in"
        in told(arrived)
    )
    assert "a field FORM" not in told(arrived)
    assert arrived.exit_code() == 0, told(arrived)


def drawn(package: Any, name: str, content: str, inside: str) -> None:
    """A paragraph with a drawing of what is in the part ``name``; ``inside`` has its relationship as {}."""
    part = Part(PackURI(f"/word/{name}"), "application/xml", content.encode(), package.part.package)
    relation = package.part.relate_to(
        part, f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name[:5]}"
    )
    graphic = f'<a:graphic><a:graphicData uri="x">{inside.format(relation)}</a:graphicData></a:graphic>'
    paragraph(
        package,
        '<w:r><w:drawing><wp:inline><wp:docPr id="9" name="x" descr="Lamps over'
        f' time"/>{graphic}</wp:inline></w:drawing></w:r>',
    )


def points(tag: str, values: list[str], form_: str = "General") -> str:
    kind = "str" if tag in ("tx", "cat") else "num"
    cached = "".join(f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>' for n, value in enumerate(values) if value)
    code = "" if kind == "str" else f"<c:formatCode>{form_}</c:formatCode>"
    return f"<c:{tag}><c:{kind}Ref><c:f>A1</c:f><c:{kind}Cache>{code}{cached}</c:{kind}Cache></c:{kind}Ref></c:{tag}>"


def test_a_chart_comes_in_as_the_table_of_its_data(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    series = (points("tx", ["By day"]) + points("cat", ["2034", "2035"]) + points("val", ["12", "3.1400000000000001"]),)
    series += (points("tx", ["By | night"]) + points("cat", ["2034", "2035"]) + points("val", ["0.25", ""], "0%"),)
    title = "<c:title><c:tx><c:rich><a:p><a:r><a:t>Lamps that burn</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    plot = f"<c:plotArea><c:barChart>{''.join(f'<c:ser>{one}</c:ser>' for one in series)}</c:barChart></c:plotArea>"
    drawn(
        package,
        "chart1.xml",
        f"<c:chartSpace {SPACES}><c:chart>{title}{plot}</c:chart></c:chartSpace>",
        '<c:chart r:id="{}"/>',
    )
    drawn(package, "chart2.xml", "<c:chartSpace", '<c:chart r:id="{}"/>')
    arrived, body = come(home, package)
    assert (
        "::: {.table .unnumbered}\nLamps that burn\n\n|  | By day | By \\| night |\n|:--|--:|--:|\n| 2034 | 12 | 25% |\n| 2035 |"
        " 3.14 |  |\n:::" in body
    )
    assert "S165 a chart becomes a table of its data: “Lamps that burn”" in told(arrived)
    assert "S058 not carried over: a chart that holds no data: “Lamps over time”" in told(arrived)
    assert arrived.exit_code() == 0, told(arrived)


def chart(kind: str, series: list[tuple[str, list[str]]], title: str = "") -> str:
    """The part of a chart of one kind, with values for 2034 and 2035."""
    made = "".join(
        f"<c:ser>{points('tx', [name])}{points('cat', ['2034', '2035'])}{points('val', values)}</c:ser>"
        for name, values in series
    )
    words = (
        f"<c:title><c:tx><c:rich><a:p><a:r><a:t>{title}</a:t></a:r></a:p></c:rich></c:tx></c:title>" if title else ""
    )
    name, _, grouping = kind.partition(" ")
    laid = f'<c:grouping val="{grouping}"/>' if grouping else ""
    plot = f"<c:plotArea><c:{name}Chart>{laid}{made}</c:{name}Chart></c:plotArea>"
    return f"<c:chartSpace {SPACES}><c:chart>{words}{plot}</c:chart></c:chartSpace>"


def test_charts_come_in_as_charts_of_the_house_under_their_captions(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    kinds = (("bar clustered", 2, "grouped"), ("bar stacked", 2, "stacked"), ("bar3D", 1, "bar"), ("line standard", 2, "line"),
             ("area standard", 2, "line"), ("area stacked", 2, "area"), ("pie", 1, "pie"))  # fmt: skip
    for n, (kind, count, _) in enumerate(kinds, 1):
        series = [("By day", ["12", "14"]), ("By night", ["3", "4.5"])][:count]
        drawn(package, f"chart{n}.xml", chart(kind, series, "Lamps that burn"), '<c:chart r:id="{}"/>')
        package.add_paragraph(f"Chart {n}: Lamps, {kind}", "Caption")
    arrived, body = come(home, package)
    for n, (kind, count, shown) in enumerate(kinds, 1):
        names = "By day,By night" if count > 1 else "By day"
        given = f'data=data/chart{n}.csv kind={shown} x="category" y="{names}"'
        box = f"::: {{.chart .unnumbered {given}}}\nChart {n}: Lamps, {kind}\n"
        assert box in body
    assert body.count("\n\nLamps that burn\n:::") == len(kinds)
    data = home.root / Path(arrived.path).parent / "data" / "chart1.csv"
    assert data.read_text("utf-8") == "category,By day,By night\n2034,12,3\n2035,14,4.5\n"
    assert arrived.exit_code() == 0, told(arrived)
    assert not arrived.refused


@pytest.mark.parametrize(
    ("kind", "values"), [("bar percentStacked", ["1", "2"]), ("radar", ["1", "2"]), ("pie", ["-1", "2"])]
)
def test_a_chart_that_the_house_cannot_draw_comes_in_as_the_table_of_its_data(
    home: House, kind: str, values: list[str]
) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    count = 2 if "percent" in kind else 1
    drawn(package, "chart1.xml", chart(kind, [(f"Lamp {n}", values) for n in range(count)]), '<c:chart r:id="{}"/>')
    arrived, body = come(home, package)
    assert ".chart" not in body
    assert "::: {.table .unnumbered}\nLamps over time\n" in body
    assert "S165 a chart becomes a table of its data" in told(arrived)


def test_a_diagram_comes_in_as_a_list_of_its_words(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    names = {"0": "", "1": "Keeper", "2": "Oil", "3": "Glass"}
    said = "".join(
        f'<dgm:pt modelId="{n}"><dgm:t><a:p><a:r><a:t>{words}</a:t></a:r></a:p></dgm:t></dgm:pt>'
        for n, words in names.items()
    )
    led = "".join(
        f'<dgm:cxn modelId="c{n}" srcId="{one}" destId="{two}" srcOrd="{n}"/>'
        for n, (one, two) in enumerate(("01", "13", "12"))
    )
    model = f"<dgm:dataModel {SPACES}><dgm:ptLst>{said}</dgm:ptLst><dgm:cxnLst>{led}</dgm:cxnLst></dgm:dataModel>"
    drawn(package, "data1.xml", model, '<dgm:relIds r:dm="{}"/>')
    arrived, body = come(home, package)
    assert "- Keeper\n\n  - Glass\n\n  - Oil" in body
    assert "S165 a diagram becomes a list of its words: “Keeper”" in told(arrived)
    assert arrived.exit_code() == 0, told(arrived)


def test_pictures_of_other_kinds_are_turned_or_have_a_frame_in_their_place(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    package = docx.Document()
    package.add_heading("Lamps", 1)
    kept = home.root / "lamp.tiff"
    Image.new("RGB", (8, 4), "teal").save(kept)
    package.add_paragraph("Teal.").add_run().add_picture(str(kept))
    package.add_paragraph("Figure 1. A lamp in teal")
    package.add_paragraph("Drawn.").add_run().add_picture(
        str(ROOT / "tests" / "reports" / "weather-stations" / "media" / "coast.png")
    )
    part = next(part for part in package.part.package.iter_parts() if part.partname.endswith("image2.png"))
    part.partname = PackURI("/word/media/image2.emf")
    part._blob = b"no drawing"
    arrived, body = come(home, package)
    media = (home.root / arrived.path).with_name("media")
    assert "A lamp in teal\n\n![A lamp in teal](media/image1.png)" in body
    with Image.open(media / "image1.png") as turned:
        assert (turned.format, turned.size, turned.convert("RGB").getpixel((0, 0))) == ("PNG", (8, 4), (0, 128, 128))
    assert "(media/image2.svg)" in body
    assert "<svg" in (media / "image2.svg").read_text("utf-8")
    assert "S165 1 pictures of kinds that no edition can carry are turned into others: media/image1.png" in told(
        arrived
    )
    frame = (
        "S058 not carried over: a picture, in whose place media/image2.svg is an empty frame: it is of the kind .emf"
    )
    assert frame in told(arrived)
    assert arrived.exit_code() == 0, told(arrived)


@pytest.mark.parametrize(
    ("kind", "given", "name"),
    [
        ("PNG", "media/image1.tmp", "media/image1.png"),
        ("JPEG", "media/image1", "media/image1.jpg"),
        ("GIF", "media/image1.bin", "media/image1.gif"),
        ("WEBP", "media/image1.dat", "media/image1.webp"),
        ("TIFF", "media/image1.tmp", "media/image1.png"),
    ],
)
def test_a_picture_is_known_by_its_bytes_where_its_name_says_nothing(
    kind: str, given: str, name: str, tmp_path: Path
) -> None:
    held = io.BytesIO()
    Image.new("RGB", (8, 4), "teal").save(held, kind)
    pictures = Pictures(tmp_path / "lamps.docx", tmp_path, lambda _: held.getvalue())
    assert (pictures.name(given), pictures.fault(given)) == (name, "")
    assert (tmp_path / name).is_file()


@pytest.mark.parametrize("content", [b"", b"MZ\x90\0", b"\x89PNG", b"lamp"])
def test_what_no_picture_begins_with_is_left_out(content: bytes, tmp_path: Path) -> None:
    pictures = Pictures(tmp_path / "lamps.docx", tmp_path, lambda _: content)
    assert pictures.name("media/image1.tmp") == ""
    assert "of the kind .tmp" in pictures.fault("media/image1.tmp")


def test_a_drawing_that_is_never_turned_is_the_last_that_libreoffice_gets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def run(command: list[str], **_: Any) -> None:
        asked.append(command[-1])
        raise BoundError("soffice", "seconds", 120)

    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/soffice")
    monkeypatch.setattr("plantin.bounded.process.run", run)
    pictures = Pictures(tmp_path / "lamps.docx", tmp_path, lambda _: b"drawing")
    assert [pictures.name(f"media/lamp{n}.emf") for n in range(3)] == [f"media/lamp{n}.svg" for n in range(3)]
    assert len(asked) == 1
    assert "did not end within 120 s" in pictures.fault("media/lamp0.emf")
    assert "one took too long" in pictures.fault("media/lamp2.emf")


@pytest.mark.parametrize("content", [b"", b"II*\0", b"BM" + b"\0" * 60])
def test_a_damaged_picture_is_not_turned(content: bytes) -> None:
    with pytest.raises((OSError, ValueError)):
        convert_to_png(content, ".tiff")
