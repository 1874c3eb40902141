from base64 import b64decode
from decimal import Decimal
from xml.etree import ElementTree

from school.reports.charts import columns, data_uri, shares

SVG = "{http://www.w3.org/2000/svg}"


def bars(svg: str) -> list[float]:
    return [float(bar.get("width")) for bar in ElementTree.fromstring(svg).iter(f"{SVG}rect")]


def test_bar_is_cut_in_proportion():
    head, tail = bars(shares([("head", 1), ("middle", 0), ("tail", 3)]))
    assert round(tail / head, 2) == 3.0


def test_bar_without_anybody_is_empty():
    assert bars(shares([("head", 0)])) == []


def test_columns_hang_below_the_line_when_refunds_win():
    svg = ElementTree.fromstring(columns([("11/9", Decimal(100)), ("11/16", Decimal(-50))]))
    up, down = svg.iter(f"{SVG}rect")
    line = float(svg.find(f"{SVG}path").get("d").split()[1].split("H")[0])
    assert round(float(up.get("y")) + float(up.get("height")), 1) == line
    assert float(down.get("y")) == line
    assert round(float(up.get("height")) / float(down.get("height")), 1) == 2.0


def test_labels_can_not_break_out():
    assert "<script" not in columns([("<script>", Decimal(1))])


def test_address_holds_the_picture():
    svg = shares([("head", 1)])
    assert b64decode(data_uri(svg).split(",")[1]).decode() == svg
