"""A system as a YAML file that people read, edit and keep under version control.

::

    urn: urn:zhunsheng:system:NAME:2025
    version: 1
    format: 1
    system: {slug: …, title: …, subsystems: […], …}

Fields that are empty are left out; everything else has the names of :mod:`zhunsheng.core.guide.model`.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args, get_type_hints

import yaml

from zhunsheng.core.records import from_plain
from zhunsheng.core.system.model import StandardsSystem
from zhunsheng.core.system.soundness import system_faults

__all__ = [
    "FORMAT",
    "ContentError",
    "SystemContent",
    "dump_system",
    "load_packaged",
    "load_system",
    "load_system_file",
    "packaged_systems",
    "plain_to_system",
    "system_to_plain",
    "system_urn",
]

FORMAT = 1
_URN = re.compile(r"urn:zhunsheng:system:[a-z0-9][a-z0-9-]*:[a-z0-9][a-z0-9.-]*")
_LINE_WIDTH = 1000
_ONE_LINE = 150
# Required by the records, but empty so often that files leave them out.
_MAY_BE_LEFT_OUT: dict[str, Any] = {
    "printed_code": None,
    "parent": None,
    "scope": "",
    "topics": [],
    "identifier": None,
    "document_number": None,
    "year": None,
    "stars": None,
    "tier": None,
    "printed": "",
    "meaning": "",
    "commitments": [],
    "members": [],
    "names": [],
    "number": None,
    "subsystem": None,
    "subject": None,
    "status": "",
    "issuers": [],
}
_MESSAGES = {
    "missing": "缺少",
    "string_type": "应为文字",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "list_type": "应为列表",
    "dict_type": "应为键值表",
    "dataclass_type": "应为键值表",
}


class ContentError(ValueError):
    """A system file that cannot be used. ``problems`` are Chinese sentences, each naming its place."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(slots=True)
class SystemContent:
    """A system with the name and version under which its file is kept."""

    urn: str
    version: int
    system: StandardsSystem


def system_urn(system: StandardsSystem) -> str:
    """``urn:zhunsheng:system:NAME:2025`` for edition 2025版; an edition without a year keeps its Latin part."""
    year = re.search(r"\d{4}", system.edition)
    latin = re.sub(r"[^a-z0-9.-]+", "-", system.edition.lower()).strip("-.")
    return f"urn:zhunsheng:system:{system.slug}:{year[0] if year else latin or 'undated'}"


def system_to_plain(system: StandardsSystem) -> dict[str, Any]:
    """Dicts and lists without empty fields, in the order of the records' fields."""
    plain = _to_plain(system)
    assert isinstance(plain, dict)  # noqa: S101 - a record is always a dict
    return plain


def plain_to_system(data: Any, place: str = "system") -> StandardsSystem:
    """The system from :func:`system_to_plain`'s data. Raises :class:`ContentError` with every fault found."""
    from pydantic import ValidationError

    problems: list[str] = []
    filled = _fill(StandardsSystem, data, place, problems)
    try:
        system = from_plain(StandardsSystem, filled)
    except ValidationError as error:
        problems += [_chinese(place, data, item) for item in error.errors()]
        raise ContentError(problems) from None
    problems += system_faults(system)
    if problems:
        raise ContentError(problems)
    return system


def dump_system(system: StandardsSystem, *, version: int = 1, urn: str = "") -> str:
    """The system as YAML text: the same system always gives the same text."""
    document = {
        "urn": urn or system_urn(system),
        "version": version,
        "format": FORMAT,
        "system": system_to_plain(system),
    }
    return yaml.dump(
        document,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=_LINE_WIDTH,
        default_flow_style=False,
    )


def load_system(text: str) -> SystemContent:
    """Read a system file. Raises :class:`ContentError` telling every fault and its place in Chinese."""
    document = _parse(text)
    if not isinstance(document, dict) or "system" not in document:
        raise ContentError(["文件：应为含 urn、version、format、system 四项的键值表，请按导出的体系文件补全"])
    problems = []
    urn, version = document.get("urn"), document.get("version")
    if not isinstance(urn, str) or not _URN.fullmatch(urn):
        problems.append("urn：应形如 urn:zhunsheng:system:名称:2025（小写字母、数字和连字符）")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        problems.append("version：应为从 1 开始的整数")
    if document.get("format") != FORMAT:
        problems.append(f"format：本程序读得懂的格式是 {FORMAT}，文件写的是 {document.get('format')!r}")
    problems += [f"{key}：没有这一项，请删去或改正" for key in document if key not in _TOP]
    if problems:
        raise ContentError(problems)
    return SystemContent(str(urn), int(str(version)), plain_to_system(document["system"]))


_TOP = ("urn", "version", "format", "system")


