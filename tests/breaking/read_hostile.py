"""Reads one file with the connectors named ("" is the one that takes it) and says what came of it.

    python -m tests.breaking.read_hostile FILE CONNECTOR …

Prints one JSON object for each, as a line: ``outcome`` (``read`` | ``unreadable`` | ``raised``), the counts, the largest memory in MB.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
import traceback
from pathlib import Path
from typing import Any

#: more than any file here may need; a runaway ends in MemoryError rather than taking the machine along
MEMORY = 1_500_000_000


def told(path: Path, name: str = "") -> dict[str, Any]:
    from zhunsheng.catalogues import connector_for
    from zhunsheng.catalogues.shape import Unreadable

    began, records, bad, longest = time.monotonic(), 0, 0, 0
    result: dict[str, Any] = {"problems": []}
    try:
        connector = connector_for(path, name)
        result["connector"] = connector.name
        connector.source(path)
        for item in connector.items(path):
            records += item.record is not None
            bad += len(item.bad)
            result["problems"] += [[b.place, b.column, b.value[:60], b.problem, b.mend] for b in item.bad][
                : 50 - len(result["problems"])
            ]
            if item.record:
                record = item.record
                longest = max(
                    longest, *(len(v) for v in [record.number, record.local_id, *record.values.values()])
                )
                texts = [
                    record.number,
                    record.local_id,
                    record.place,
                    *record.values.values(),
                    *(r.target for r in record.relations),
                ]
                result["not text"] = result.get("not text", 0) + sum(not _storable(t) for t in texts)
        result["outcome"] = "read"
    except Unreadable as error:
        result |= {"outcome": "unreadable", "message": str(error)}
    except BaseException as error:
        result |= {"outcome": "raised", "message": repr(error)[:500], "trace": traceback.format_exc()[-2000:]}
    usage = _peak()
    return result | {
        "records": records,
        "bad": bad,
        "longest": longest,
        "seconds": time.monotonic() - began,
        "megabytes": usage,
    }


def _peak() -> int:
    """Peak memory of this process in MB. Not ``ru_maxrss``: that one starts with what the parent had at the fork."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(re.search(r"VmHWM:\s*(\d+)", status).group(1)) // 1024  # type: ignore[union-attr]


def _storable(text: Any) -> bool:
    """Whether both databases can keep it: real text, in Unicode, without NUL."""
    if not isinstance(text, str) or "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for name in sys.argv[2:]:
        print(json.dumps(told(Path(sys.argv[1]), name), ensure_ascii=True), flush=True)
