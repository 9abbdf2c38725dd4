"""Bytes of text → str. UTF-8, GB18030, UTF-16 (either order, with or without mark) and Big5, told apart by decoding.

Nearly any bytes decode as something, so a decoding is judged by what it gives: characters that Chinese texts are
made of speak for it, private, unassigned and control characters against it.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from zhunsheng.core.guide.readers.problems import problem
from zhunsheng.core.guide.source import ReaderProblem

__all__ = ["Decoded", "decode_text", "looks_binary"]

_SAMPLE = 64 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_GUESSES = ("gb18030", "utf-16-le", "utf-16-be", "big5")
# The commonest characters of modern Chinese and of this field, simplified and traditional.
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方"
    "多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使"
    "情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化"
    "老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反"
    "受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且"
    "权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔效级始深服火准参复"
    "标职备般养七八九六百千划协组织范推促支撑键技智慧城城乡产业集群模块框架测评编码术语架构案例指南征求意见稿建议省市县监督"
    "序号一级体系缓急程度★（）《》、，。；：？！“”‘’—…·〇〔〕【】"
    "個們來為國說時會這對於着後經過還進發現當動學樣開長實無與軍將間問關點業產應戰頭體務報變總電數員論處義條結設統區門隊"
    "場計價資給記據導類術領確傳師觀標準編號網絡規範質量環境協組織認證測試評檢驗圖表層級別監督見稿灣臺"
)
_CONTROLS = frozenset("\t\n\r\x0b\x0c\x1b\x1a")


@dataclass(slots=True)
class Decoded:
    """Text, the encoding it was read in, and what was wrong. ``text`` is None where the bytes are no text."""

    text: str | None
    encoding: str = ""
    problems: list[ReaderProblem] = field(default_factory=list)


def decode_text(data: bytes, declared: str | None = None) -> Decoded:
    """Decode ``data``; ``declared`` (a charset named inside the file) is tried before guessing. Never raises."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            name = encoding.removesuffix("-sig")
            return _finish(data[len(mark) :], name, encoding)
    for encoding in filter(None, ("utf-8", _known(declared))):
        if encoding != "utf-8" or b"\0" not in data[:_SAMPLE]:
            text = _strict(data, encoding)
            if text is not None and _bad_share(text[:_SAMPLE]) < 0.05:
                return Decoded(_plain(text), encoding)
    ranked = _rank(data)
    if not ranked:
        return Decoded(None)
    best = ranked[0][0]
    for score, encoding in ranked:
        # a cut-off last character must not hand the file to an encoding that merely happens to fit
        if score > best - 0.1 and (text := _strict(data, encoding)) is not None:
            return _guessed(Decoded(_plain(text), encoding), ranked)
    return _finish(data, ranked[0][1], ranked[0][1])


def looks_binary(text: str) -> bool:
    """True where too much of the text is control characters or replaced bytes to be text."""
    return _bad_share(text[:_SAMPLE]) > 0.05


def _rank(data: bytes) -> list[tuple[float, str]]:
    """The encodings that give something like text, best first. All are judged on the same opening bytes."""
    ranked: list[tuple[float, str]] = []
    sample = data[:_SAMPLE]
    for order, encoding in enumerate(("utf-8", *_GUESSES)):
        text = codecs.getincrementaldecoder(encoding)("replace").decode(sample, len(data) == len(sample))
        # noise decodes as UTF-16 without much complaint, but what it gives is worth nothing
        if text and _bad_share(text) <= 0.05 and (score := _score(text)) > 0:
            ranked.append((score - order * 1e-6, encoding))
    return sorted(ranked, reverse=True)


def _score(text: str) -> float:
    """Between about -3 (nonsense) and 1 (Chinese prose)."""
    total = 0.0
    for char, count in Counter(text).items():
        total += count * _worth(char)
    return total / len(text)


def _worth(char: str) -> float:
    if char in _COMMON:
        return 1.0
    if " " <= char <= "~" or char in "\t\r\n\f\u3000\ufeff":
        return 0.7
    if "\u4e00" <= char <= "\u9fff":
        return 0.4
    if "\uff01" <= char <= "\uff5e" or "\u2000" <= char <= "\u2bff" or "\u3001" <= char <= "\u30ff":
        return 0.3
    return -3.0 if unicodedata.category(char) in ("Co", "Cn", "Cc") or char == "\ufffd" else -0.5


def _bad_share(text: str) -> float:
    bad = sum(
        count
        for char, count in Counter(text).items()
        if char == "\ufffd" or (char < " " and char not in _CONTROLS) or unicodedata.category(char) == "Cn"
    )
    return bad / len(text) if text else 0.0


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _known(declared: str | None) -> str | None:
    """The codec of a declared charset; GBK and GB2312 are read as GB18030, which contains them."""
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip()).name
    except (LookupError, ValueError):
        return None
    if name in ("gb2312", "gbk", "hz"):
        return "gb18030"
    # A file that could name its charset in ASCII is not UTF-16; codecs such as base64 are no charset at all.
    known = name in ("gb18030", "big5", "utf-8", "iso8859-1", "cp1252", "ascii")
    return name if known else None


def _finish(data: bytes, name: str, encoding: str) -> Decoded:
    """Decode with the encoding that is settled, replacing what does not fit and saying so."""
    text = _strict(data, name)
    if text is not None:
        return Decoded(_plain(text), encoding) if not looks_binary(text) else Decoded(None, encoding)
    decoder = codecs.getincrementaldecoder(name)("strict")
    try:
        text = decoder.decode(data, False)
        return Decoded(_plain(text), encoding, [problem("reader.encoding_tail")])
    except UnicodeDecodeError:
        text = data.decode(name, errors="replace")
    if looks_binary(text):
        return Decoded(None, encoding)
    lost = problem("reader.encoding_loss", count=text.count("\ufffd"), encoding=encoding.upper())
    return Decoded(_plain(text), encoding, [lost])


def _guessed(decoded: Decoded, ranked: list[tuple[float, str]]) -> Decoded:
    """Say that the encoding is a guess where another one came close."""
    best = next(score for score, encoding in ranked if encoding == decoded.encoding)
    for score, encoding in ranked:
        if encoding != decoded.encoding and best - score < 0.15:
            decoded.problems.append(
                problem(
                    "reader.encoding_guess",
                    encoding=decoded.encoding.upper(),
                    second=encoding.upper(),
                )
            )
            break
    return decoded


def _plain(text: str) -> str:
    """Text without the byte order mark; NUL, which no database takes, becomes the replacement character."""
    return text.removeprefix("\ufeff").replace("\0", "\ufffd")
