"""pdf: lines, paragraphs, ruled tables, furniture; and what is said where text is missing."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.core.readers.papers import HEIGHT, grid, lines, paper, together
from zhunsheng.core.guide.readers import ocr, read_bytes
from zhunsheng.core.guide.source import SourceDocument

FULL = "标准体系涵盖从技术研发、产业应用到安全治理的全生命周期，并以数据为基"  # as wide as the text block


def read(data: bytes) -> SourceDocument:
    document = read_bytes(data)
    assert document.media == "pdf", document.problems
    return document


def texts(document: SourceDocument) -> list[str]:
    return [line.text for line in document.lines]


def drawing(canvas: Canvas) -> None:
    picture = Image.new("RGB", (300, 200), "white")
    canvas.drawImage(ImageReader(picture), 100, HEIGHT - 400, 300, 200)


def test_lines_spaces_and_paragraphs() -> None:
    page = together(
        lines("一、总体要求"),
        lines("　　" + FULL[:-2], FULL, "础，到 2027 年形成 AI 标准 20 项以上。", top=130),
        lines("　　第二段从缩进开始。", top=190),
        lines("（一）依据", top=240),
    )
    assert texts(read(paper(page))) == [
        "一、总体要求",
        "",
        FULL[:-2],
        FULL,
        "础，到 2027 年形成 AI 标准 20 项以上。",
        "",
        "第二段从缩进开始。",
        "",
        "（一）依据",
    ]


def test_a_paragraph_runs_over_the_page_break() -> None:
    first = together(lines(FULL, FULL, top=100), lines("— 1 —", top=HEIGHT - 40, x=280))
    second = together(lines("后一页接着说完。", top=100), lines("— 2 —", top=HEIGHT - 40, x=280))
    document = read(paper(first, second))
    assert texts(document) == [FULL, FULL, "— 1 —", "后一页接着说完。", "— 2 —"]
    assert document.furniture == {3, 5}
    assert [line.page for line in document.lines] == [1, 1, 1, 2, 2]


def test_ruled_table_with_merges_and_wrapped_cells() -> None:
    cells = [
        *((0, column, 1, 1, text) for column, text in enumerate(["序号", "体系", "标准名称", "程度"])),
        (1, 1, 2, 1, "A 基础\n共性"),
        (1, 0, 1, 1, "1"),
        (1, 2, 1, 1, "面向水务 AI 的数据编\n码规则"),
        (1, 3, 1, 1, "★★★"),
        (2, 0, 1, 1, "2"),
        (2, 2, 1, 2, "跨两列"),
    ]
    page = together(
        lines("附件"), lambda canvas: grid(canvas, cells, [40, 80, 140, 60]), lines("注：后文", top=320)
    )
    document = read(paper(page))
    rows = [[(cell.text, cell.merged) for cell in row] for row in document.tables[0].rows]
    assert rows == [
        [("序号", False), ("体系", False), ("标准名称", False), ("程度", False)],
        [("1", False), ("A 基础共性", False), ("面向水务 AI 的数据编码规则", False), ("★★★", False)],
        [("2", False), ("A 基础共性", True), ("跨两列", False), ("跨两列", True)],
    ]
    assert texts(document) == [
        "附件",
        "",
        "序号\t体系\t标准名称\t程度",
        "1\tA 基础共性\t面向水务 AI 的数据编码规则\t★★★",
        "2\t\t跨两列",
        "",
        "注：后文",
    ]
    table = document.tables[0]
    assert (table.origin, table.page, table.line_start, table.line_end) == ("pdf", 1, 3, 5)


def test_frames_are_no_tables() -> None:
    page = together(lambda canvas: grid(canvas, [(0, 0, 1, 1, "图中文字")], [200]), lines("正文"))
    document = read(paper(page))
    assert document.tables == []
    assert [text for text in texts(document) if text] == ["正文", "图中文字"]


def test_running_heads_and_feet() -> None:
    pages = [
        together(
            lines("示例市智慧水务标准体系建设指南", top=50),
            lines(f"第{word}部分的文字", f"{word}的正文"),
            lines(f"{number}", top=HEIGHT - 40, x=290),
        )
        for number, word in enumerate("甲乙丙丁", 1)
    ]
    document = read(paper(*pages))
    marked = [document.lines[number - 1].text for number in sorted(document.furniture)]
    assert marked == [text for n in "1234" for text in ("示例市智慧水务标准体系建设指南", n)]
    assert "甲的正文" in texts(document)


def test_pictures_and_pages_with_nothing_else() -> None:
    document = read(
        paper(together(lines("前文"), drawing, lines("图 1 结构", top=420)), drawing, lines("末页"))
    )
    assert [text for text in texts(document) if text] == ["前文", "图 1 结构", "末页"]
    assert [document.lines[number - 1].page for number in document.pictures] == [1, 2]
    assert [(item.code, "第 2 页" in item.message) for item in document.problems] == [
        ("reader.pdf_image_pages", True)
    ]


def test_watermarks_do_not_mix_with_the_text() -> None:
    def mark(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "征求意见稿")
        canvas.restoreState()

    document = read(paper(together(lines("正文一行", "正文两行"), mark)))
    assert [text for text in texts(document) if text] == ["正文一行", "正文两行", "征求意见稿"]
    assert document.lines[-1].number in document.furniture


def test_glyphs_printed_twice_count_once() -> None:
    page = together(lines("加粗标题"), lines("加粗标题", x=72.4))
    assert texts(read(paper(page))) == ["加粗标题"]


def test_columns_without_rules_keep_their_distance() -> None:
    page = together(lines("序号", "1"), lines("标准名称", "数据编码规则", x=200))
    document = read(paper(page))
    assert [len(text.split("  ")) > 1 for text in texts(document) if text] == [True, True]


def test_the_outline_of_the_pdf_gives_headings() -> None:
    def page(canvas: Canvas) -> None:
        lines("一、总则", "正文", "（一）依据")(canvas)
        for level, title in enumerate(["一、总则", "（一）依据"]):
            canvas.bookmarkPage(title)
            canvas.addOutlineEntry(title, title, level)

    document = read(paper(page))
    assert {document.lines[number - 1].text: level for number, level in document.headings.items()} == {
        "一、总则": 1,
        "（一）依据": 2,
    }


def test_a_cut_file_is_read_as_far_as_it_goes_or_refused() -> None:
    data = paper(lines("第一页"), lines("第二页"), pageCompression=0)
    whole = read(data)
    assert whole.problems == []
    for share in (0.98, 0.9, 0.5, 0.2):
        document = read_bytes(data[: int(len(data) * share)])
        assert document.problems, share
        assert document.lines or document.problems[0].fatal


def forms_within_forms() -> bytes:
    """A page that draws a form ten times, which draws another ten times, and so on: 10^9 drawings."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 700] /Contents 4 0 R"
        b" /Resources << /XObject << /F 5 0 R >> >> >>",
        b"<< /Length 50 >>\nstream\n" + b"/F Do " * 10 + b"\nendstream",
    ]
    for inner in range(6, 15):
        head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 60 /Resources << /XObject << /F %d 0 R >> >> >>"
        objects.append(head % inner + b"\nstream\n" + b"/F Do " * 10 + b"\nendstream")
    objects.append(b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 1 >>\nstream\n \nendstream")
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, item) for number, item in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF"


