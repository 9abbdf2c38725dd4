"""What a reader says when it cannot read: what happened, and what to do, in Chinese."""

from __future__ import annotations

from zhunsheng.core.guide.readers.limits import MAX_BYTES, MAX_PAGES, MEGABYTE
from zhunsheng.core.guide.source import ReaderProblem, SourceDocument

__all__ = ["MESSAGES", "Unreadable", "hopeless", "problem"]

_FORMS = "支持的格式：txt、md、html、docx 和带文字的 pdf。"

# code → message; {…} are filled in by `problem`.
MESSAGES = {
    "reader.empty": "文件是空的（0 字节），可能没有保存或上传完整。请重新导出后再试。",
    "reader.blank": "文件里只有空白，没有文字。请确认选对了文件，或重新导出后再试。",
    "reader.too_large": (
        f"文件有 {{size}} MB，超过 {MAX_BYTES // MEGABYTE} MB 的上限，没有读取。请删去大图片、或只保留指南正文后再试。"
    ),
    "reader.missing": "找不到或打不开这个文件（{reason}）。请检查路径和访问权限。",
    "reader.zip_bomb": (
        "文件解压后会异常膨胀（{detail}），疑似压缩炸弹，没有读取。"
        "如确为正常文档，请在 Word 或 WPS 中打开并另存为新的 .docx 后再试。"
    ),
    "reader.zip_broken": "文件不完整或已损坏（压缩包读不出来）。请重新下载或重新导出 .docx 后再试。",
    "reader.docx_broken": "Word 文档不完整或已损坏（{detail}）。请在 Word 或 WPS 中打开并另存为 .docx 后再试。",
    "reader.pdf_broken": "PDF 不完整或已损坏，读不出页面。请重新下载，或用浏览器打开后另存再试。",
    "reader.pdf_truncated": "PDF 末尾缺少结束标记，文件可能不完整；已读出 {count} 页，请核对页数。",
    "reader.pdf_encrypted": "PDF 已加密，需要密码才能打开。请用阅读器输入密码后另存为不加密的 PDF，再重新导入。",
    "reader.pdf_bomb": "PDF 里的数据解压后会异常膨胀，没有读取。请用浏览器打开后“打印为 PDF”另存再试。",
    "reader.pdf_no_text": (
        "PDF 有 {count} 页，但没有文字，是扫描件或图片。请改用有文字的版本（docx、txt 或由 Word 导出的 PDF），"
        "或安装文字识别附加组件后再试：pip install zhunsheng[ocr]。"
    ),
    "reader.pdf_ocr": "PDF 没有文字，以下内容由文字识别得到，可能有错字，请逐行核对。",
    "reader.pdf_ocr_failed": (
        "PDF 有 {count} 页，没有文字，文字识别也没有认出内容。请改用有文字的版本（docx、txt 或由 Word 导出的 PDF）。"
    ),
    "reader.pdf_ocr_partial": "扫描件共 {count} 页，只识别了前 {limit} 页。请拆分后分别导入。",
    "reader.pdf_image_pages": "第 {pages} 页只有图片、没有文字，其中的内容没有读到。请对照原件核对这些页。",
    "reader.pdf_garbled": (
        "第 {pages} 页有 {count} 个字没有对应的文字编码（字体缺少映射表），已用“\ufffd”代替。"
        "请改用 docx 或重新导出 PDF。"
    ),
    "reader.pdf_unmapped": (
        "PDF 的字体缺少映射表，读出来的文字大半是乱码。请改用 docx 或 txt 版本，或用 Word 重新导出 PDF 后再试。"
    ),
    "reader.pdf_page_failed": "第 {pages} 页读不出来，已跳过。请用浏览器打开 PDF 后另存再试。",
    "reader.too_many_pages": f"文件超过 {MAX_PAGES} 页，只读了前 {MAX_PAGES} 页。请拆分后分别导入。",
    "reader.too_much": "文件内容过多（{detail}），只读了前面的部分。请拆分后分别导入。",
    "reader.encrypted_office": "Office 文档已加密。请在 Word 或 WPS 中输入密码打开，取消加密后另存为 .docx 再试。",
    "reader.old_doc": "这是旧版 Word（.doc）或 WPS 文字（.wps）文档。请在 Word 或 WPS 中打开，另存为 .docx 后再试。",
    "reader.old_office": "这是旧版 Office 文档（{kind}），不是指南正文。请把指南另存为 .docx 后再试。",
    "reader.spreadsheet": "这是电子表格（.xlsx），不是指南正文。请把指南另存为 .docx，或把表格复制到 Word 中再试。",
    "reader.slides": "这是演示文稿（.pptx），不是指南正文。请把指南另存为 .docx 后再试。",
    "reader.other_zip": "这是压缩包或其他格式的文件（{kind}）。请解压或转换，再导入其中的指南。" + _FORMS,
    "reader.rtf": "这是 RTF 文档。请在 Word 或 WPS 中打开，另存为 .docx 后再试。",
    "reader.word_xml": "这是 Word XML 或单个文件网页（.mht）格式。请在 Word 或 WPS 中打开，另存为 .docx 后再试。",
    "reader.picture": (
        "这是一张图片（{kind}），不是文档，改扩展名不能变成文档。"
        "请改用指南的 docx、pdf、html、md 或 txt 文件。"
    ),
    "reader.binary": "认不出这个文件的格式，也不是文字文件。" + _FORMS + "请转换后再试。",
    "reader.encoding_tail": "文件末尾的字节不完整，文件可能被截断；最后一个字没有读出。请核对结尾。",
    "reader.encoding_loss": "有 {count} 处字节不符合 {encoding} 编码，已用“\ufffd”代替。请另存为 UTF-8 后再试，或核对这些行。",
    "reader.encoding_guess": "没有编码标记，按 {encoding} 读取（第二可能是 {second}）。如有乱码，请另存为 UTF-8 后再试。",
    "reader.html_no_text": "网页里没有正文文字（内容可能由脚本生成）。请在浏览器中打开，另存为 PDF 或复制为 txt 后再试。",
    "reader.docx_no_text": "Word 文档里没有文字，内容可能全是图片。请改用有文字的版本。",
    "reader.html_too_deep": (
        "网页的标签嵌套过深，只按纯文字读取，表格没有识别。请在浏览器中打开，另存为 PDF 或复制到 Word 后再试。"
    ),
    "reader.failed": "读取时遇到没有预料到的内容（{detail}）。请另存为 .docx 或 txt 后再试，并把原文件交给管理员。",
}


class Unreadable(Exception):
    """Raised inside the readers to stop; ``read_bytes`` turns it into a fatal problem. Never leaves this package."""

    def __init__(self, code: str, media: str = "", **values: object) -> None:
        super().__init__(code)
        self.code, self.media, self.values = code, media, values


def problem(code: str, **values: object) -> ReaderProblem:
    """The problem ``code`` (not fatal) with its message filled in."""
    return ReaderProblem(code, MESSAGES[code].format(**values) if values else MESSAGES[code])


def hopeless(code: str, *, media: str = "", sha256: str = "", **values: object) -> SourceDocument:
    """A document without any text, and the one fatal problem that says why."""
    message = MESSAGES[code].format(**values) if values else MESSAGES[code]
    return SourceDocument(media, sha256, [], problems=[ReaderProblem(code, message, fatal=True)])
