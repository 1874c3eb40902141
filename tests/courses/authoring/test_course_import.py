"""A course out of one Markdown or Word file."""

import io
import zipfile
from base64 import b64encode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model

from courses.authoring import course_import
from courses.authoring.course_import_reading import LARGEST_UNPACKED, read_course
from courses.models import CourseImport, CoursePage, LessonPage
from courses.progress import complete_step
from school.lib.refusal import Refusal
from tests.courses import tree

pytestmark = pytest.mark.django_db


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "tomato").save(out, "PNG")
    return out.getvalue()


PICTURE = f"data:image/png;base64,{b64encode(png()).decode()}"
TEXT = f"""# 你的第一个群

从一百位邻居开始。

## 先请谁

先请 **熟悉的** 邻居。

### 三句话

- 我是谁
- 卖什么

![一张照片]({PICTURE})

## 第一天

| 时间 | 做什么 |
|---|---|
| 早 | 问好 |

![外面的](https://example.com/x.png) <script>alert(1)</script> [坏](javascript:alert(1))
"""

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="png" ContentType="image/png"/></Types>'
)


def paragraph(text: str, style: str = "") -> str:
    kind = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{kind}<w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(*paragraphs: str, head: str = "") -> bytes:
    body = "".join(paragraphs)
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/>'
        "</w:style>"
        for n in (1, 2, 3)
    ) + "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/></w:style>'
        for name in ("Title", "Quote", "Caption")
    )
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'{rels}<Relationship Id="d" Type="{OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{rels}<Relationship Id="s" Type="{OFFICE}/styles" '
        f'Target="styles.xml"/><Relationship Id="p" Type="{OFFICE}/image" '
        'Target="media/p.png"/></Relationships>',
        "word/document.xml": f"{head}<w:document {W} {R} {A} {P}><w:body>{body}</w:body>"
        "</w:document>",
        "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        archive.writestr("word/media/p.png", png())
    return out.getvalue()


DRAWING = (
    '<w:p><w:r><w:drawing><wp:inline><wp:docPr descr="照片"/><a:graphic><a:graphicData>'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
    '<a:blip r:embed="p"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
    "</w:drawing></w:r></w:p>"
)


def test_headings_become_lessons_and_cards_of_a_markdown_file():
    parsed = read_course(TEXT.encode(), "group.md")
    assert (parsed.title, parsed.summary) == ("你的第一个群", "从一百位邻居开始。")
    first, second = parsed.lessons
    assert (first.title, first.line) == ("先请谁", 5)
    assert [kind for kind, _value in first.parts] == ["text", "heading", "text", "picture"]
    assert first.parts[0][1] == "<p>先请 <b>熟悉的</b> 邻居。</p>"
    assert first.parts[2][1].replace("\n", "") == "<ul><li>我是谁</li><li>卖什么</li></ul>"
    assert first.parts[3][1].alt == "一张照片"
    assert first.as_dict()["beginning"].startswith("先请 熟悉的 邻居。")
    html = "".join(value for kind, value in second.parts if kind == "text")
    assert "早 · 问好" in html and "<script" not in html and "javascript:" not in html
    assert [one.line for one in parsed.problems] == [18, 22]


def test_several_highest_headings_are_lessons():
    parsed = read_course(b"# One\n\ntext\n\n# Two\n\n## Card\n\ntext\n", "two.md")
    assert [lesson.title for lesson in parsed.lessons] == ["One", "Two"]
    assert parsed.title == "two"


def test_a_word_file_with_its_picture():
    data = docx(
        paragraph("第一课", "Heading1"),
        paragraph("先看"),
        paragraph("一张卡", "Heading2"),
        DRAWING,
        paragraph("第二课", "Heading1"),
        paragraph("再做"),
    )
    parsed = read_course(data, "课.docx")
    assert [lesson.title for lesson in parsed.lessons] == ["第一课", "第二课"]
    assert [kind for kind, _value in parsed.lessons[0].parts] == ["text", "heading", "picture"]
    assert parsed.lessons[0].parts[2][1].data == png()


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