def test_a_page_that_would_never_end_is_given_up() -> None:
    document = read_bytes(forms_within_forms())
    assert document.lines == []
    assert [(problem.code, problem.fatal) for problem in document.problems] == [("reader.pdf_broken", True)]


def test_pages_beyond_the_limit_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhunsheng.core.guide.readers.pdf.MAX_PAGES", 2)
    document = read(paper(lines("一"), lines("二"), lines("三")))
    assert [text for text in texts(document) if text] == ["一", "二"]
    assert [problem.code for problem in document.problems] == ["reader.too_many_pages"]


def test_an_encrypted_pdf_is_told() -> None:
    document = read_bytes(paper(lines("机密"), encrypt="secret"))
    assert document.problems[0].code == "reader.pdf_encrypted"
    assert "密码" in document.problems[0].message


def test_a_scanned_pdf_without_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    document = read_bytes(paper(drawing, drawing))
    assert document.lines == []
    assert document.problems[0].fatal
    assert "2 页" in document.problems[0].message
    assert "扫描件" in document.problems[0].message
    assert "zhunsheng[ocr]" in document.problems[0].message


def test_a_scanned_pdf_with_recognition() -> None:
    if not ocr.available():
        pytest.skip("the optional text recognition (pip install zhunsheng[ocr]) is not installed")
    import pypdfium2

    source = pypdfium2.PdfDocument(paper(lines("一、总体要求", "到 2027 年形成标准 20 项", step=40)))
    buffer = io.BytesIO()
    source[0].render(scale=3).to_pil().save(buffer, "PDF")
    document = read(buffer.getvalue())
    assert "总体要求" in "".join(texts(document))
    assert [item.code for item in document.problems] == ["reader.pdf_ocr"]


def test_a_pdf_whose_font_maps_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined

    def undefined(self: PDFFont, cid: int) -> str:
        raise PDFUnicodeNotDefined(None, cid)

    monkeypatch.setattr("pdfminer.pdffont.PDFCIDFont.to_unichr", undefined)
    document = read_bytes(paper(lines("一、总体要求", "正文")))
    assert [(problem.code, problem.fatal) for problem in document.problems] == [("reader.pdf_unmapped", True)]