def load_system_file(path: Path) -> SystemContent:
    """:func:`load_system` from a file; a file that is not UTF-8 text is told in a :class:`ContentError`."""
    try:
        return load_system(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise ContentError([f"{path.name}：不是 UTF-8 文本，请另存为 UTF-8 再导入"]) from None


def packaged_systems() -> list[str]:
    """Names of the systems that come with the program."""
    folder = files("zhunsheng").joinpath("content", "systems")
    names = [item.name for item in folder.iterdir()] if folder.is_dir() else []
    return sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml"))


def load_packaged(name: str) -> SystemContent:
    """One of :func:`packaged_systems`. Raises ``KeyError`` for an unknown name."""
    if name not in packaged_systems():
        raise KeyError(name)
    return load_system(
        files("zhunsheng").joinpath("content", "systems", f"{name}.yaml").read_text(encoding="utf-8")
    )


def _to_plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        out = {}
        for item in dataclasses.fields(value):
            content = _to_plain(getattr(value, item.name))
            if _is_default(item, content):
                continue
            out[item.name] = content
        return out
    if isinstance(value, (list, tuple)):
        return [_to_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(name): _to_plain(item) for name, item in value.items()}
    return value


def _is_default(item: dataclasses.Field[Any], content: Any) -> bool:
    if item.default is not dataclasses.MISSING:
        return type(content) is type(item.default) and bool(content == item.default)
    if item.default_factory is not dataclasses.MISSING:
        return bool(content == item.default_factory())
    if item.name == "source":
        return content is None
    absent = object()
    left_out = _MAY_BE_LEFT_OUT.get(item.name, absent)
    return left_out is not absent and type(content) is type(left_out) and bool(content == left_out)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _record_kind(hint: Any) -> type | None:
    """The record class inside ``X``, ``X | None`` or ``list[X]``, or None where there is none."""
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return hint
    return next((kind for part in get_args(hint) if (kind := _record_kind(part))), None)


def _fill(kind: type, data: Any, place: str, problems: list[str]) -> Any:
    """``data`` with the fields that files leave out put back; keys that no record has become problems."""
    if not isinstance(data, dict):
        return data
    names = {item.name for item in dataclasses.fields(kind)}
    problems += [f"{place} › {name}：没有这一项，请删去或改正" for name in data if name not in names]
    out: dict[str, Any] = {}
    for item in dataclasses.fields(kind):
        if item.name not in data:
            required = item.default is dataclasses.MISSING and item.default_factory is dataclasses.MISSING
            if required and item.name in _MAY_BE_LEFT_OUT:
                empty = _MAY_BE_LEFT_OUT[item.name]
                out[item.name] = list(empty) if isinstance(empty, list) else empty
            elif required and item.name == "source" and type(None) in get_args(_hints(kind)["source"]):
                out[item.name] = None
            continue
        content, inner = data[item.name], _record_kind(_hints(kind)[item.name])
        if inner is not None and isinstance(content, list):
            content = [
                _fill(inner, part, f"{place} › {item.name} 第 {number} 项", problems)
                for number, part in enumerate(content, 1)
            ]
        elif inner is not None:
            content = _fill(inner, content, f"{place} › {item.name}", problems)
        out[item.name] = content
    return out


def _chinese(place: str, data: Any, error: Any) -> str:
    """A validation error as ``system › subsystems 第 4 项（AA）› name：缺少``."""
    steps = [place]
    for step in error["loc"]:
        # names of unions and of types that pydantic adds between the steps
        if isinstance(step, str) and not (isinstance(data, dict) or data is None):
            continue
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) and step < len(data) else None
            label = (
                next((str(data[key]) for key in ("code", "number", "name", "title") if key in data), "")
                if isinstance(data, dict)
                else ""
            )
            steps[-1] += f" 第 {step + 1} 项" + (f"（{label}）" if label else "")
        else:
            data = data.get(step) if isinstance(data, dict) else None
            steps.append(str(step))
    found = f"，写的是 {error['input']!r}" if error["type"] != "missing" else "，请补上"
    return f"{' › '.join(steps)}：{_MESSAGES.get(error['type'], error['msg'])}{found}"


def _parse(text: str) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        # An alias lets a small file unfold without end, and a system file needs none.
        for token in yaml.scan(text, Loader=loader):
            if isinstance(token, (yaml.AliasToken, yaml.AnchorToken)):
                line = token.start_mark.line + 1
                raise ContentError([f"第 {line} 行：体系文件里不能用 YAML 的锚点和别名（& 和 *），请写全"])
        return yaml.load(text, Loader=loader)  # noqa: S506 - both are safe loaders
    except ContentError:
        raise
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"第 {mark.line + 1} 行第 {mark.column + 1} 列：" if mark else ""
        raise ContentError([f"{where}YAML 写法有误，请检查缩进、冒号和引号"]) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise ContentError(["文件：YAML 读不通，请检查是否为导出的体系文件"]) from None


class _Dumper(yaml.SafeDumper):
    """Small records stand on one line, nothing is abbreviated by anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)


def _small(value: Any) -> bool:
    """True where a record or list is shallow and short enough for one line."""
    inner = value.values() if isinstance(value, dict) else value
    deep = any(isinstance(item, list) or (isinstance(item, dict) and not _shallow(item)) for item in inner)
    return not deep and _width(value) < _ONE_LINE


def _shallow(value: dict[str, Any]) -> bool:
    return not any(isinstance(item, (dict, list)) for item in value.values())


def _width(value: Any) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in str(value))


def _represent_dict(dumper: yaml.SafeDumper, data: dict[str, Any]) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=_small(data))


def _represent_list(dumper: yaml.SafeDumper, data: list[Any]) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=_small(data))


def _represent_str(dumper: yaml.SafeDumper, data: str) -> yaml.Node:
    # Rare line separators come back as plain line breaks unless they are escaped.
    style = '"' if re.search("[\r\x85\u2028\u2029]", data) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style=style)


_Dumper.add_representer(str, _represent_str)
_Dumper.add_representer(dict, _represent_dict)
_Dumper.add_representer(list, _represent_list)
