"""The server of the protocol that tells in Chinese what went wrong: which argument, what may stand there."""

from __future__ import annotations

from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import (
    ResourceNotFoundError,
    ToolError,
    UnexpectedResourceError,
    UnexpectedToolError,
)
from pydantic import ValidationError

from zhunsheng.api.errors import told_fault

__all__ = ["ChineseServer"]

_MOST = 5


class ChineseServer(MCPServer[Any]):
    """As its parent; faults of the caller are told in Chinese, faults of ours without their inside."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> Any:
        """Call a tool; raises ``ToolError`` in Chinese, for arguments that the tool does not have too."""
        tools = {tool.name: tool for tool in await self.list_tools()}
        if name not in tools:
            raise ToolError(f"没有工具 {name[:100]}。可用的有：{'、'.join(tools)}。")
        described: dict[str, Any] = tools[name].input_schema.get("properties", {})
        strange = [argument[:100] for argument in arguments if argument not in described]
        if strange:
            raise ToolError(
                f"{name} 没有参数 {'、'.join(strange[:_MOST])}。可用的有：{_offered(described)}。"
            )
        try:
            return await super().call_tool(name, arguments, context)
        except UnexpectedToolError as error:
            raise UnexpectedToolError(f"{name} 出错了，原因记在服务的日志里。") from error
        except ToolError as error:
            if isinstance(error.__cause__, ValidationError):
                raise ToolError(_faults(error.__cause__, described)) from error.__cause__
            said = error.__cause__ if isinstance(error.__cause__, ToolError) else error
            raise ToolError(str(said)) from error

    async def read_resource(self, uri: Any, context: Context[Any, Any] | None = None) -> Any:
        """Read a resource; raises ``ResourceError`` in Chinese."""
        try:
            return await super().read_resource(uri, context)
        except UnexpectedResourceError as error:
            raise UnexpectedResourceError(f"读 {uri} 时出错了，原因记在服务的日志里。") from error
        except ResourceNotFoundError as error:
            if not str(error).isascii():
                raise
            known = [str(one.uri) for one in await self.list_resources()]
            known += [one.uri_template for one in await self.list_resource_templates()]
            raise ResourceNotFoundError(f"没有资源 {uri}。可用的有：{'、'.join(known)}。") from error


def _offered(described: dict[str, Any]) -> str:
    return "、".join(f"{name}（{about.get('description', '')}）" for name, about in described.items())


def _faults(error: ValidationError, described: dict[str, Any]) -> str:
    """One sentence for each argument: what is wrong with it, and what it is."""
    said: dict[str, str] = {}
    for fault in error.errors()[:_MOST]:
        name = str(fault["loc"][0]) if fault["loc"] else ""
        missing = fault["type"] == "missing"
        wrong = f"缺少参数 {name}" if missing else f"参数 {name} {told_fault(dict(fault))}"
        about = described.get(name, {}).get("description", "")
        said.setdefault(name, f"{wrong}。{f'{name} 是：{about}。' if about else ''}")
    return "".join(said.values())
