"""Guides made up for tests: a random tree and a random list, printed in the ways real guides print them.

Nothing here is taken from a real guide; the subject is a city's water works. Names are built from words so that
each stands once in the text, which lets a test say which row is where.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

__all__ = ["GuidePlan", "Row", "as_text", "chinese_numeral", "guide_plans", "large_plan", "table_lines"]

THINGS = [
    "泵站",
    "管网",
    "水表",
    "闸门",
    "水库",
    "河道",
    "雨水井",
    "净水厂",
    "排水口",
    "堤防",
    "渠系",
    "水质",
    "污泥",
    "供水",
    "漏损",
]
DEEDS = ["监测", "调度", "巡检", "计量", "预警", "仿真", "维护", "编码", "接入", "校准", "评估", "处置"]
KINDS = ["技术要求", "数据规范", "接口规范", "管理指南", "测试方法", "术语"]
MODULES = ["通用基础", "感知设备", "数据平台", "业务应用", "运行服务", "安全保障", "能源利用", "评价改进"]
MARKS = ["★★★", "★★", "★"]
HEAD = ["序号", "一级体系", "二级体系", "标准名称", "标准号", "缓急程度"]


@dataclass(slots=True)
class Row:
    """One row of the list as planned; ``category`` is the code."""

    number: int
    category: str
    name: str
    identifier: str
    mark: str


@dataclass(slots=True)
class GuidePlan:
    """What a made-up guide says: ``tree`` maps a module's name to the names of its categories.

    ``paragraphs`` is how many each category's section has.
    """

    title: str
    tree: dict[str, list[str]]
    rows: list[Row] = field(default_factory=list)
    coded_headings: bool = True
    paragraphs: int = 1

    def categories(self) -> dict[str, str]:
        """Code → name of each category: AA, AB … in order."""
        return {
            f"{chr(65 + index)}{chr(65 + place)}": name
            for index, names in enumerate(self.tree.values())
            for place, name in enumerate(names)
        }

    def modules(self) -> dict[str, str]:
        """Letter → name of each module."""
        return {chr(65 + index): name for index, name in enumerate(self.tree)}


def chinese_numeral(value: int) -> str:
    """1–99 in Chinese numerals."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return head + (digits[ones] if ones or not tens else "")


@st.composite
def guide_plans(draw: st.DrawFn, *, max_modules: int = 5, max_rows: int = 20) -> GuidePlan:
    """A small guide: 2–5 modules of 1–5 categories, and 3–20 rows in the order of the tree."""
    modules = draw(st.lists(st.sampled_from(MODULES), min_size=2, max_size=max_modules, unique=True))
    pairs = draw(st.permutations([thing + deed for thing in THINGS for deed in DEEDS[:4]]))
    tree: dict[str, list[str]] = {}
    start = 0
    for module in modules:
        size = draw(st.integers(1, 5))
        tree[module] = list(pairs[start : start + size])
        start += size
    plan = GuidePlan("滨河市智慧水务标准体系建设指南", tree, coded_headings=draw(st.booleans()))
    names = draw(
        st.permutations([thing + deed + kind for thing in THINGS for deed in DEEDS[4:] for kind in KINDS[:2]])
    )
    count = draw(st.integers(3, max_rows))
    homes = sorted(draw(st.lists(st.sampled_from(sorted(plan.categories())), min_size=count, max_size=count)))
    for number, (home, name) in enumerate(zip(homes, names, strict=False), 1):
        identifier = draw(
            st.sampled_from(["拟研制", "", f"GB/T {40000 + number}-2022", f"DB99/T {300 + number}-2021"])
        )
        plan.rows.append(Row(number, home, name, identifier, draw(st.sampled_from(MARKS))))
    return plan


