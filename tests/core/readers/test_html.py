"""html: blocks become lines, tables keep their spans, what is no text is left out."""

from __future__ import annotations

import pytest

from zhunsheng.core.guide.readers import read_bytes
from zhunsheng.core.guide.source import SourceDocument


def read(body: str, encoding: str = "utf-8", head: str = "") -> SourceDocument:
    page = f"<!DOCTYPE html><html><head>{head}<title>网页标题</title></head><body>{body}</body></html>"
    document = read_bytes(page.encode(encoding))
    assert document.media == "html"
    return document


def texts(document: SourceDocument) -> list[str]:
    return [line.text for line in document.lines]


def test_blocks_in_reading_order() -> None:
    document = read(
        "<h1>示例市<br>标准体系</h1><div>前言<p>第一段\n  的文字</p>尾巴</div><h2>一、总则</h2>"
        "<p>第二段<br>换行后 AI\n and</p><p>&nbsp;　 </p>"
    )
    assert texts(document) == [
        "示例市标准体系",
        "前言",
        "第一段的文字",
        "尾巴",
        "一、总则",
        "第二段",
        "换行后 AI and",
    ]
    assert document.headings == {1: 1, 5: 2}


def test_what_is_no_text_is_left_out() -> None:
    document = read(
        "<nav><ul><li>首页</li></ul></nav><script>var a='脚本';</script><style>p{}</style><!-- 注释 -->"
        "<p style='display: none'>隐藏</p><pre hidden>也隐藏</pre><p>正文</p>甲<b>乙</b>丙"
        "<footer>版权所有</footer>"
    )
    assert texts(document) == ["正文", "甲乙丙", "版权所有"]
    assert document.furniture == {3}


def test_a_menu_that_is_never_closed_hides_nothing() -> None:
    assert texts(read("<nav><a>首页</a><h1>指南</h1><p>正文很长的一段话</p>")) == [
        "首页",
        "指南",
        "正文很长的一段话",
    ]
    assert texts(read("<div style='display:none'><p>全在里面</p>")) == ["全在里面"]


def test_lists_keep_their_numbers() -> None:
    document = read(
        "<ol><li>甲<ol type=a><li>子一<li>子二</ol><li>乙</ol><ol start=5><li>丙<li value=9>丁<li>3.戊</ol>"
        "<ul><li>无号</li></ul><ol style='list-style:none'><li>己</ol>"
    )
    assert texts(document) == [
        "1. 甲",
        "a. 子一",
        "b. 子二",
        "2. 乙",
        "5. 丙",
        "9. 丁",
        "3.戊",
        "无号",
        "己",
    ]


def test_spans_are_laid_out() -> None:
    document = read(
        "<table><caption>清单</caption><thead><tr><th>序号<th>体系<th colspan=2>名称</thead>"
        "<tbody><tr><td>1<td rowspan=2>A 基础<br>共性<td>甲<td>乙</tr><tr><td>2<td colspan=2>丙</tr>"
        "<tr><td>3</tr></table><p>后文</p>"
    )
    rows = [[(cell.text, cell.merged) for cell in row] for row in document.tables[0].rows]
    assert rows == [
        [("序号", False), ("体系", False), ("名称", False), ("名称", True)],
        [("1", False), ("A 基础\n共性", False), ("甲", False), ("乙", False)],
        [("2", False), ("A 基础\n共性", True), ("丙", False), ("丙", True)],
        [("3", False), ("", False), ("", False), ("", False)],
    ]
    assert texts(document) == ["清单", "序号\t体系\t名称", "1\tA 基础共性\t甲\t乙", "2\t\t丙", "3", "后文"]
    table = document.tables[0]
    assert (table.origin, table.line_start, table.line_end) == ("html", 2, 5)


def test_layout_tables_are_walked_and_the_table_inside_is_found() -> None:
    document = read(
        "<table><tr><td>栏目</td><td><table><tr><td><h1>标题</h1><p>正文</p>"
        "<table><tr><td>1<td>甲</tr><tr><td>2<td>乙</tr></table></td></tr></table></td></tr></table>"
    )
    assert texts(document) == ["栏目", "标题", "正文", "1\t甲", "2\t乙"]
    assert len(document.tables) == 1


