"""A small course with a quiz of five questions, one of each kind, and a task."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Locale, Page

from assessments import attempt as rules
from assessments import kinds
from assessments.models import (
    Answer,
    Attempt,
    AttemptQuestion,
    Category,
    Gap,
    Question,
    QuizItem,
    QuizPage,
    TaskPage,
)
from courses.models import CatalogPage, CoursePage

ZH, EN = "zh-hans", "en"


def locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def course(slug: str = "first-course", **fields) -> CoursePage:
    root = Page.get_first_root_node()
    top = CatalogPage.objects.filter(locale=locale(ZH)).first()
    if top is None:
        top = root.add_child(instance=CatalogPage(title="课程", slug="catalog", locale=locale(ZH)))
    fields = {"title": "第一门课", "code": "C1", "track": "onboarding", "summary": "s"} | fields
    return top.add_child(instance=CoursePage(slug=slug, locale=locale(ZH), **fields))


def english(page, title: str, parent=None):
    """The page's English version, beside it in the tree or under `parent`."""
    copy = page.copy_for_translation(locale(EN), copy_parents=True)
    copy.title = title
    copy.save_revision().publish()
    return copy


def category(name: str = "Basics", parent=None) -> Category:
    return Category.objects.get_or_create(name=name, parent=parent)[0]


def question(kind: str, answers: list[dict], text: str = "Why?", **fields) -> Question:
    """A question in Chinese and English; answers give `zh` and `en` (or `text` for both).
    Answers with the Chinese one. Written in bulk, past the search index, which takes long."""
    fields.setdefault("category", category())
    key, keys = uuid4(), [uuid4() for _answer in answers]
    versions = Question.objects.bulk_create(
        Question(
            kind=kind, text=f"{text} ({code})", feedback=f"Because ({code})",
            translation_key=key, locale=locale(code), **fields,
        )
        for code in (ZH, EN)
    )  # fmt: skip
    Answer.objects.bulk_create(
        _answer(spec, version, keys[at], at)
        for version in versions
        for at, spec in enumerate(answers)
    )
    return versions[0]


def _answer(spec: dict, version: Question, key, place: int) -> Answer:
    rest = {name: value for name, value in spec.items() if name not in ("text", "zh", "en")}
    short = version.locale.language_code.partition("-")[0]
    text = spec.get(short, spec.get("text", ""))
    return Answer(
        question=version, text=text, translation_key=key, locale=version.locale,
        sort_order=place, feedback=rest.pop("feedback", f"On {text}".strip()), **rest,
    )  # fmt: skip


def single(**fields) -> Question:
    answers = [
        {"zh": "对的", "en": "right", "fraction": 100},
        {"zh": "半对", "en": "half", "fraction": 50},
        {"zh": "不对", "en": "wrong", "fraction": 0},
    ]
    return question("single", answers, **fields)


def multiple(**fields) -> Question:
    third = Decimal("33.33333")
    answers = [{"text": f"right {n}", "fraction": third} for n in (1, 2, 3)]
    return question("multiple", [*answers, {"text": "wrong", "fraction": -50}], **fields)


def truefalse(**fields) -> Question:
    true = {"zh": "对", "en": "True", "fraction": 0}
    false = {"zh": "错", "en": "False", "fraction": 100}
    return question("truefalse", [true, false], **fields)


def shorttext(**fields) -> Question:
    return question("shorttext", [{"zh": "*自提*", "en": "pick up*", "fraction": 100}], **fields)


def number(**fields) -> Question:
    answer = {"value": 25000, "tolerance": 10, "unit": "元", "fraction": 100}
    return question("number", [answer], **fields)


def matching(**fields) -> Question:
    pairs = [
        {"zh": "引流品", "en": "traffic item", "match": "draws people"},
        {"zh": "利润品", "en": "profit item", "match": "earns"},
    ]
    return question("matching", pairs, **fields)


def ordering(**fields) -> Question:
    return question("ordering", [{"text": word} for word in ("taste", "post", "pack")], **fields)


