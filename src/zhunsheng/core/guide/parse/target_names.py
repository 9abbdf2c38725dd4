"""What a goal counts: the words before or behind its number, and which counts are no goals at all."""

from __future__ import annotations

import re

from zhunsheng.core.text.normal import CJK, clean

__all__ = ["counts", "name_of", "shares", "speaks_of_parts"]

_VERBS = (
    "牵头或参与制定|主导或参与制定|牵头制定|主导制定|参与制定|牵头制修订|主导制修订|参与制修订|制修订|制定修订|制订|新制定|研究制定|组织制定|制定|"
    "修订|研制|发布实施|发布|形成|培育|推动|推进|促进|建成|建设|建立|构建|打造|创建|开展|实现|完成|新增|增加|参与|主导|牵头|组织|遴选|认定|编制|推广|"
    "累计|转化|引进|吸引|带动|组建|举办|出台|培养|开发|支持|力争|宣贯|培训|征集|申报|立项|提出|发展|汇聚|服务|覆盖|评选|树立|设立|布局|征集|"
    "承担|争取|采用|推出|选树|储备|收集|确定|落地|开设|印发|上线|部署|招募|辐射|惠及|指导|达成"
)
# A verb at the front of a noun is part of the noun: 参与率, 开发区, 培训班, 支持度, 服务机构.
_NOUN_TAIL = (
    r"(?![率度量数额者型类区班员师力])(?!机构|单位|平台|中心|体系|基地|标准|企业|指南|规范|项目|站|业)"
)
_KEPT = "服务|覆盖|培训|转化|发展|开发|修订|支持|指导|组织|推广"
_ADVERBS = (
    "其中|分别|同时|进一步|初步|积极|共计|合计|总计|各级|将|要(?![素求])|应(?![用急对收变答力])|拟(?![真合态])|新(?![型能材兴产质技业一])|"
    "基本(?![公共建医])|全省|全市|全国|全行业|我省|我市|本省|本市|共(?![性享同建治用])|并(?![网购联行])|和(?!谐)|以及|及(?!时)|且|再(?![生制])|"
    "每年度?|年均|平均每年|加快|引导|鼓励|[、，\\s—－\\-]"
)
_FREE = "|".join(verb for verb in _VERBS.split("|") if verb not in _KEPT.split("|"))
_LEADING = re.compile(rf"^(?:(?:{_FREE})(?![率度量数额者])|(?:{_KEPT}){_NOUN_TAIL}|{_ADVERBS})+")
_TRAILING = re.compile(
    r"(?:(?:将|应|要|力争|累计|均|约|为|至|到|达到?|不少于|不低于|超过|突破|实现|分别|共计?|合计|各|新增|[：:（(“\s])+)$"
)
_COMPARED = re.compile(
    r"(?:比|较|与)\s*(?:20\d\d\s*年?(?:底|末)?|上年度?|去年|现状|“?十[三四五]五”?末?)(?:相比)?"
)
_DATED = re.compile(
    r"(?:力争|计划|预计)?(?:到|至|截至|于|在|自)?\s*20\d\d\s*年(?:底前|底|末|前|以前|之前)?(?:间|期间)?[，：:]?"
)
_VERB = re.compile(_VERBS)
_GOAL = re.compile(
    r"标准|规范|企业|单位|机构|试点|示范|平台|案例|人才|人员|专家|骨干|师资|项目|基地|品牌|园区|组织|专利|成果|提案|课题|产品|场景|实验室|中心|工厂|"
    r"车间|培训|宣贯|活动|大赛|论坛|指南|教材|课程|率|满意度|水平|周期|指数|覆盖|标杆|联盟|奖|认证|社区|学校|医院|景区|委员会|工作组|占比|比例|能耗|"
    r"时限|时间|资金|经费|产值|规模|营收|收入|投入|解决方案|应用|领域|行业|集群|立项|农户|合作社|门店|站点|验证点|体系|工具|数据集|模型|软件|装备|技术"
)
# Parts of the system itself: 8 个模块, 16 个产业集群, 三大任务 are counts, not goals.
_PARTS = re.compile(
    r"^(?:重点|主要|核心|关键|一级|二级|三级|基本|细分|具体|专项|不同|大|子|分|小|主)*(?:模块|子体系|分体系|体系|类别|类标准|类|部分|层次|层级|层|方面|维度|"
    r"环节|板块|阶段|步骤|任务|行动|工程|方向|原则|要素|章|附录|字|方向的|方面的|部委|部门)"
)
_GROUPS = re.compile(
    r"^(?:重点|主要|核心|关键|先进|优势|特色|战略性?|新兴|支柱|主导|制造业|千亿级?|细分|国民经济|应用)*(?:产业集群|集群|产业链|领域|行业|产业|省|市|县|区县|设区市|国家|地区|城市|环节|"
    r"大类|中类|小类)"
)
_MAKES = re.compile(r"打造|建成|建设|创建|形成|培育|发展|落地|应用|推广")
_DESCRIBES = re.compile(
    r"由$|分为|分成|划分|包括|包含|涵盖|共设|设有|设置|围绕|聚焦|面向|针对|依托|根据|按照|结合|立足|对应|涉及|位于|排名"
)
_KINDS = ("国际标准", "国家标准", "行业标准", "地方标准", "团体标准", "企业标准")
_JOINER = re.compile(rf"、|以及|和|及(?!时)|并(?={_VERBS})|与(?!标准|应用)")


