"""``zhunsheng guide lint`` as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zhunsheng.cli import main

GUIDE = """城市供水标准体系建设指南（2026版）

五、重点方向

（一）感知设备标准

1.水表标准

规范水表计量。

2.泵站标准

规范泵站巡检。

（二）运行服务标准

1.调度标准

规范供水调度。

2.营业标准

规范抄表收费。

附件 重点标准清单

序号\t一级体系\t二级体系\t标准名称\t缓急程度
1\tA 感知设备\tAA 水表\t水表计量技术规范\t★★
2\t\tAb 泵站\t泵站巡检规程\t★★★
4\tB 运行服务\tBA 调度\t供水调度规程\t★★
5\t\tBB 营业\t抄表数据规范\t★★

注：★★（推进级）：需要标准。
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHUNSHENG_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "指南.txt"
    path.write_text(GUIDE, encoding="utf-8")
    return str(path)


def found(capsysbinary: pytest.CaptureFixture[bytes]) -> dict[str, dict[str, object]]:
    data = json.loads(capsysbinary.readouterr().out)
    assert isinstance(data, list)
    return {entry["rule"]: entry for entry in data}


def test_json(file: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["guide", "lint", file, "--format", "json"]) == 0
    entries = found(capsysbinary)
    assert set(entries) == {"urgency-undefined", "serial-gap", "code-case"}
    assert entries["serial-gap"]["subject"] == "序号 3"
    assert entries["code-case"]["lines"] == [GUIDE[: GUIDE.index("Ab 泵站")].count("\n") + 1]
    assert entries["urgency-undefined"]["severity"] == "error"


def test_text_is_the_default(file: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["guide", "lint", file]) == 0
    text = capsysbinary.readouterr().out.decode()
    assert text.startswith("城市供水标准体系建设指南 2026版：错误 1 条，警告 2 条。")
    assert "序号缺 3" in text


def test_sarif_to_a_file(file: str, tmp_path: Path) -> None:
    out = tmp_path / "out.sarif"
    assert main(["guide", "lint", file, "--format", "sarif", "--out", str(out)]) == 0
    assert len(json.loads(out.read_text(encoding="utf-8"))["runs"][0]["results"]) == 3


@pytest.mark.parametrize(("level", "code"), [("never", 0), ("error", 1), ("warning", 1), ("note", 1)])
def test_fail_on(file: str, level: str, code: int) -> None:
    assert main(["guide", "lint", file, "--fail-on", level]) == code


def test_fail_on_looks_at_severity(file: str, tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("rules: {urgency-undefined: {severity: note}}", encoding="utf-8")
    assert main(["guide", "lint", file, "--rules", str(rules), "--fail-on", "error"]) == 0
    assert main(["guide", "lint", file, "--rules", str(rules), "--fail-on", "warning"]) == 1


def test_the_home_may_hold_settings(
    file: str, home: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["guide", "lint", file, "--format", "json"]) == 0
    fingerprint = found(capsysbinary)["serial-gap"]["fingerprint"]
    home.mkdir()
    (home / "lint.yaml").write_text(
        f"rules: {{code-case: {{enabled: false}}}}\nsilences: [{{fingerprint: '{fingerprint}', reason: 3 号已撤回}}]",
        encoding="utf-8",
    )
    assert main(["guide", "lint", file, "--format", "json"]) == 0
    assert set(found(capsysbinary)) == {"urgency-undefined"}
    assert main(["guide", "lint", file, "--format", "json", "--show-silenced"]) == 0
    assert found(capsysbinary)["serial-gap"]["silenced"] == {"reason": "3 号已撤回", "by": "", "date": ""}


def test_unusable_input_and_settings(file: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert main(["guide", "lint", str(empty)]) == 2
    assert main(["guide", "lint", str(tmp_path / "absent.txt")]) == 2
    rules = tmp_path / "rules.yaml"
    rules.write_text("rules: {x: {}}", encoding="utf-8")
    assert main(["guide", "lint", file, "--rules", str(rules)]) == 2
    assert main(["guide", "lint", file, "--format", "xml"]) == 2
    told = capfd.readouterr()
    assert told.out == ""
    assert "规则“x”不存在" in told.err
    assert "“xml”不在可选值" in told.err
