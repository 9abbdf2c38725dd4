"""An assistant searches, reads and cites; it is told the sources, and what is not verified. It can write nothing."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import MCPError

from tests.api.world import build
from zhunsheng import search
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.registry import queries
from zhunsheng.apps.systems.actions import import_packaged
from zhunsheng.assistant.server import make_server
from zhunsheng.core.registry.words import LEVELS
from zhunsheng.core.system.content import load_packaged


@pytest.fixture
def world(transactional_db: None, tmp_path: Path, settings: Any) -> None:
    # Stored for good, since the tools read in threads of their own.
    settings.UPLOADS = tmp_path / "uploads"
    import_packaged(OPERATOR, load_packaged("jiangsu-ai-2025").system)
    build(tmp_path)
    search.engine().rebuild(queries.documents("standard"))


def ask(tool: str, **arguments: Any) -> Any:
    """The answer of a tool; the text of its refusal where it refuses."""

    async def run() -> Any:
        async with Client(make_server()) as client:
            result = await client.call_tool(tool, arguments)
            return result.content[0].text if result.is_error else result.structured_content  # type: ignore[union-attr]

    return _apart(run)


@pytest.mark.usefixtures("world")
class TestTools:
    def test_search_finds_and_says_how_far_to_trust(self) -> None:
        found = ask("search_standards", text="照明管理")
        numbers = [one["number"] for one in found["items"]]
        assert "GB/T 90001-2019" in numbers and found["total"] >= 2
        (doubtful,) = [one for one in found["items"] if one["number"] == "GB/T 90001-2019"]
        assert doubtful["sources"] == ["公告（A）", "笔记（C）"]
        assert doubtful["verification_label"] == "来源矛盾"
        assert "GB/T 90001-2019" in found["notice"]

    def test_what_is_not_found_may_still_exist(self) -> None:
        found = ask("search_standards", text="量子烹饪")
        assert found["items"] == [] and "不说明标准不存在" in found["notice"]

    def test_a_standard_is_read_with_its_doubts(self) -> None:
        one = ask("get_standard", number="gbt90001-2019")
        issued = one["fields"]["issued"]
        assert issued["sources"][0]["grade"] == "A"
        assert {version["value"] for version in issued["versions"]} == {"2019-05-10", "2019-05-11"}
        assert "发布日期" in one["notice"] and "矛盾" in one["notice"]

    def test_what_is_replaced_leads_to_its_heir(self) -> None:
        old = ask("get_standard", number="GB/T 90001-2009")
        assert "应改用 GB/T 90001-2019" in old["notice"]

    def test_what_is_not_here_is_not_made_up(self) -> None:
        assert "不要凭记忆" in ask("get_standard", number="GB/T 77777-2033")

    def test_relations_have_both_ends(self) -> None:
        told = ask("list_relations", number="ISO 99001:2018")["items"]
        assert [(one["label"], one["number"], one["degree"]) for one in told] == [
            ("被采用", "GB/T 90001-2019", "IDT")
        ]

    def test_what_is_linked_is_found_by_a_number_without_its_year(self) -> None:
        dated = ask("list_linked", thing="GB/T 90001-2019")
        assert dated["thing"]["end"] == "standard:GB/T 90001-2019"
        assert ask("list_linked", thing="gbt90001") == dated

    def test_no_relation_is_never_told_as_a_verified_one(self) -> None:
        none = ask("list_relations", number="GB/T 90001-2019", type="corrects")
        assert none["items"] == [] and "不说明没有关联" in none["notice"]
        assert "replaces（代替）" in ask("list_relations", number="GB/T 90001-2019", type="nonsense")

    def test_another_wording_is_told_and_every_level_can_be_asked_for(self) -> None:
        found = ask("search_standards", text="照明管埋")
        assert found["corrected"] and found["corrected"] in found["notice"]
        for level in LEVELS:
            assert "items" in ask("search_standards", text="照明", level=[level]), level

    def test_a_citation_comes_with_its_sources(self) -> None:
        cited = ask("cite_standard", number="GB/T 90001-2019")
        assert cited["text"].strip().endswith("GB/T 90001—2019[S]. 2019.")
        assert {one["grade"] for one in cited["sources"]} == {"A", "C"}
        assert "矛盾" in cited["notice"]

    def test_systems_and_what_they_plan(self) -> None:
        (system,) = ask("get_system")["items"]
        whole = ask("get_system", slug=system["slug"])
        assert whole["item_count"] == 76 and len(whole["subsystems"]) == whole["subsystem_count"]
        rows = ask("list_planned", slug=system["slug"], category="A", limit=50)
        assert rows["total"] > 0
        assert {one["module"] for one in rows["items"]} == {"A"}
        assert "尚不存在" in rows["notice"]
        assert "现有体系" in ask("get_system", slug="nowhere")
        assert "已发布的版本：2025版" in ask("get_system", slug=system["slug"], edition="1999版")
        assert "没有代码为“ZZ”" in ask("list_planned", slug=system["slug"], category="ZZ")

    def test_numbers_are_read(self) -> None:
        good, bad = ask("parse_number", texts=["ISO 99001:2018", "你好"])["items"]
        assert good["ok"] and good["in_registry"]
        assert not bad["ok"] and not bad["in_registry"]

    def test_what_is_wrong_with_a_call_is_told_in_chinese(self) -> None:
        said = ask("search_standards", text="照明", limit=500)
        assert "参数 limit 不能大于 50" in said and "limit 是：最多几条" in said
        assert "'current'" in (said := ask("search_standards", text="照明", status=["flying"])), said
        for word in ("被代替", ["superseded"]):
            found = ask("search_standards", text="照明", status=word)
            assert [one["number"] for one in found["items"]] == ["GB/T 90001-2009"], word
        assert ask("get_standard").startswith("缺少参数 number。number 是：标准编号")
        assert (
            "没有参数 staus" in (said := ask("search_standards", text="照明", staus=["current"]))
            and "status（" in said
        )
        assert "没有工具 delete_all" in ask("delete_all")
        # What our own tools tell stands alone, without a word of the library's before it.
        assert not ask("get_standard", number="GB/T 77777-2033")[0].isascii()

    def test_a_resource_that_is_not_there_is_told_in_chinese(self) -> None:
        async def run() -> list[str]:
            said = []
            async with Client(make_server()) as client:
                for address in ("zhunsheng://standards/GB~T_77777-2033", "zhunsheng://nowhere/1"):
                    with pytest.raises(MCPError) as told:
                        await client.read_resource(address)
                    said.append(str(told.value))
            return said

        absent, unknown = _apart(run)
        assert "不要凭记忆" in absent
        assert "没有资源" in unknown and "zhunsheng://standards/{number}" in unknown

    def test_resources_are_the_same_data(self) -> None:
        async def run() -> tuple[str, str]:
            async with Client(make_server()) as client:
                one = await client.read_resource("zhunsheng://standards/GB~T_90001-2019")
                every = await client.read_resource("zhunsheng://systems")
                return one.contents[0].text, every.contents[0].text  # type: ignore[union-attr]

        standard, systems = _apart(run)
        assert '"GB/T 90001-2019"' in standard
        assert "2025版" in systems


def _apart(run: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """What ``run`` gives, in a thread of its own: browser tests leave a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(run())).result()


