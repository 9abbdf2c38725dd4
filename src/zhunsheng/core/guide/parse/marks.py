"""The named layers and the figures."""

from __future__ import annotations

import re

from zhunsheng.core.guide.model import Figure, Guess, Layer, SourceSpan
from zhunsheng.core.guide.parse.context import State
from zhunsheng.core.guide.parse.nodes import Node
from zhunsheng.core.text.normal import CJK, clean, squeeze
from zhunsheng.core.vocabulary import vocabulary

__all__ = ["figure_lines", "read_figures", "read_layers"]

_CHAIN = re.compile(rf"[“\"]?((?:[{CJK}]{{1,8}}层)(?:\s*[—\-–－→、/～]+\s*[{CJK}]{{1,8}}层)+)[”\"]?")
_CAPTION = re.compile(
    r"^[（(\[【]?\s*图\s*(\d{1,3}(?:[-.．]\d{1,2})?)\s*[：:.、]?\s*([^，。；]{0,40}?)\s*[）)\]】]?$"
)
# "图 1 所示", "图 1 中的…" begin like captions; "图 1 中国…" and "图 1 示范区…" are captions.
_REFERS = re.compile(r"所示|示$|为|中(?:的|各|，|、|$)")
_REFER = re.compile(r"(?<![版意企蓝地附])图\s*(\d{1,3}(?:[-.]\d{1,2})?)(?:\s*所?示)?")


def read_layers(state: State, modules: list[Node]) -> list[Layer]:
    """The first chain of layers (基础层—技术层—应用层—治理层), and which modules seem to lie in each."""
    numbers = [
        n
        for n in range(1, len(state) + 1)
        if state.text(n) and state.used[n - 1] not in {"contents", "table"}
    ]
    for run in state.paragraphs(numbers):
        match = _CHAIN.search(run.text)
        if not match:
            continue
        names = [_layer_name(clean(name)) for name in re.findall(rf"[{CJK}]{{1,8}}层", match.group(1))]
        span = run.span(match.start(), match.end())
        layers = [Layer(name, [], span) for name in dict.fromkeys(names)]
        _place_modules(layers, modules)
        if len(layers) > 2 and re.search("治理|安全|管理", layers[-1].name):
            layers[-1].guesses.append(
                Guess("cross_cutting", f"“{layers[-1].name}”列在各层之后，按贯穿各层理解", 0.6)
            )
        return layers
    return []


def _layer_name(text: str) -> str:
    """The name alone, without the words that lead up to it (…包括基础层)."""
    return re.split(r"包括|包含|涵盖|分为|采用|按照|构建|由|的|为|即|按|从|和|与|及", text)[-1]


def _place_modules(layers: list[Layer], modules: list[Node]) -> None:
    words: dict[str, list[str]] = vocabulary("reading")["layers"]
    for node in modules:
        scores: list[tuple[float, Layer, str]] = []
        for layer in layers:
            stem = layer.name.removesuffix("层")
            related = next((values for word, values in words.items() if word in stem), [stem])
            hit = next((word for word in [stem, *related] if word in node.name), None)
            if hit:
                scores.append(((2.0 if hit == stem else 1.0) + node.name.find(hit) * 0.01, layer, hit))
        if not scores:
            continue
        best = max(scores, key=lambda item: item[0])
        best[1].members.append(node.code)
        reason = f"模块“{node.name}”的名称含“{best[2]}”，推定属于{best[1].name}"
        best[1].guesses.append(Guess("members", reason, 0.7 if best[0] >= 2 else 0.5))


def figure_lines(state: State) -> tuple[dict[str, list[int]], set[int]]:
    """Text that stands in for a picture: figure number → its lines, and all such lines."""
    blocks: dict[str, list[int]] = {}
    current = ""
    taking = False
    for number in range(1, len(state) + 1):
        text = state.text(number)
        caption = _CAPTION.match(text)
        if caption and state.used[number - 1] is None:
            current, taking = squeeze(caption.group(1)), False
            blocks.setdefault(current, [])
            continue
        if current and re.search(
            r"图片(?:提取|识别|中的?|内容)?(?:信息|文字|内容|描述)|图中(?:文字|内容)|图示说明|图片说明", text
        ):
            taking = True
            blocks[current].append(number)
            continue
        if number in state.source.headings or re.match(
            r"^\s*\\?-{3,}\s*$", state.source.lines[number - 1].text
        ):
            taking = False
        if taking and text:
            blocks[current].append(number)
    return blocks, {number for lines in blocks.values() for number in lines}


def read_figures(state: State, blocks: dict[str, list[int]]) -> list[Figure]:
    """Figures by number: caption, references to it, and whether there is a picture or its text."""
    figures: dict[str, Figure] = {}
    for number in range(1, len(state) + 1):
        text = state.text(number)
        if not text or state.used[number - 1] in {"contents"}:
            continue
        caption = _CAPTION.match(text)
        if caption and caption.group(2) and not _REFERS.match(caption.group(2)):
            figure = figures.setdefault(
                squeeze(caption.group(1)), Figure(squeeze(caption.group(1)), "", None)
            )
            if figure.source is None:
                figure.title, figure.source = clean(caption.group(2)), state.span(number)
                figure.present = _picture_near(state, number)
            state.use(number, number, "figure")
            continue
        for match in _REFER.finditer(text):
            name = squeeze(match.group(1))
            figure = figures.setdefault(name, Figure(name, "", None))
            figure.referred.append(SourceSpan(number, number, state.page(number)))
    for name, lines in blocks.items():
        if lines and name in figures:
            figures[name].present = True
            own = figures[name].source
            if own is not None:
                figures[name].source = state.span(own.line_start, max(own.line_end, lines[-1]))
            figures[name].text = "\n".join(clean(state.text(n)) for n in lines[1:])
            for n in lines:
                state.use(n, n, "figure")
    return sorted(figures.values(), key=lambda f: [int(part) for part in re.split(r"[-.．]", f.number)])


def _picture_near(state: State, number: int) -> bool:
    """A picture of the format itself within four lines above the caption or two below."""
    return any(number - 4 <= place <= number + 2 for place in state.source.pictures)
