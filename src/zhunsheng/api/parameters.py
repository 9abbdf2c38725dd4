"""Nothing that was asked is passed over in silence: a parameter that an operation does not know is told."""

from __future__ import annotations

import difflib
import re
from functools import cache

from django.http import HttpRequest, JsonResponse

from zhunsheng.api.errors import error_response

__all__ = ["unknown_parameters"]

_PART = re.compile(r"<(?:\w+:)?(\w+)>")
_MOST = 5


@cache
def _known() -> dict[tuple[str, str], tuple[str, ...]]:
    """(route, method) of each operation → the parameters that may stand in its question."""
    # Late: the interface is put together from the apps, and this is read while they are being loaded.
    from zhunsheng.api.site import description_of_api

    found = {}
    for path, methods in description_of_api()["paths"].items():
        for method, operation in methods.items():
            names = [item["name"] for item in operation.get("parameters", []) if item["in"] == "query"]
            found[path.lstrip("/"), method.upper()] = tuple(names)
    return found


def unknown_parameters(request: HttpRequest) -> JsonResponse | None:
    """The answer to a question with parameters that its operation does not know; None where there are none such.

    Only what is asked of the interface itself is looked at: a page's ``.json`` may have what the page has beside it.
    """
    if not request.GET or request.resolver_match is None:
        return None
    known = _known().get((_PART.sub(r"{\1}", request.resolver_match.route), request.method or ""))
    if known is None:
        return None
    strange = [name for name in request.GET if name not in known][:_MOST]
    if not strange:
        return None
    said = []
    for name in strange:
        near = difflib.get_close_matches(name.lower(), known, 1)
        said.append(f"没有参数 {name[:100]}{f'，是否指 {near[0]}' if near else ''}")
    offered = f"这个地址的参数有：{'、'.join(known)}" if known else "这个地址没有参数"
    return error_response(
        422,
        "；".join(said) + "。",
        code="unknown_parameter",
        place=",".join(name[:100] for name in strange),
        mend=f"{offered}；说明见 /api/v1/。",
    )
