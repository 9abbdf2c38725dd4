"""The server: tools and resources, read-only, in Chinese. The work is done in :mod:`.answers`."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Literal

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp_types import ToolAnnotations
from pydantic import BeforeValidator, Field

import zhunsheng
from zhunsheng.assistant import answers, finding, linking
from zhunsheng.assistant.telling import ChineseServer
from zhunsheng.search.coded import code_of

__all__ = ["make_server"]

INSTRUCTIONS = """\
准绳标准库：国家、行业、地方、团体标准与国际标准，以及标准体系建设指南。只读。
- 每个值带来源和等级：A 官方，B 行业网页，C 未经核实的记录，memory 凭记忆。引用时说明来源；notice 写着未核实或矛盾的，要如实转述。
- 库中没有的，就说没有，不要凭记忆补写编号、名称、日期或关系。
- 标准编号任一写法都可以；不知道编号时先用 search_standards。
"""
_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_JSON = "application/json"
Number = Annotated[
    str, Field(max_length=200, description="标准编号，任一写法，如 GB/T 45288.1-2025、iso42001")
]
Slug = Annotated[str, Field(max_length=200, description="体系的简称，见 get_system")]
EditionKey = Annotated[str, Field(max_length=200, description="版本，如 2025版；不写则为最新发布的")]
Thing = Annotated[
    str, Field(max_length=300, description="一项：标准编号、子体系代码、清单序号、名称，或 种类:编号")
]
Level = Literal["national", "sector", "local", "group", "enterprise", "international", "regional", "foreign"]
Most = Annotated[int, Field(ge=1, le=answers.MOST, description=f"最多几条，不超过 {answers.MOST}")]


def _codes(facet: str, given: Any) -> Any:
    """What is asked of a facet as its codes: one value stands for a list of one, a Chinese word for its code."""
    values = [given] if isinstance(given, str) else given
    if not isinstance(values, list):
        return values
    return [(code_of(facet, one) or one) if isinstance(one, str) else one for one in values]


async def _asked(error: type[Exception], work: Callable[..., Any], *args: Any) -> Any:
    """The answer of a function that uses the database; what is not there becomes a message to the assistant."""

    def run() -> Any:
        close_old_connections()
        return work(*args)

    try:
        return await sync_to_async(run)()
    except answers.Unknown as unknown:
        raise error(str(unknown)) from None


def make_server() -> MCPServer[Any]:
    """The server with all its tools and resources."""
    server = ChineseServer(
        "zhunsheng",
        title="准绳标准库",
        instructions=INSTRUCTIONS,
        version=zhunsheng.__version__,
        log_level="WARNING",
    )
    _add_standards(server)
    _add_systems(server)
    _add_relations(server)
    _add_resources(server)
    return server


def _add_standards(server: MCPServer[Any]) -> None:
    @server.tool(title="检索标准", annotations=_READS)
    async def search_standards(
        text: Annotated[
            str, Field(max_length=200, description="中文任意长短、英文、编号或其片段、拼音首字母")
        ],
        status: Annotated[
            list[Literal["current", "upcoming", "superseded", "withdrawn", "draft", "unknown"]],
            BeforeValidator(partial(_codes, "status")),
            Field(max_length=6, description="只要这些状态的；不写则不限"),
        ] = [],  # noqa: B006
        level: Annotated[
            list[Level],
            BeforeValidator(partial(_codes, "level")),
            Field(max_length=8, description="只要这些层级的；不写则不限"),
        ] = [],  # noqa: B006
        limit: Most = 10,
    ) -> dict[str, Any]:
        """在标准库中检索，最贴切的在前；每条带状态与核实状态。"""
        answer: dict[str, Any] = await _asked(ToolError, finding.standards_found, text, status, level, limit)
        return answer

    @server.tool(title="读一个标准", annotations=_READS)
    async def get_standard(number: Number) -> dict[str, Any]:
        """一个标准的全部：每个值及其来源、等级和核实状态，关联，版次，归类，应改用什么；notice 说明哪些未核实。"""
        answer: dict[str, Any] = await _asked(ToolError, answers.one_standard, number)
        return answer

    @server.tool(title="列出关联", annotations=_READS)
    async def list_relations(
        number: Number,
        type: Annotated[
            str,
            Field(max_length=32, description="种类：replaces、adopts、amends、cites …；不写则全部"),
        ] = "",
        limit: Most = answers.MOST,
    ) -> dict[str, Any]:
        """一个标准与其他标准的关联，两个方向：代替与被代替、采用与被采用、修改、引用等，各带来源。"""
        answer: dict[str, Any] = await _asked(ToolError, answers.relations, number, type, limit)
        return answer

    @server.tool(title="引用一个标准", annotations=_READS)
    async def cite_standard(
        number: Number,
        style: Annotated[
            Literal["gbt7714", "bibtex", "relaton", "csl"], Field(description="引用格式")
        ] = "gbt7714",
    ) -> dict[str, Any]:
        """一个标准的引用文字，不知道的不写；附来源和核实状态。"""
        answer: dict[str, Any] = await _asked(ToolError, answers.cited, number, style)
        return answer

    @server.tool(title="读标准编号", annotations=_READS)
    async def parse_number(
        texts: Annotated[list[str], Field(min_length=1, max_length=answers.MOST, description="要读的文字")],
    ) -> dict[str, Any]:
        """把文字读成标准编号：规范写法、代号、部分、年份、修改单；并说明库中有没有。"""
        answer: dict[str, Any] = await _asked(ToolError, answers.numbers_read, texts)
        return answer


def _add_systems(server: MCPServer[Any]) -> None:
    @server.tool(title="读标准体系", annotations=_READS)
    async def get_system(
        slug: Annotated[str, Field(max_length=200, description="体系的简称；不写则列出全部体系")] = "",
        edition: EditionKey = "",
    ) -> dict[str, Any]:
        """一个标准体系的概况：子体系、数量、目标、依据；不给简称时列出全部体系。"""
        work = (answers.one_system, slug, edition) if slug else (answers.all_systems,)
        answer: dict[str, Any] = await _asked(ToolError, *work)
        return answer

    @server.tool(title="列出拟制定标准", annotations=_READS)
    async def list_planned(
        slug: Slug,
        edition: EditionKey = "",
        text: Annotated[str, Field(max_length=200, description="名称中的文字；不写则不限")] = "",
        category: Annotated[str, Field(max_length=100, description="模块或类别的代码；不写则不限")] = "",
        limit: Most = 20,
    ) -> dict[str, Any]:
        """体系清单中拟制定的标准（方向），及其旁边相关的现有标准；待确认的会注明。"""
        answer: dict[str, Any] = await _asked(
            ToolError, answers.planned, slug, edition, text, category, limit
        )
        return answer


def _add_relations(server: MCPServer[Any]) -> None:
    @server.tool(title="查影响", annotations=_READS)
    async def find_impact(
        thing: Thing,
        change: Annotated[
            Literal["revised", "replaced", "withdrawn"],
            Field(description="修订 revised、被代替 replaced、废止 withdrawn"),
        ] = "revised",
        slug: Annotated[str, Field(max_length=200, description="体系的简称；不写则为最早载入的")] = "",
        edition: EditionKey = "",
        limit: Most = 20,
    ) -> dict[str, Any]:
        """一项变动时受影响的标准、清单条目和子体系，近的在前，各带缘由；未经确认的会注明。"""
        answer: dict[str, Any] = await _asked(ToolError, linking.impact, thing, change, slug, edition, limit)
        return answer

    @server.tool(title="一项的关联", annotations=_READS)
    async def list_linked(
        thing: Thing,
        slug: Annotated[str, Field(max_length=200, description="体系的简称；不写则为最早载入的")] = "",
        edition: EditionKey = "",
        limit: Most = answers.MOST,
    ) -> dict[str, Any]:
        """一项标准、清单条目或子体系直接与什么关联，各带状态与由来。"""
        answer: dict[str, Any] = await _asked(ToolError, linking.linked, thing, slug, edition, limit)
        return answer


def _add_resources(server: MCPServer[Any]) -> None:
    @server.resource("zhunsheng://systems", title="全部标准体系", mime_type=_JSON)
    async def systems() -> str:
        """全部已发布的标准体系。"""
        return _text(await _asked(ResourceNotFoundError, answers.all_systems))

    @server.resource("zhunsheng://systems/{slug}", title="一个标准体系", mime_type=_JSON)
    async def system(slug: str) -> str:
        """一个标准体系最新发布的版本。"""
        return _text(await _asked(ResourceNotFoundError, answers.one_system, slug))

    @server.resource("zhunsheng://standards/{number}", title="一个标准", mime_type=_JSON)
    async def standard(number: str) -> str:
        """一个标准；编号里的斜线写作 ~，空格写作 _。"""
        return _text(await _asked(ResourceNotFoundError, answers.one_standard, number))


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
