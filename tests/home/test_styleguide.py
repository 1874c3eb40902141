"""The look: every component and sample screen renders, within its budget and the strict policy."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.urls import include, path

from school.home.styleguide import SCREENS

ROOT = Path(settings.BASE_DIR)
STATIC = ROOT / "static"
CSS = (STATIC / "css" / "school.css").read_text()
PAGES = ["styleguide/", *[f"styleguide/{name}/" for name in SCREENS]]

urlpatterns = [
    path("styleguide/", include("school.home.styleguide")),
    path("language/", lambda request: HttpResponse(), name="set_language"),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture(params=["en", "zh-hans"])
def page_of(request, client):
    def get(address):
        response = client.get(f"/{address}", headers={"accept-language": request.param})
        assert response.status_code == 200
        return response.content.decode()

    return get


@pytest.mark.parametrize("address", PAGES)
def test_screen_has_one_heading_and_nothing_inline(page_of, address):
    page = page_of(address)
    assert len(re.findall(r"<h1\b", page)) == 1
    assert not re.findall(r"<[^>]+\s(?:style|on\w+)=", page)
    assert not re.findall(r"<script(?![^>]* src=)", page)


@pytest.mark.parametrize("address", PAGES)
def test_screen_uses_only_drawings_that_exist(page_of, address):
    for sprite, name in re.findall(r'(icons|drawings)[^"]*\.svg#([\w-]*)"', page_of(address)):
        assert f'id="{name}"' in (STATIC / "img" / f"{sprite}.svg").read_text()


def test_sheet_names_every_colour_once():
    rules = CSS[CSS.index("/* ---- ground") : CSS.index("/* ---- dock")]
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", rules)) <= {"#fff"}


@pytest.mark.parametrize(
    ("file", "budget"),
    [("css/school.css", 10 * 1024), ("js/cards.js", 1500), ("js/flash.js", 1500)],
)
def test_file_stays_within_its_budget(file, budget):
    assert len(gzip.compress((STATIC / file).read_bytes(), mtime=0)) <= budget


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tokens(selector):
    block = CSS[CSS.index(selector) :]
    pairs = re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block[: block.index("}")])
    return {name: value if len(value) == 7 else "#ffffff" for name, value in pairs}


@pytest.mark.parametrize("theme", [":root {", ':root:not([data-theme="light"])'])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "paper"),
        ("muted", "paper"),
        ("muted", "surface"),
        ("brand-strong", "brand-tint"),
        ("leaf", "leaf-tint"),
        ("amber", "amber-tint"),
        ("sky", "sky-tint"),
        ("danger", "surface"),
    ],
)
def test_words_can_be_read_on_their_ground(theme, text, ground):
    colours = tokens(theme)
    assert contrast(colours[text], colours[ground]) >= 4.5


def test_both_dark_themes_are_the_same():
    asked, automatic = tokens(':root[data-theme="dark"]'), tokens(':root:not([data-theme="light"])')
    assert asked == automatic
