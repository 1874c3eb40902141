"""QR codes that a phone reads and a screen reader explains."""

import base64
import io
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image

from school.lib.qr import qr_data_uri, qr_svg

ADDRESS = "https://school.example/verify/团长-2024/?a=1&b=2"


def picture(text: str) -> Image.Image:
    kind, _, data = qr_data_uri(text, scale=4).partition(",")
    assert kind == "data:image/png;base64"
    return Image.open(io.BytesIO(base64.b64decode(data))).convert("L")


@pytest.mark.parametrize("text", [ADDRESS, "A", "x" * 500])
def test_the_picture_reads_back(text):
    assert [code.text for code in zxingcpp.read_barcodes(picture(text))] == [text]


def test_four_modules_around_the_code_are_white():
    image = picture(ADDRESS)
    inner = image.crop((16, 16, image.width - 16, image.height - 16))
    assert image.point(lambda shade: 255 - shade).getbbox() == (16, 16, *(
        16 + side for side in inner.size
    ))  # fmt: skip


def test_the_drawing_has_no_declaration_and_takes_the_size_it_is_given():
    svg = qr_svg(ADDRESS, title='Join "Sunny" & friends')
    drawing = ElementTree.fromstring(svg)
    assert svg.startswith("<svg ")
    assert "currentColor" not in svg
    assert "style=" not in svg
    assert drawing.get("viewBox")
    assert not drawing.get("width")
    assert drawing.get("role") == "img"
    assert drawing.get("aria-label") == 'Join "Sunny" & friends'
    assert {path.get("fill") or path.get("stroke") for path in drawing.iter() if path.get("d")} == {
        "#000", "#fff",
    }  # fmt: skip


def test_a_drawing_without_a_title_is_passed_over():
    drawing = ElementTree.fromstring(qr_svg(ADDRESS))
    assert drawing.get("aria-hidden") == "true"
    assert drawing.get("role") is None


def test_a_drawing_is_safe_to_put_in_a_page():
    assert "<script>" not in qr_svg(ADDRESS, title="<script>").__html__()