def shares(
    text: str, matches: list[re.Match[str]], index: int, clause: tuple[int, int]
) -> tuple[str, str, int, int]:
    """The words before and behind a number that are its own, and where they begin and end."""
    match = matches[index]
    if index:
        gap_start = matches[index - 1].end()
        start = gap_start + _cut(text[gap_start : match.start()])[1]
    else:
        start = clause[0]
    gap_end = matches[index + 1].start() if index + 1 < len(matches) else clause[1]
    gap = text[match.end() : gap_end]
    end = match.end() + (_cut(gap)[0] if index + 1 < len(matches) else len(gap))
    lead, tail = text[start : match.start()], text[match.end() : end]
    if not lead.strip():
        start = match.start()
    return lead, tail, start, match.end() + len(tail.rstrip())


def _cut(gap: str) -> tuple[int, int]:
    """Where the words between two numbers part: the end of the first one's, the start of the second one's."""
    joiners = list(_JOINER.finditer(gap))
    stripped = len(gap) - len(gap.lstrip())
    for joiner in joiners:
        if joiner.start() <= stripped:
            return joiner.start(), joiner.end()
    if joiners and not gap[joiners[-1].end() :].strip():
        return joiners[-1].start(), joiners[-1].end()
    for joiner in joiners:
        if _VERB.match(gap[joiner.end() :].lstrip()):
            return joiner.start(), joiner.end()
    if joiners:
        return joiners[-1].start(), joiners[-1].end()
    verb = _VERB.search(gap, 2)
    if verb:
        return verb.start(), verb.start()
    return len(gap), len(gap)


def name_of(lead: str, tail: str, unit: str) -> tuple[str, bool]:
    """The name of what is counted, and whether the words are those of a goal."""
    behind = _behind(tail)
    ahead, every_year = _ahead(lead)
    rate = unit in {"%", "个百分点", "分"} or unit.endswith(("个月", "个工作日", "天", "小时", "分钟", "元"))
    name = (ahead or behind) if rate else (behind or ahead)
    if not name and (bare := re.search(rf"新?(?:{_VERBS})$", clean(lead))):
        name = bare.group(0) if bare.group(0) not in {"力争", "争取", "累计", "实现", "形成"} else ""
    counted = bool(_GOAL.search(name) or (_VERB.search(lead) and behind))
    return (f"{name}（每年）" if name and every_year else name), counted


def _behind(tail: str) -> str:
    text = re.sub(r"^(?:的|以上)+", "", clean(tail)).strip()
    text = re.sub(r"(?:等|的任务|的目标|左右)+$", "", text).strip("）)”")
    if re.match(r"(?:同比|较|比|并|且|和|、|的$)", text):
        return ""
    return text if len(text) >= 2 and re.match(f"[{CJK}A-Za-z“]", text) else ""


def _ahead(lead: str) -> tuple[str, bool]:
    text = clean(lead)
    every_year = bool(re.search(r"每年|年均", text))
    text = _DATED.sub("", _COMPARED.sub("", text)).strip()
    text = re.sub(r"^(?:[（(]?\d{1,2}[)）.、．]|[一二三四五六七八九十]{1,2}是|[①-⑳—－\-•·●])\s*", "", text)
    text = _TRAILING.sub("", _LEADING.sub("", text))
    text = re.sub(r"[由从]$", "", text).strip("“”，、（( ")
    return (text if len(text) >= 2 else ""), every_year


def speaks_of_parts(lead: str, name: str, tail: str, *, strict: bool) -> bool:
    """True where the number counts parts of the system or only describes (16 个产业集群, 三大任务)."""
    lead = clean(lead)
    behind = _behind(tail)
    if strict and not _DESCRIBES.search(lead):
        return bool(_PARTS.match(behind)) and not re.search("标准", behind)
    if _PARTS.match(behind or name):
        return True
    if _DESCRIBES.search(lead):
        return not strict or not _VERB.search(lead)
    if _GROUPS.match(behind):
        return not (_MAKES.search(lead) or re.search(r"应用|推广|落地|示范", tail))
    return False


def counts(name: str) -> list[str]:
    """The kinds of standard that a number of standards counts."""
    if "标准" not in name or name.endswith(
        ("率", "企业", "单位", "机构", "平台", "人才", "试点", "案例", "项目")
    ):
        return []
    return [kind for kind in _KINDS if kind[:2] in name]