def large_plan(times: int) -> GuidePlan:
    """A guide about ``times`` as long as usual: rows and prose in full measure, categories as far as letters go."""
    words = [thing + deed for thing in THINGS for deed in DEEDS]
    size = min(22, 8 * times)
    tree = {name: words[index * size : index * size + size] for index, name in enumerate(MODULES)}
    plan = GuidePlan("滨河市智慧水务标准体系建设指南", tree, paragraphs=1 + 24 * times // size)
    codes = sorted(plan.categories())
    total = 76 * times
    for index in range(total):
        home = codes[index * len(codes) // total]
        name = f"{words[index % len(words)]}第{chinese_numeral(index // len(words) % 99 + 1)}类{KINDS[index % 6]}"
        plan.rows.append(Row(index + 1, home, name, "拟研制", MARKS[index % 3]))
    return plan


def table_lines(
    plan: GuidePlan, *, form: str = "tab", blank_as_above: bool = True, head_every: int = 0
) -> list[str]:
    """The list as lines: ``form`` is tab or pipe; ``head_every`` repeats the head after so many rows (0: never)."""
    categories, modules = plan.categories(), plan.modules()
    lines = [_table_row(HEAD, form)]
    if form == "pipe":
        lines.append("|" + "---|" * len(HEAD))
    before = ""
    for place, row in enumerate(plan.rows):
        if head_every and place and place % head_every == 0:
            lines += ["", _table_row(HEAD, form)]
            lines += ["|" + "---|" * len(HEAD)] if form == "pipe" else []
            before = ""
        letter = row.category[0]
        module = "" if blank_as_above and before[:1] == letter else f"{letter} {modules[letter]}"
        category = (
            "" if blank_as_above and before == row.category else f"{row.category} {categories[row.category]}"
        )
        lines.append(
            _table_row([str(row.number), module, category, row.name, row.identifier, row.mark], form)
        )
        before = row.category
    return lines


def _table_row(cells: list[str], form: str) -> str:
    return "| " + " | ".join(cells) + " |" if form == "pipe" else "\t".join(cells)


def _body(plan: GuidePlan) -> list[str]:
    lines = []
    categories = plan.categories()
    for index, (letter, module) in enumerate(plan.modules().items(), 1):
        lines += [f"（{chinese_numeral(index)}）{module}标准", ""]
        own = {code: name for code, name in categories.items() if code[0] == letter}
        lines += [f"{module}标准包括{'、'.join(own.values())}等方面。", ""]
        for place, (code, name) in enumerate(own.items(), 1):
            shown = f"{code} {name}标准" if plan.coded_headings else f"{name}标准"
            lines += [f"{place}.{shown}", "", f"规范{name}的对象、流程和结果的表示。", ""]
            for part in range(1, plan.paragraphs):
                lines += [
                    f"第{chinese_numeral(part % 99 + 1)}类情形下，{name}的记录应当完整，其余按通用要求执行。",
                    "",
                ]
    return lines


def as_text(plan: GuidePlan, *, form: str = "tab", blank_as_above: bool = True, head_every: int = 0) -> str:
    """The whole guide as text: front, aims, bases, structure, body, measures, list, legend."""
    structure: list[str] = []
    for index, (letter, module) in enumerate(plan.modules().items(), 1):
        structure += [f"{index}.{module}模块（{letter}）", "", f"规定{module}方面的共同要求。", ""]
    lines = [plan.title, "", "（2026版）（征求意见稿）", "", "滨河市水务局", "", "前 言", ""]
    lines += ["水务工作需要一致的标准。", "", "一、总体要求", ""]
    lines += ["到2028年，制定地方标准12项以上，标准应用覆盖率达到80%以上，培育示范单位6家以上。", ""]
    lines += ["二、构建依据", "", "（一）法律法规", "", "《中华人民共和国水法》（主席令第74号）", ""]
    lines += ["（二）相关标准", "", "GB/T 13016-2018《标准体系构建原则和要求》", ""]
    lines += ["三、建设思路", "", "（一）标准体系结构", "", *structure]
    lines += ["四、重点方向", "", *_body(plan)]
    lines += ["五、组织实施", "", "（一）加强统筹", "", "成立标准工作组，每两年修订一次标准体系。", ""]
    lines += ["（二）推动应用", "", "建设标准应用案例库，开展标准宣贯。", "", "附件", "", "重点标准清单", ""]
    lines += table_lines(plan, form=form, blank_as_above=blank_as_above, head_every=head_every)
    lines += ["", "注：★★★表示优先制定，★★表示加快制定，★表示适时制定。", ""]
    return "\n".join(lines)
