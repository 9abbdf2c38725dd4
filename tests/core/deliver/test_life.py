"""The life of a standard on a line: every event is on it, in order, and what it was between them."""

from __future__ import annotations

import re
from datetime import date

from zhunsheng.core.deliver.diagrams.life import LifeEvent, life_picture, middle_of

TODAY = date(2026, 11, 23)


def test_a_standard_that_was_replaced_has_three_spans() -> None:
    svg = life_picture(
        [
            LifeEvent("2021-05-01", "实施", "implemented"),
            LifeEvent("2020-10", "发布", "issued"),
            LifeEvent("2025-02-01", "被 GB/T 2-2025 <代替>", "ended"),
        ],
        TODAY,
    )
    assert re.findall(r'class="span (\w+)"', svg) == ["upcoming", "current", "over"]
    assert svg.rindex(">发布<") < svg.rindex(">实施<") < svg.rindex("&lt;代替&gt;")
    places = [float(x) for x in re.findall(r'<circle class="dot" cx="([\d.]+)"', svg)]
    assert places == sorted(places)
    assert "style=" not in svg


def test_what_ended_at_an_unknown_date_is_not_drawn_as_in_force_until_today() -> None:
    issued = [LifeEvent("2021-05-01", "发布", "issued")]
    for status, span in (("current", "current"), ("withdrawn", "unsure"), ("unknown", "unsure")):
        assert re.findall(r'class="span (\w+)"', life_picture(issued, TODAY, status)) == [span]
    replaced = [*issued, LifeEvent("2025-02-01", "被代替", "ended")]
    spans = re.findall(r'class="span (\w+)"', life_picture(replaced, TODAY, "superseded"))
    assert spans == ["current", "over"]


def test_dates_as_exact_as_known_and_none_at_all() -> None:
    assert middle_of("2020") == date(2020, 7, 1)
    assert middle_of("2020-02") == date(2020, 2, 15)
    assert middle_of("") is None
    assert life_picture([LifeEvent("不详", "发布", "issued")], TODAY) == ""


def test_labels_of_close_dates_stand_on_rows_of_their_own() -> None:
    events = [LifeEvent(f"2020-0{month}-01", f"第{month}次征求意见完成") for month in range(1, 6)]
    svg = life_picture(events, TODAY)
    rows = [float(y) for y in re.findall(r'<text x="[\d.]+" y="(-?[\d.]+)" text-anchor="\w+">第', svg)]
    assert len(set(rows)) > 2
    assert min(rows) > 10