def test_every_tool_only_reads() -> None:
    async def run() -> Any:
        async with Client(make_server()) as client:
            return (await client.list_tools()).tools

    tools = _apart(run)
    assert len(tools) == 9
    for tool in tools:
        assert tool.annotations.read_only_hint is True, tool.name
        assert tool.description and tool.input_schema


def test_over_standard_input_and_output(root: Path, tmp_path: Path) -> None:
    """As an assistant starts it: a process of its own, nothing on its output but the protocol."""
    env = {"PYTHONPATH": str(root / "src"), "ZHUNSHENG_HOME": str(tmp_path / "home")}
    here = {**{name: value for name, value in os.environ.items() if name != "DATABASE_URL"}, **env}
    here.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run([sys.executable, "-m", "zhunsheng", "setup"], env=here, check=True, capture_output=True)

    async def run() -> tuple[Any, Any, Any]:
        server = StdioServerParameters(command=sys.executable, args=["-m", "zhunsheng", "mcp"], env=env)
        async with Client(stdio_client(server)) as client:
            systems = await client.call_tool("get_system", {})
            standard = await client.call_tool("get_standard", {"number": "gbt 45288.1—2025"})
            found = await client.call_tool("search_standards", {"text": "42001", "limit": 3})
            return systems.structured_content, standard.structured_content, found.structured_content

    systems, standard, found = _apart(run)
    assert [one["name"] for one in systems["items"]] == ["江苏省人工智能标准体系"]
    # The packaged catalogue: each value with the grade of its source, doubts said.
    assert standard["number"] == "GB/T 45288.1-2025"
    assert {voice["grade"] for fact in standard["fields"].values() for voice in fact["sources"]} & {"B", "C"}
    assert "未经核实" in standard["notice"] or "矛盾" in standard["notice"]
    assert found["items"][0]["number"] == "ISO/IEC 42001:2023"
    assert found["items"][0]["sources"]