def cloze(**fields) -> Question:
    answers = [
        {"gap": 1, "text": "12%", "fraction": 100},
        {"gap": 1, "text": "14%", "fraction": 0},
        {"gap": 2, "value": 100, "fraction": 100},
    ]
    made = question("cloze", answers, text="Rate [[1]], members [[2]]", **fields)
    for version in Question.objects.filter(translation_key=made.translation_key):
        Gap.objects.create(question=version, kind="single", mark=1, sort_order=0)
        Gap.objects.create(question=version, kind="number", mark=3, sort_order=1)
    return made


def place(**fields) -> Question:
    answers = [
        {"text": "date", "area": "circle 50,50 10", "fraction": 100},
        {"text": "price", "area": "rectangle 0,0 20,20", "fraction": 0},
    ]
    return question("place", answers, picture=image(), **fields)


def essay(**fields) -> Question:
    return question("essay", [], **fields)


def file(**fields) -> Question:
    return question("file", [], **fields)


def description(**fields) -> Question:
    return question("description", [], **fields)


def image(title: str = "Label"):
    """A picture of the CMS."""
    content = ImageFile(BytesIO(picture("PNG", (80, 40))), name="label.png")
    return get_image_model().objects.create(title=title, file=content, width=80, height=40)


def quiz(
    course: CoursePage, *, questions: list[Question], slug: str = "quiz", **fields
) -> QuizPage:
    fields = {"title": "小测验", "pass_mark": 80, "shuffle": False} | fields
    fields.setdefault("shuffle_answers", fields["shuffle"])
    page = QuizPage(slug=slug, locale=course.locale, **fields)
    page.items = [QuizItem(question=one, sort_order=at) for at, one in enumerate(questions)]
    return course.add_child(instance=page)


def five_kinds() -> list[Question]:
    return [single(), multiple(), truefalse(), shorttext(), number()]


def task(course: CoursePage, **fields) -> TaskPage:
    fields = {"title": "第一次开团", "slug": "task", "instructions": "<p>Do it.</p>"} | fields
    return course.add_child(instance=TaskPage(locale=course.locale, **fields))


def key_of(attempt: Attempt, slot: int, text: str) -> str:
    """The key of the choice with this wording in any language."""
    question = attempt.questions.get(slot=slot)
    for answer in question.frozen["answers"]:
        if text in {said["text"] for said in answer["texts"].values()}:
            return answer["key"]
    raise AssertionError(f"no choice {text}")


def right_values(attempt: Attempt) -> dict[int, object]:
    """For each slot a value that brings all its marks."""
    found = {one.slot: _right_value(one) for one in attempt.questions.all()}
    for one in attempt.questions.all():
        assert kinds.find(one.kind).grade(one.frozen, found[one.slot]) == 1
    return found


def _right_value(question: AttemptQuestion) -> object:
    worth = {a["key"]: Decimal(a["fraction"]) for a in question.frozen["answers"]}
    match question.kind:
        case "shorttext":
            return "Pick up tomorrow"
        case "number":
            return "25,000"
        case "multiple":
            return [key for key in worth if worth[key] > 0]
    return max(worth, key=worth.__getitem__)


def give(attempt: Attempt, values: dict[int, object], client_id: str = "phone") -> None:
    for slot, value in values.items():
        rules.save_answer(
            attempt_id=attempt.pk, user=attempt.leader.user, slot=slot, raw=value,
            client_id=client_id, seq=slot,
        )  # fmt: skip


def pass_over(attempt: Attempt) -> Attempt:
    """Let its time be over by a second."""
    attempt.deadline = timezone.now() - timedelta(seconds=1)
    attempt.save(update_fields=["deadline"])
    return attempt


def end_now(attempt: Attempt) -> Attempt:
    """Let its time be over from this moment on."""
    attempt.deadline = timezone.now()
    attempt.save(update_fields=["deadline"])
    return attempt


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "orange").save(out, kind, **options)
    return out.getvalue()