def test_a_small_table_in_a_cell_does_not_break_the_row() -> None:
    inner = "<table><tr><td>a<td>b</tr></table>"
    rows = "".join(f"<tr><td>{n}<td>名称很长的标准第{n}项<td>★</tr>" for n in range(1, 9))
    document = read(f"<table>{rows}<tr><td>9<td>末项{inner}<td>★</tr></table>")
    assert len(document.tables) == 1
    assert document.tables[0].rows[8][1].text == "末项\na\nb"


def test_pictures() -> None:
    document = read(
        "<p>前</p><p><img src=a.png alt='图1 体系结构图'></p><p>文中<img src=b.png>图</p><img alt=x>"
    )
    assert texts(document) == ["前", "图1 体系结构图", "文中图", ""]
    assert document.pictures == [2, 3, 4]


@pytest.mark.parametrize("declared", ["gb2312", "gbk", "gb18030", "utf-8"])
def test_the_declared_charset_is_used(declared: str) -> None:
    document = read("<p>水管理</p>", declared, f'<meta charset="{declared}">')
    assert texts(document) == ["水管理"]


def test_a_wrong_declaration_does_no_harm() -> None:
    assert texts(read("<p>智慧水务标准</p>", "utf-8", "<meta charset=gbk>")) == ["智慧水务标准"]
    assert texts(read("<p>智慧水务标准</p>", "gb18030", "<meta charset=utf-8>")) == ["智慧水务标准"]
    assert texts(read("<p>智慧水务标准</p>", "gb18030", "<meta charset=base64>")) == ["智慧水务标准"]


def test_nesting_without_end_does_not_crash() -> None:
    for opening, closing in (("<div>", "</div>"), ("<table><tr><td>", "</table>"), ("<b>", "</b>")):
        document = read(f"<p>之前</p>{opening * 50_000}深处{closing * 50_000}<p>之后</p>")
        assert texts(document) == ["之前", "深处", "之后"]
        assert [problem.code for problem in document.problems] == ["reader.html_too_deep"]
    assert not read("<div>" * 200 + "深处").problems


def test_spans_beyond_reason_are_bounded() -> None:
    row = "<tr>" + "<td colspan=1000 rowspan=60000>甲</td>" * 50 + "</tr>"
    document = read(f"<table>{row * 400}</table><p>后</p>")
    assert any(problem.code == "reader.too_much" for problem in document.problems)


def test_entities_of_a_page_are_not_fetched(tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    page = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><html><p>甲&x;乙</p></html>'
    document = read_bytes(page.encode())
    assert "机密" not in "".join(texts(document))


def test_a_page_without_text_says_so() -> None:
    document = read("<div id=app></div><script>render()</script>")
    assert document.lines == []
    assert document.problems[0].fatal
    assert "脚本" in document.problems[0].message


def test_a_page_saved_by_word() -> None:
    page = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312"><!--[if gte mso 9]><xml>设置</xml><![endif]-->
</head><body lang=ZH-CN><div class=WordSection1>
<h1><span lang=EN-US><span style='mso-list:Ignore'>一、</span></span><b>总体
要求</b></h1>
<p class=MsoNormal style='text-indent:21.0pt'><span lang=EN-US>2027</span><span
style='font-family:宋体'>年形成标准</span><span lang=EN-US>20</span>项。<o:p>&nbsp;</o:p></p>
<table class=MsoTableGrid><tr><td><p class=MsoNormal>序号<o:p></o:p></p></td><td><p>名称</p></td></tr>
<tr><td><p>1</p></td><td><p>甲</p><p>乙</p></td></tr></table></div></body></html>"""
    document = read_bytes(page.encode("gbk"))
    assert (document.media, document.encoding) == ("html", "gb18030")
    assert texts(document) == ["一、总体要求", "2027年形成标准20项。", "序号\t名称", "1\t甲乙"]
    assert document.headings == {1: 1}
