"""docx: what Word shows, with its numbers, merges, revisions and pages."""

from __future__ import annotations

import io

import docx
import pytest

from tests.core.readers.office import lvl, numbering, p, package, r, tbl, tc
from zhunsheng.core.guide.readers import read_bytes
from zhunsheng.core.guide.readers.numerals import render_number
from zhunsheng.core.guide.source import SourceDocument

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr>
  <w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:pPr>
  <w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="zh"><w:name w:val="标题 3"/></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="我的标题"/><w:basedOn w:val="2"/><w:pPr>
  <w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="toc"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="x"/><w:basedOn w:val="loop"/></w:style>
"""
CHAPTERS = (
    lvl(0, "chineseCountingThousand", "%1、", '<w:pStyle w:val="1"/>')
    + lvl(1, "chineseCounting", "（%2）", '<w:pStyle w:val="2"/>')
    + lvl(2, "decimal", "%3.")
    + lvl(3, "decimal", "%3.%4")
)


def read(body: str, **parts: str) -> SourceDocument:
    document = read_bytes(package(body, **parts), name="guide.docx")
    assert document.media == "docx", document.problems
    return document


def texts(document: SourceDocument) -> list[str]:
    return [line.text for line in document.lines]


def test_a_document_made_by_a_library() -> None:
    made = docx.Document()
    made.add_heading("示例市标准体系", 0)
    made.add_heading("一、总则", 1)
    made.add_paragraph("正文\t有制表符")
    table = made.add_table(2, 3)
    for index, text in enumerate(["序号", "名称", "程度", "1", "甲", "★"]):
        table.cell(index // 3, index % 3).text = text
    made.add_paragraph("后文")
    buffer = io.BytesIO()
    made.save(buffer)
    document = read_bytes(buffer.getvalue())
    assert texts(document) == [
        "示例市标准体系",
        "一、总则",
        "正文\t有制表符",
        "序号\t名称\t程度",
        "1\t甲\t★",
        "后文",
    ]
    assert document.headings == {2: 1}
    assert (document.tables[0].line_start, document.tables[0].line_end) == (4, 5)
    assert document.problems == []


def test_automatic_numbers_are_written_out() -> None:
    body = (
        p("总体要求", "1")
        + p("构建依据", "2")
        + p("法律", number=(1, 2))
        + p("政策", number=(1, 2))
        + p("实施", "2")
        + p("细目", number=(1, 2))
        + p("研发设计", number=(1, 3))
        + p("重点方向", "1")
        + p("基础", "2")
    )
    document = read(body, styles=STYLES, numbering=numbering(CHAPTERS))
    assert texts(document) == [
        "一、总体要求",
        "（一）构建依据",
        "1. 法律",
        "2. 政策",
        "（二）实施",
        "1. 细目",
        "1.1 研发设计",
        "二、重点方向",
        "（一）基础",
    ]
    assert document.headings == {1: 1, 2: 2, 5: 2, 8: 1, 9: 2}


def test_lists_restart_and_go_on_as_word_has_it() -> None:
    levels = lvl(0, "decimal", "%1.") + lvl(1, "lowerLetter", "%2)", '<w:lvlRestart w:val="0"/>')
    nums = (
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="1"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = "".join(
        p(str(place), number=place) for place in [(1, 0), (1, 1), (2, 0), (2, 1), (3, 0), (3, 0), (1, 0)]
    )
    document = read(body, numbering=numbering(levels, nums=nums))
    assert [text.split(" ")[0].split("(")[0] for text in texts(document)] == [
        "1.",
        "a)",
        "2.",
        "b)",
        "5.",
        "6.",
        "7.",
    ]


def test_bullets_have_no_number_and_number_zero_means_none() -> None:
    body = (
        p("项", number=(1, 0)) + p("无", "2", number=(0, 0)) + p("循环", "loop") + p("未知", number=(99, 0))
    )
    document = read(body, styles=STYLES, numbering=numbering(lvl(0, "bullet", "\uf0b7")))
    assert texts(document) == ["项", "无", "循环", "未知"]


def test_headings_by_chinese_style_name_inheritance_and_outline_level() -> None:
    body = (
        p("中文样式", "zh")
        + p("继承", "own")
        + p("直接", extra='<w:outlineLvl w:val="3"/>')
        + p("正文", "2", (0, 0), extra='<w:outlineLvl w:val="9"/>')
        + p("目录\t3", "toc")
        + p("很长的一段话" * 30, extra='<w:outlineLvl w:val="0"/>')
    )
    assert read(body, styles=STYLES).headings == {1: 3, 2: 2, 3: 4}


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("decimal", ["1", "10", "21", "103"]),
        ("chineseCounting", ["一", "十", "二十一", "一百零三"]),
        ("chineseCountingThousand", ["一", "十", "二十一", "一百零三"]),
        ("japaneseCounting", ["一", "十", "二十一", "一百零三"]),
        ("ideographDigital", ["一", "一〇", "二一", "一〇三"]),
        ("chineseLegalSimplified", ["壹", "壹拾", "贰拾壹", "壹佰零叁"]),
        ("upperLetter", ["A", "J", "U", "YYYY"]),
        ("lowerLetter", ["a", "j", "u", "yyyy"]),
        ("upperRoman", ["I", "X", "XXI", "CIII"]),
        ("decimalEnclosedCircle", ["①", "⑩", "㉑", "103"]),
        ("decimalZero", ["01", "10", "21", "103"]),
        ("ideographTraditional", ["甲", "癸", "21", "103"]),
        ("decimalFullWidth", ["１", "１０", "２１", "１０３"]),
        ("somethingNew", ["1", "10", "21", "103"]),
    ],
)
def test_number_formats(style: str, shown: list[str]) -> None:
    assert [render_number(number, style) for number in (1, 10, 21, 103)] == shown


def test_merged_cells() -> None:
    start, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = tbl(
        tc("序号") + tc("体系") + tc("名称", '<w:gridSpan w:val="2"/>'),
        tc("1") + tc("A 基础", start) + tc("甲") + tc("★★"),
        tc("2") + tc("", on) + tc("乙") + tc(""),
        tc("3") + tc("B 支撑", start) + tc("丙") + tc("★"),
        tc("4") + tc("", on) + tc("丁" + "", '<w:gridSpan w:val="2"/>'),
    )
    document = read(p("前") + body)
    rows = [[(cell.text, cell.merged) for cell in row] for row in document.tables[0].rows]
    assert rows == [
        [("序号", False), ("体系", False), ("名称", False), ("名称", True)],
        [("1", False), ("A 基础", False), ("甲", False), ("★★", False)],
        [("2", False), ("A 基础", True), ("乙", False), ("", False)],
        [("3", False), ("B 支撑", False), ("丙", False), ("★", False)],
        [("4", False), ("B 支撑", True), ("丁", False), ("丁", True)],
    ]
    assert texts(document)[1:] == [
        "序号\t体系\t名称",
        "1\tA 基础\t甲\t★★",
        "2\t\t乙",
        "3\tB 支撑\t丙\t★",
        "4\t\t丁",
    ]


def test_cells_with_numbers_paragraphs_and_tables_inside() -> None:
    inner = "<w:tc><w:tcPr/>" + p("外") + tbl(tc("内1") + tc("内2")) + p("末") + "</w:tc>"
    body = tbl(
        tc("序号") + tc("名称"),
        tc(p(number=(1, 0))) + tc(p("第一段") + p("第二段")),
        tc(p(number=(1, 0))) + inner,
    )
    document = read(body, numbering=numbering(lvl(0, "decimal", "%1")))
    assert texts(document) == ["序号\t名称", "1\t第一段第二段", "2\t外内1内2末"]
    assert [[cell.text for cell in row] for row in document.tables[0].rows] == [
        ["序号", "名称"],
        ["1", "第一段\n第二段"],
        ["2", "外\n内1\n内2\n末"],
    ]


def test_rows_shifted_on_the_grid_and_rows_deleted() -> None:
    body = (
        "<w:tbl><w:tr>" + tc("甲") + tc("乙") + "</w:tr>"
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + tc("丙") + "</w:tr>"
        '<w:tr><w:trPr><w:del w:id="1"/></w:trPr>' + tc("删") + tc("除") + "</w:tr></w:tbl>"
    )
    assert texts(read(p("前") + body)) == ["前", "甲\t乙", "\t丙"]


def test_frames_are_text() -> None:
    document = read(tbl(tc(p("标准体系") + p("建设指南"))) + tbl(tc("甲"), tc("乙")))
    assert texts(document) == ["标准体系", "建设指南", "甲", "乙"]
    assert document.tables == []


def test_revisions() -> None:
    body = (
        f"<w:p>{r('保留')}<w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:ins>{r('插入')}</w:ins>"
        f"<w:moveFrom>{r('移走')}</w:moveFrom><w:moveTo>{r('移来')}</w:moveTo></w:p>"
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>"
        "<w:del><w:r><w:delText>整段删去</w:delText></w:r></w:del></w:p>" + p("第一", number=(1, 0))
    )
    document = read(body, numbering=numbering(lvl(0, "decimal", "%1.")))
    assert texts(document) == ["保留插入移来", "1. 第一"]


def test_fields_links_breaks_and_symbols() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
        '<w:r><w:t>不显示</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    body = (
        f"<w:p>{field}<w:hyperlink>{r('一、总则')}<w:r><w:tab/></w:r>{r('3')}</w:hyperlink></w:p>"
        f'<w:p>{r("二、要求")}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        f"<w:p>{r('上')}<w:r><w:br/></w:r>{r('下')}<w:r><w:noBreakHyphen/></w:r>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0AB"/><w:sym w:font="Odd" w:char="F0AB"/>'
        '<w:sym w:font="X" w:char="zz"/></w:r></w:p>'
        '<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:fldSimple w:instr="PAGE">'
        f"{r('简')}</w:fldSimple><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击输入')}"
        "</w:sdtContent></w:sdt></w:p>"
    )
    assert texts(read(body)) == ["一、总则\t3", "二、要求", "上", "下-★\ufffd", "简"]


def test_a_field_left_open_hides_nothing_after_its_paragraph() -> None:
    body = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' + p("后文")
    assert texts(read(body)) == ["后文"]


def test_content_controls_text_boxes_and_pictures() -> None:
    box = f"<w:txbxContent>{p('框中文字')}{p('第二行')}</w:txbxContent>"
    drawn = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:inline><a:graphic><a:graphicData>"
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    picture = "<w:p><w:r><w:pict><v:shape><v:imagedata r:id='x'/></v:shape></w:pict></w:r></w:p>"
    body = (
        f"<w:sdt><w:sdtContent>{p('控件')}{tbl(tc('甲') + tc('乙'))}</w:sdtContent></w:sdt>"
        + drawn
        + picture
        + p("完")
    )
    document = read(body)
    assert texts(document) == ["控件", "甲\t乙", "框中文字", "第二行", "", "完"]
    assert document.pictures == [5]


def test_words_of_a_smartart_drawing() -> None:
    body = "<w:p><w:r><w:drawing><dgm:relIds r:dm='rdiagramData'/></w:drawing></w:r></w:p>" + p("图 1 结构图")
    shapes = "<a:p><a:r><a:t>A 基础</a:t></a:r></a:p><a:p><a:r><a:t>B 支撑</a:t></a:r></a:p>"
    document = read(body, diagramData=shapes)
    assert texts(document) == ["", "A 基础", "B 支撑", "图 1 结构图"]
    assert document.pictures == [1]


def test_notes_stand_at_the_end() -> None:
    body = f"<w:p>{r('正文')}<w:r><w:footnoteReference w:id='2'/></w:r>{r('继续')}</w:p>" + p("末段")
    notes = f"<w:footnote w:id='0'>{p('分隔')}</w:footnote><w:footnote w:id='2'>{p('说明文字')}</w:footnote>"
    assert texts(read(body, footnotes=notes)) == ["正文继续", "末段", "脚注1：说明文字"]


def test_pages_come_from_words_own_layout() -> None:
    mark = "<w:r><w:lastRenderedPageBreak/></w:r>"
    body = (
        p("一页")
        + f"<w:p><w:r><w:br w:type='page'/></w:r></w:p><w:p>{mark}{r('二页')}</w:p>"
        + f"<w:p>{r('二页末')}{mark}{r('三页初')}</w:p>"
        + tbl(tc("甲") + tc("乙"), tc(f"<w:p>{mark}{r('丙')}</w:p>") + tc("丁"))
        + p("四页")
    )
    assert [(line.text, line.page) for line in read(body).lines] == [
        ("一页", 1),
        ("二页", 2),
        ("二页末三页初", 2),
        ("甲\t乙", 3),
        ("丙\t丁", 4),
        ("四页", 4),
    ]


def test_pages_are_not_guessed() -> None:
    body = p("甲") + "<w:p><w:r><w:br w:type='page'/></w:r></w:p>" + p("乙")
    assert [line.page for line in read(body).lines] == [None, None]
    properties = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Pages>{}</Pages></Properties>'
    assert [line.page for line in read(body, **{"docProps/app.xml": properties.format(2)}).lines] == [1, 2]
    assert [line.page for line in read(body, **{"docProps/app.xml": properties.format(3)}).lines] == [
        None,
        None,
    ]


def test_strict_documents_are_read_too() -> None:
    data = package(p("严格格式"))
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["word/document.xml"] = members["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    from tests.core.readers.office import zipped

    assert texts(read_bytes(zipped(dict(members)))) == ["严格格式"]