def test_words_own_styles_mean_what_they_say():
    data = docx(
        paragraph("雨天提货", "Title"),
        paragraph("讲三件事。"),
        paragraph("先通知", "Heading1"),
        paragraph("到货前一小时。"),
        paragraph("慢一点没关系。", "Quote"),
        DRAWING,
        paragraph("门口的棚子", "Caption"),
        "<w:tbl>" + row(paragraph("3 号楼"), paragraph("18:00") + paragraph("或晚些")) + "</w:tbl>",
    )
    parsed = read_course(data, "rain.docx")
    assert (parsed.title, parsed.summary) == ("雨天提货", "讲三件事。")
    assert [lesson.title for lesson in parsed.lessons] == ["先通知"]
    text, picture, table = parsed.lessons[0].parts
    assert text[1] == "<p>到货前一小时。</p><blockquote>慢一点没关系。</blockquote>"
    assert (picture[1].alt, picture[1].caption) == ("照片", "门口的棚子")
    assert table[1] == "<p>3 号楼 · 18:00 或晚些</p>"


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (LARGEST_UNPACKED + 1))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"no headings here", "a.md", "file-without-lessons"),
        (b"\xff\xfe\x00 # x", "a.md", "file-unreadable"),
        (b"%PDF-1.7", "a.pdf", "file-unknown"),
        (b"not a zip", "a.docx", "file-unreadable"),
        (docx(paragraph("x")).replace(b"PK\x01\x02", b"PKxx"), "a.docx", "file-unreadable"),
        (docx(paragraph("x"), head="<!DOCTYPE x>"), "a.docx", "file-unreadable"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(data, name, code):
    with pytest.raises(Refusal) as caught:
        read_course(data, name)
    assert caught.value.code == code


def test_a_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(Refusal) as caught:
        read_course(bomb(), "bomb.docx")
    assert caught.value.code == "file-too-large"


@pytest.fixture
def desk(trainer, client_of):
    return client_of(trainer)


def brought(desk, text: str = TEXT) -> CourseImport:
    file = SimpleUploadedFile("group.md", text.encode())
    desk.post(reverse("courses_cms:import"), {"file": file, "language": "zh-hans"})
    return CourseImport.objects.get()


def test_it_is_looked_at_then_made_as_a_draft_and_taken_back(
    desk, django_capture_on_commit_callbacks
):
    tree.catalog("zh-hans")
    row = brought(desk)
    url = reverse("courses_cms:show_import", args=[row.pk])
    html = desk.get(url).content.decode()
    assert "2 lessons were read" in html and "先请谁" in html and "What we noticed" in html
    assert not CoursePage.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(url, {"title": "第一个群", "code": "N1"})
    course = CoursePage.objects.get()
    assert (course.title, course.code, course.live) == ("第一个群", "N1", False)
    lessons = LessonPage.objects.filter(path__startswith=course.path).order_by("path")
    assert [page.title for page in lessons] == ["先请谁", "第一天"]
    assert lessons[0].body[3].value["alt"] == "一张照片"
    assert get_image_model().objects.count() == 1
    desk.post(url, {"title": "第一个群", "code": "N2"})
    assert CoursePage.objects.count() == 1
    desk.post(url, {"undo": "1"})
    assert not CoursePage.objects.exists() and not get_image_model().objects.exists()


def test_running_twice_makes_it_once(desk, trainer):
    tree.catalog("zh-hans")
    row = brought(desk)
    course_import.enqueue(row=row, title="A", code="A1", by=trainer)
    for _time in (1, 2):
        course_import.run(CourseImport.objects.get())
    assert CoursePage.objects.count() == 1


def test_what_leaders_have_learned_in_is_not_taken_back(desk, trainer, leader):
    tree.catalog("zh-hans")
    row = brought(desk)
    course_import.enqueue(row=row, title="A", code="A1", by=trainer)
    course_import.run(CourseImport.objects.get())
    complete_step(leader=leader, step=LessonPage.objects.first())
    with pytest.raises(Refusal) as caught:
        course_import.undo(row=row)
    assert caught.value.code == "page-has-records"
    CoursePage.objects.update(live=True)
    with pytest.raises(Refusal) as caught:
        course_import.undo(row=row)
    assert caught.value.code == "course-published"


def test_only_who_writes_courses_brings_one(client_of, coach, leader):
    for person in (coach, leader):
        answer = client_of(person).get(reverse("courses_cms:import"))
        assert answer.status_code in (302, 403)
