"""One shape for everything that goes wrong: ``{"error": {"code", "message", "place", "mend"}}``.

Endpoints raise :class:`ApiError`, or whatever their queries and actions raise; nothing of Python or English reaches
the caller.
"""

from __future__ import annotations

import logging
from typing import Any, Protocol

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import Field, NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from zhunsheng.apps.journal.actions import NotAllowed, Refused
from zhunsheng.apps.people.permissions import is_signed_in

__all__ = [
    "ApiError",
    "ErrorOut",
    "answers",
    "error_response",
    "handle_errors",
    "not_found",
    "refuse_unknown",
    "told_fault",
]

log = logging.getLogger(__name__)

#: status → (code, message, mend) where nothing more exact is known
KNOWN = {
    400: ("bad_request", "请求不成形", "请对照接口说明检查地址、参数和请求体。"),
    401: ("not_signed_in", "需要登录", "请先在网页上登录，再带着会话 Cookie 和 CSRF 令牌请求。"),
    403: (
        "not_allowed",
        "没有权限，或缺少 CSRF 令牌",
        "请用有权限的账号登录，并在 X-CSRFToken 头中带上令牌。",
    ),
    404: ("not_found", "没有这个地址", "全部地址见 /api/v1/。"),
    405: ("method_not_allowed", "这个地址不接受这种方法", "Allow 头列出可用的方法。"),
    409: ("refused", "现在不能这样做", "请按消息所说处理后再试。"),
    413: ("too_large", "请求太大", "请分几次发送。"),
    415: ("media_type", "不支持这种内容类型", "请以 application/json 发送。"),
    422: ("invalid", "参数不合要求", "请对照接口说明改正。"),
    429: ("too_many", "请求太频繁", "请稍后再试。"),
    500: ("server_error", "服务器出错", "请把响应头 X-Request-ID 的值告诉管理员。"),
    503: ("unavailable", "服务暂不可用", "请稍后再试。"),
}
_LOCATIONS = {"query": "参数", "path": "地址", "body": "请求体", "header": "请求头", "cookie": "Cookie"}
#: pydantic's kinds of fault, as far as callers meet them; ``{…}`` are its own figures
_FAULTS = {
    "missing": "缺少",
    "int_parsing": "不是整数",
    "int_type": "不是整数",
    "int_from_float": "不是整数",
    "float_parsing": "不是数",
    "bool_parsing": "不是 true 或 false",
    "bool_type": "不是 true 或 false",
    "string_type": "不是文字",
    "string_too_short": "至少 {min_length} 个字",
    "string_too_long": "至多 {max_length} 个字",
    "string_pattern_mismatch": "写法不对，应符合 {pattern}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "literal_error": "应为 {expected}",
    "enum": "应为 {expected}",
    "list_type": "不是列表",
    "too_long": "至多 {max_length} 个",
    "too_short": "至少 {min_length} 个",
    "extra_forbidden": "没有这一项",
    "uuid_parsing": "不是标识",
    "url_parsing": "不是网址",
    "date_from_datetime_parsing": "不是日期",
    "json_invalid": "不是 JSON",
    "model_attributes_type": "不是对象",
    "dict_type": "不是对象",
}
_MOST_FAULTS = 5


class Fault(Schema):
    """What went wrong, where, and how to mend it."""

    code: str = Field(description="错误代码，程序用")
    message: str = Field(description="发生了什么")
    place: str = Field(description="在哪里：参数名、字段名；不在某一处时为空")
    mend: str = Field(description="怎么办")


class ErrorOut(Schema):
    """The body of every answer that is not a success."""

    error: Fault


class ApiError(Exception):
    """An answer other than success. ``code``, ``mend`` default to those of the status."""

    def __init__(
        self, status: int, message: str = "", *, code: str = "", place: str = "", mend: str = ""
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.code, self.place, self.mend = status, message, code, place, mend


def not_found(what: str, mend: str = "") -> ApiError:
    """A 404 that says what is missing."""
    return ApiError(404, what, mend=mend or "请检查写法；全部地址见 /api/v1/。")


class _NotThere(Protocol):
    """What a parameter names that is not there: the parameter, a sentence that says so, and one on what to do."""

    @property
    def facet(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def mend(self) -> str: ...


def refuse_unknown(*told: _NotThere | None) -> None:
    """Raise a 422 for the first parameter that names something that is not there: an empty list would hide the slip."""
    for one in told:
        if one is not None:
            raise ApiError(422, f"参数 {one.facet} 不对：{one.message}", place=one.facet, mend=one.mend)


def error_response(
    status: int, message: str = "", *, code: str = "", place: str = "", mend: str = ""
) -> JsonResponse:
    """The answer in the one shape; what is not given is that of the status."""
    known = KNOWN.get(status) or KNOWN[400 if status < 500 else 500]
    fault = {
        "code": code or known[0],
        "message": message or known[1],
        "place": place,
        "mend": mend or known[2],
    }
    response = JsonResponse({"error": fault}, status=status, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/json; charset=utf-8"
    return response


def answers(schema: Any, *statuses: int, success: int = 200) -> dict[Any, Any]:
    """The ``response`` of an operation: its schema, and the one error shape for these statuses and 422."""
    return {success: schema, frozenset({422, *statuses}): ErrorOut}


def handle_errors(api: NinjaAPI) -> None:
    """Let ``api`` answer every exception in the one shape."""

    @api.exception_handler(ApiError)
    def _own(request: HttpRequest, error: ApiError) -> HttpResponse:
        return error_response(
            error.status, error.message, code=error.code, place=error.place, mend=error.mend
        )

    @api.exception_handler(Http404)
    def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
        said = str(error)
        return error_response(404, said if said and not said.isascii() else "")

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return _tell_faults(error.errors)

    @api.exception_handler(Refused)
    def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
        if isinstance(error, NotAllowed):
            return error_response(403 if is_signed_in(request.user) else 401, str(error))
        return error_response(409, str(error), place=error.field)

    @api.exception_handler(HttpError)
    def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
        return error_response(error.status_code)

    @api.exception_handler(SuspiciousOperation)
    def _suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
        return error_response(400)

    @api.exception_handler(Exception)
    def _unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
        log.exception("%s %s", request.method, request.path, exc_info=error)
        return error_response(500)


def _tell_faults(errors: list[dict[str, Any]]) -> HttpResponse:
    places, said = [], []
    for error in errors[:_MOST_FAULTS]:
        # Of a parameter that may be given several times, which one it was helps nobody.
        loc = error.get("loc", ())
        location = [str(part) for part in loc if not (isinstance(part, int) and loc[0] == "query")]
        # The second step names the function's own argument, which callers do not know.
        name = ".".join(location[2:] if location[:1] == ["body"] and len(location) > 2 else location[1:])
        where = _LOCATIONS.get(location[0], "") if location else ""
        places.append(name)
        said.append(f"{where} {name} {told_fault(error)}".strip())
    return error_response(422, "；".join(said) + "。", place=",".join(dict.fromkeys(places)))


def told_fault(error: dict[str, Any]) -> str:
    """What pydantic found wrong with a value, in Chinese, to stand after its name."""
    figures = {key: str(value).replace(" or ", " 或 ") for key, value in (error.get("ctx") or {}).items()}
    told = _FAULTS.get(str(error.get("type")), "")
    if not told and not str(error.get("msg", "")).isascii():
        return str(error["msg"]).removeprefix("Value error, ")
    try:
        return told.format(**figures) or "不合要求"
    except KeyError:
        return "不合要求"
