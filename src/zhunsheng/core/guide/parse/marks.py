"""The named layers and the figures."""

from __future__ import annotations

import re

from zhunsheng.core.guide.model import Figure, Guess, Layer, SourceSpan
from zhunsheng.core.guide.parse.context import Run, State
from zhunsheng.core.guide.parse.nodes import Node
from zhunsheng.core.guide.parse.numbering import split_numbering
from zhunsheng.core.text.normal import CJK, clean, squeeze
from zhunsheng.core.vocabulary import vocabulary

__all__ = ["figure_lines", "read_figures", "read_layers"]

_LAYER = rf"[{CJK}A-Za-z]{{1,10}}?层(?![级次面])"
_GLUE = r"\s*(?:[—\-–－→、，,/～”“\"]+|和|及|与|以及)\s*[“\"]?"
_CHAIN = re.compile(rf"[“\"]?({_LAYER}(?:{_GLUE}{_LAYER})+)")
# Floors of an organisation or of a word, not layers of a system.
_NO_LAYER = re.compile(
    r"^(?:各|多|分|底|高|基|中|表|深|逐|上|下|该|每|两|三|四|五|六|这一|同一|单|双|跨|管理|决策|执行|操作|领导|顶|浅)?层$"
)
_CAPTION = re.compile(
    r"^[（(\[【]?\s*图\s*(\d{1,3}(?:[-.．]\d{1,2})?)\s*[：:.、]?\s*([^，。；]{0,40}?)\s*[）)\]】]?$"
)
# "图 1 所示", "图 1 中的…" begin like captions; "图 1 中国…" and "图 1 示范区…" are captions.
_REFERS = re.compile(
    r"所示|示$|为(?!民)|中(?:的|各|，|、|$)|[和及与、～~至](?:图|$)|给出|列出|描述|反映|展示了|可知|可以看出|是|表明"
)
_REFER = re.compile(r"(?<![版意企蓝地附])图\s*(\d{1,3}(?:[-.]\d{1,2})?)(?:\s*所?示)?")


def read_layers(state: State, modules: list[Node]) -> list[Layer]:
    """The fullest chain of layers (基础层—技术层—应用层—治理层), and which modules seem to lie in each."""
    best: tuple[list[str], Run, int, int] | None = None
    for run in _prose(state):
        for match in _CHAIN.finditer(run.text):
            names = [_layer_name(clean(name)) for name in re.findall(_LAYER, match.group(1))]
            names = [name for name in dict.fromkeys(names) if not _NO_LAYER.match(name)]
            if len(names) >= 2 and (best is None or len(names) > len(best[0])):
                best = (names, run, match.start(1), match.end(1))
    if best is None:
        return []
    names, run, start, end = best
    layers = [Layer(name, [], run.span(start, end)) for name in names]
    _place_modules(layers, modules)
    _cross_cutting(layers, run.text)
    return layers


def _prose(state: State) -> list[Run]:
    """Paragraphs; a heading without text of its own does not run on into the line below it."""
    runs: list[Run] = []
    group: list[int] = []
    for number in range(1, len(state) + 2):
        used = state.used[number - 1] if number <= len(state) else "end"
        if used in {"contents", "table", "front", "heading", "end"}:
            runs.extend(state.paragraphs(group))
            group = []
        if used == "heading" and re.search("[。；：]", state.text(number)):
            group = [number]
        elif used not in {"contents", "table", "front", "heading", "end"} and state.text(number):
            group.append(number)
    return runs


def _cross_cutting(layers: list[Layer], text: str) -> None:
    """A layer that runs through the others: the text says so, or governance stands last in the chain."""
    for layer in layers:
        if re.search(rf"{re.escape(layer.name)}[^，。；]{{0,6}}(?:贯穿|覆盖全|横跨|纵贯)", text):
            reason = f"原文说“{layer.name}”贯穿各层"
            layer.guesses.append(Guess("cross_cutting", reason, 0.9))
            return
    last = layers[-1]
    if len(layers) > 2 and re.search("治理|安全|管理", last.name):
        last.guesses.append(Guess("cross_cutting", f"“{last.name}”列在各层之后，按贯穿各层理解", 0.6))


def _layer_name(text: str) -> str:
    """The name alone, without the words that lead up to it (…包括基础层)."""
    return re.split(
        r"包括|包含|涵盖|其中|分为|划分|采用|按照|构建|形成|依次|分别|由|的|为|即|按|从|在|以|和|与|及|是|[一二三四五六]是",
        text,
    )[-1]


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
        if (
            number in state.source.headings
            or re.match(r"^\s*\\?-{3,}\s*$", state.source.lines[number - 1].text)
            or ((parts := split_numbering(text)) and parts.style in {"chapter", "cn"})
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
