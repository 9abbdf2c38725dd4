"""Parameters whose values are codes with a Chinese word each: either is taken, and the description lists both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from zhunsheng.search.coded import CODED, OPEN, code_of, offered

__all__ = ["CodeOrWord"]


@dataclass(frozen=True, slots=True)
class CodeOrWord:
    """Of a ``str``: a value of this facet, as its code or its word; what the endpoint gets is the code."""

    facet: str
    #: whether nothing may stand there, which then asks for nothing
    empty: bool = False

    def read(self, value: str) -> str:
        """The code; raises what pydantic tells the caller where there is none."""
        text = value.replace("\0", "").strip()
        code = code_of(self.facet, text)
        if not (code or self.empty or self.facet in OPEN) or (text and not code):
            raise PydanticCustomError("coded", "{fault}", {"fault": f"应为 {offered(self.facet)}之一"})
        return code

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Text, then read."""
        return core_schema.no_info_after_validator_function(self.read, core_schema.str_schema())

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Text, one of the codes and words where there are no others."""
        if self.facet in OPEN:
            return {"type": "string"}
        nothing = [""] if self.empty else []
        return {"type": "string", "enum": [*nothing, *CODED[self.facet], *CODED[self.facet].values()]}
