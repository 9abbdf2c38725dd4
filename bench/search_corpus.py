"""Made-up titles, numbers and scopes of standards in Chinese, the same for everybody: fixed seed, words out of packages.

Words are the two- to four-character phrases of pypinyin's dictionary, shuffled, after thirty real terms of the field
(Zipf exponent 0.7); skeletons are those of real titles. Nothing is copied from a catalogue.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

from zhunsheng.search.shape import Document

__all__ = ["SEED", "documents", "fragments", "questions", "scopes", "titles"]

SEED = 20261123
TERMS = [
    "人工智能",
    "信息技术",
    "智能制造",
    "工业机器人",
    "区块链",
    "物联网",
    "大数据",
    "云计算",
    "网络安全",
    "数据安全",
    "新能源汽车",
    "锂离子电池",
    "食品安全",
    "养老服务",
    "政务服务",
    "电子商务",
    "城市轨道交通",
    "建筑节能",
    "水质",
    "土壤",
    "环境空气",
    "医疗器械",
    "道路车辆",
    "塑料",
    "橡胶",
    "钢铁",
    "有色金属",
    "纺织品",
    "农产品",
    "无人机",
]
ENDINGS = [
    "技术规范",
    "通用技术条件",
    "技术要求",
    "通用要求",
    "管理体系",
    "要求",
    "试验方法",
    "测定方法",
    "检验规程",
    "术语",
    "评价指南",
    "实施指南",
    "服务规范",
    "安全要求",
    "数据元",
    "接口规范",
    "设计规范",
    "生产技术规程",
    "质量控制规范",
    "分类与代码",
    "验收规范",
    "管理规范",
    "建设指南",
    "基本要求",
    "参考架构",
    "测试方法",
]
SENTENCES = (
    "本文件规定了{0}的{1}，描述了{2}的方法，给出了{3}的示例。",
    "本文件适用于{0}和{1}的设计、生产、检验与使用，{2}可参照执行。",
    "本文件不适用于{0}；{1}的{2}按有关规定执行，{3}除外。",
    "本文件确立了{0}的总体原则，规定了{1}、{2}及{3}的要求，界定了相关术语。",
)
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_SECTORS = ["YY/T", "HB", "JB/T", "YD/T", "NY/T", "SN/T", "JT/T", "HG/T", "QB/T", "LY/T"]
_STATES = ("current", "current", "current", "upcoming", "superseded", "withdrawn")


def _words(rng: random.Random) -> list[str]:
    from pypinyin.phrases_dict import phrases_dict

    words = [
        word
        for word in sorted(phrases_dict)
        if 2 <= len(word) <= 4 and "一" <= min(word) <= max(word) <= "鿿"
    ]
    rng.shuffle(words)
    return TERMS + words[:2000]


def titles(count: int, seed: int = SEED) -> Iterator[str]:
    """``count`` titles of 14 characters on average."""
    rng = random.Random(seed)
    words = _words(rng)
    weights = list(itertools.accumulate((place + 1) ** -0.7 for place in range(len(words))))
    ends = list(itertools.accumulate((place + 1) ** -0.5 for place in range(len(ENDINGS))))
    for _ in range(count):
        chosen = rng.choices(words, cum_weights=weights, k=rng.randint(2, 4))
        ending = rng.choices(ENDINGS, cum_weights=ends)[0]
        text = chosen[0] + (" " if rng.random() < 0.6 else "") + "".join(chosen[1:])
        if rng.random() < 0.18:
            yield f"{text} 第{rng.randint(1, 12)}部分：{ending}"
        else:
            yield text + (" " if rng.random() < 0.6 else "") + ending


def scopes(count: int, seed: int = SEED) -> Iterator[str]:
    """``count`` scopes of 100 to 400 characters."""
    rng = random.Random(seed + 1)
    words = _words(random.Random(seed))
    weights = list(itertools.accumulate((place + 1) ** -0.7 for place in range(len(words))))
    for _ in range(count):
        wanted = rng.randint(100, 400)
        text = ""
        while len(text) < wanted:
            phrases = [
                "".join(rng.choices(words, cum_weights=weights, k=rng.randint(1, 4))) for _ in range(4)
            ]
            text += rng.choice(SENTENCES).format(*phrases)
        yield text[:400]


def _number(rng: random.Random) -> tuple[str, int, int]:
    """A number, its year and its place in the order of authority (0 national … 4 enterprise)."""
    year, draw = rng.randint(1990, 2026), rng.random()
    if draw < 0.05:
        return f"GB/T {rng.randint(1, 60000)}-{year}", year, 0
    if draw < 0.10:
        return f"{rng.choice(_SECTORS)} {rng.randint(1, 9999)}-{year}", year, 1
    if draw < 0.15:
        return f"DB{rng.randint(11, 65)}/T {rng.randint(1, 9999)}-{year}", year, 2
    code = "".join(rng.choices(_LETTERS, k=4))
    if draw < 0.20:
        return f"T/{code} {rng.randint(1, 400):03d}-{year}", year, 3
    return f"Q/{code}{rng.choice(_LETTERS)} {rng.randint(1, 300):03d}-{year}", year, 4


def documents(count: int, seed: int = SEED, *, with_scopes: bool = False) -> Iterator[Document]:
    """``count`` standards with numbers, levels, years, states, and scopes where asked."""
    rng = random.Random(seed + 2)
    levels = ("national", "sector", "local", "group", "enterprise")
    texts = scopes(count, seed) if with_scopes else itertools.repeat("")
    for ref, (title, scope) in enumerate(zip(titles(count, seed), texts, strict=False), 1):
        number, year, level = _number(rng)
        state = rng.choice(_STATES)
        gone = state in {"superseded", "withdrawn"}
        yield Document(
            "standard",
            ref,
            title,
            f"/standards/{ref}/",
            (number,),
            (),
            (),
            scope,
            state,
            {"level": (levels[level],), "year": (str(year),)},
            (gone * 8 + level) * 64 + 2030 - year,
        )


def questions(count: int, *, per: int = 100, seed: int = SEED) -> dict[int, list[str]]:
    """Pieces of 1, 2, 4 and 8 characters cut out of the titles, ``per`` of each."""
    rng = random.Random(seed + 3)
    wanted: dict[int, list[str]] = {1: [], 2: [], 4: [], 8: []}
    step = max(count // (per * 12), 1)
    for place, title in enumerate(titles(count, seed)):
        if place % step:
            continue
        text = title.replace(" ", "").replace("：", "")
        for size, found in wanted.items():
            if len(text) > size and len(found) < per:
                start = rng.randrange(len(text) - size + 1)
                piece = text[start : start + size]
                if all("一" <= char <= "鿿" for char in piece):
                    found.append(piece)
    return wanted


def fragments(count: int, *, per: int = 100, seed: int = SEED) -> list[str]:
    """Pieces of numbers as people type them: the digits, the digits and the year, letters and digits, part of it."""
    rng = random.Random(seed + 4)
    found: list[str] = []
    for place, document in enumerate(documents(min(count, per * 50), seed)):
        if place % 50:
            continue
        number = document.numbers[0]
        lead, digits = number.split(" ")
        whole, year = digits.split("-")
        found.append(
            rng.choice(
                (
                    whole,
                    f"{whole}-{year}",
                    number,
                    f"{lead}{whole}".lower().replace("/", ""),
                    f"{lead} {whole[:2]}",
                )
            )
        )
    return found
