"""PDF reads nothing but its own folders, and draws Chinese."""

import subprocess

import pypdfium2
import pytest

from school.lib import pdf
from school.lib.pdf import check_fonts, render_pdf
from tests.lib.refusals import code_of

DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9Q"
    "DwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "own folder"
    folder.mkdir()
    (folder / "page.css").write_text("@page { size: A4 landscape }")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "secret.css").write_text("@page { size: A5 }")
    (folder / "link.css").symlink_to(tmp_path / "other" / "secret.css")
    return folder


def test_chinese_is_drawn_and_own_files_are_read(folder):
    html = f'<link rel="stylesheet" href="page.css"><p>王小团 Ann</p><img src="{DOT}">'
    page = pypdfium2.PdfDocument(render_pdf(html, folder))[0]
    assert page.get_textpage().get_text_range().strip() == "王小团 Ann"
    assert page.get_width() > page.get_height()


def test_other_folders_are_read_when_they_are_named(folder):
    html = '<link rel="stylesheet" href="../other/secret.css">x'
    other = folder.parent / "other"
    page = pypdfium2.PdfDocument(render_pdf(html, folder, folders=[other]))[0]
    assert round(page.get_width()) == 420


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="stylesheet" href="../other/secret.css">',
        '<link rel="stylesheet" href="%2e%2e/other/secret.css">',
        '<link rel="stylesheet" href="link.css">',
        '<link rel="stylesheet" href="file://elsewhere/page.css">',
        '<img src="file:///etc/hostname">',
        '<img src="FILE:///etc/hostname">',
        '<img src="missing.png">',
        '<img src="http://127.0.0.1:9/a.png">',
        '<base href="http://127.0.0.1:9/"><img src="a.png">',
        '<style>@import "https://127.0.0.1:9/a.css"</style>',
        "<style>@font-face { font-family: a; src: url(ftp://127.0.0.1:9/a.ttf) }</style>a",
        '<link rel="attachment" href="../other/secret.css">',
    ],
)
def test_anything_else_stops_the_work(folder, html):
    assert code_of(render_pdf, html, folder) == "pdf-resource"


def test_a_file_address_with_a_machines_name_is_never_looked_up(folder):
    address = (folder / "page.css").as_uri().replace("file://", "file://localhost")
    assert (
        code_of(render_pdf, f'<link rel="stylesheet" href="{address}">', folder) == "pdf-resource"
    )


def test_a_refusal_names_the_file_and_not_where_the_server_keeps_it(folder):
    with pytest.raises(pdf.Refusal) as refused:
        render_pdf('<img src="seal.png">', folder)
    assert "seal.png" in str(refused.value)
    assert str(folder) not in str(refused.value)


def test_fonts_are_found_by_what_they_can_draw():
    assert check_fonts()
    assert not check_fonts("\U0010fffd")


def test_a_machine_that_cannot_list_its_fonts_has_none(monkeypatch):
    def missing(*args, **kwargs):
        raise FileNotFoundError("fc-list")

    monkeypatch.setattr(subprocess, "run", missing)
    assert not check_fonts()
