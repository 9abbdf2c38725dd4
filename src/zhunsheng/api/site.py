"""The interface itself: version 1, put together from the routers of the apps."""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder

from zhunsheng.api.errors import handle_errors

__all__ = ["api", "description_of_api", "operations"]

ABOUT = """\
准绳的数据接口，第 1 版。读取公开内容不需要登录；写入用网页的会话（Cookie）和 CSRF 令牌。

- 列表分页：把上一页的 `next` 原样放进 `cursor`。
- 每个应答有 `ETag`；带 `If-None-Match` 再问，没有变化时得 304。
- 出错时应答一律为 `{"error": {"code", "message", "place", "mend"}}`。
- 不认得的参数、不可能的值不会被略过：应答 422，写明可用的。
- 每个网页去掉末尾的 `/` 加上 `.json`，就是同样内容的数据。
"""
#: parts of addresses, by name
_PARTS = {
    "number": "标准编号，任一写法；斜线也可写作 ~，空格也可写作 _",
    "slug": "体系的简称",
    "key": "体系的版本，如 2025版",
    "code": "子体系代码",
    "name": "序号，或 row-行次",
    "pk": "内部编号",
    "uid": "标识",
    "figure": "图的序号，从 1 起",
}
#: where each app's endpoints lie; one that is not built yet is left out
_ROUTERS = (
    "zhunsheng.apps.discovery.endpoints",
    # Before the reading of standards, whose last address takes whatever follows /standards/.
    "zhunsheng.apps.registry.endpoints_deciding",
    "zhunsheng.apps.registry.endpoints",
    "zhunsheng.apps.registry.endpoints_catalogues",
    "zhunsheng.apps.systems.endpoints_returns",
    "zhunsheng.apps.openly.endpoints",
    "zhunsheng.apps.systems.endpoints",
    "zhunsheng.apps.insight.endpoints_atlas",
    "zhunsheng.apps.insight.endpoints",
    "zhunsheng.apps.insight.endpoints_deciding",
    "zhunsheng.apps.insight.endpoints_figures",
    "zhunsheng.apps.deliverables.endpoints",
)


class _ChineseJson(BaseRenderer):
    """JSON with Chinese as it is."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        return json.dumps(data, cls=NinjaJSONEncoder, ensure_ascii=False, separators=(",", ":"))


def _made() -> NinjaAPI:
    api = NinjaAPI(
        title="准绳数据接口",
        version="1",
        description=ABOUT,
        # The page and the document are our own (urls.py): nothing is fetched from elsewhere.
        docs_url=None,
        openapi_url=None,
        urls_namespace="api",
        renderer=_ChineseJson(),
    )
    handle_errors(api)
    for module in _ROUTERS:
        if _exists(module):
            api.add_router("", f"{module}.router")
    return api


def _exists(module: str) -> bool:
    return bool(importlib.util.find_spec(module.rpartition(".")[0]) and importlib.util.find_spec(module))


api = _made()


@cache
def description_of_api() -> dict[str, Any]:
    """The OpenAPI document, with paths as they are below the root of the site; not to be changed."""
    document: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    for methods in document["paths"].values():
        for operation in methods.values():
            for item in operation.get("parameters", []):
                if item["in"] == "path":
                    item["description"] = _PARTS[item["name"]]
    return document


def operations() -> list[tuple[str, list[dict[str, Any]]]]:
    """Every operation for people, grouped under its heading: ``{method, path, summary, parameters}``."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in description_of_api()["paths"].items():
        for method, operation in methods.items():
            heading = (operation.get("tags") or ["其他"])[0]
            groups.setdefault(heading, []).append(
                {
                    "method": method.upper(),
                    "path": path,
                    "summary": operation.get("summary", ""),
                    "parameters": [_parameter(item) for item in operation.get("parameters", [])],
                }
            )
    return list(groups.items())


def _parameter(item: dict[str, Any]) -> dict[str, str]:
    return {"name": item["name"], "said": item.get("description") or item["schema"].get("description", "")}
