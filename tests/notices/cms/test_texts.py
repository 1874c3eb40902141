"""The school's own words: with known placeholders only, seen beforehand, and taken back."""

import pytest

from school.lib.refusal import Refusal
from school.notices.models import TextOverride
from school.notices.overriding import check, keep, restore
from school.notices.send import send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world(clock, news):
    pass


def tell(leader):
    return send(user=leader.user, template="test.news", context={"what": "tea"}, channels=["inbox"])


def form(**parts) -> dict[str, str]:
    return {
        "language": "en",
        "step": "keep",
        "title": "",
        "body": "",
        "sms": "",
        "group": "",
    } | parts


def test_own_words_are_used_from_now_on_and_the_original_comes_back(leader, operations, client_of):
    client = client_of(operations)
    client.post("/cms/notices/words/test.news/", form(title="Hear, hear: {what}"))
    notice = tell(leader)
    assert (notice.title, notice.body) == ("Hear, hear: tea", "Read this.")
    client.post("/cms/notices/words/test.news/", form(step="restore"))
    assert tell(leader).title == "News: tea"


@pytest.mark.parametrize(
    "text", ["{who}", "{what.__class__}", "{", "a } b", "{0}", "{{what}}", "{what!r}"]
)
def test_an_unknown_placeholder_is_refused(text, news, operations, client_of):
    with pytest.raises(Refusal) as refused:
        check(news, text)
    assert refused.value.code == "placeholder-unknown"
    answer = client_of(operations).post("/cms/notices/words/test.news/", form(body=text))
    assert answer.status_code == 422
    assert not TextOverride.objects.exists()


def test_a_preview_shows_sample_values_and_keeps_nothing(operations, client_of):
    answer = client_of(operations).post(
        "/cms/notices/words/test.news/", form(step="look", title="Now: {what} {link}")
    )
    assert "Now: tea http://localhost:8000/inbox/" in answer.text
    assert not TextOverride.objects.exists()


def test_what_is_like_the_original_goes_on_following_it(news, operations):
    parts = {"title": "News: {what}", "body": "Mine."}
    keep(template=news, language="en", parts=parts, by=operations)
    own = TextOverride.objects.get()
    assert (own.title, own.body) == ("", "Mine.")
    keep(template=news, language="en", parts={"body": "Read this."}, by=operations)
    assert not TextOverride.objects.exists()
    assert restore(template=news, language="en") is False


def test_values_are_never_read_as_words(leader, news, operations):
    keep(template=news, language="en", parts={"title": "{what}"}, by=operations)
    sent = send(user=leader.user, template="test.news", context={"what": "{link} %(what)s"})
    assert sent.title == "{link} %(what)s"


def test_each_language_has_its_own(leader, news, operations):
    keep(template=news, language="zh-hans", parts={"title": "听说{what}了"}, by=operations)
    assert tell(leader).title == "News: tea"
    leader.user.language = "zh-hans"
    assert tell(leader).title == "听说tea了"


def test_the_list_names_every_notice(operations, client_of):
    page = client_of(operations).get("/cms/notices/words/").text
    assert "test.news" in page
    assert "notices.announcement" in page


def test_an_unknown_notice_or_language(news, operations, client_of):
    assert client_of(operations).get("/cms/notices/words/no.such/").status_code == 404
    with pytest.raises(Refusal) as refused:
        keep(template=news, language="fr", parts={}, by=operations)
    assert refused.value.code == "language-unknown"


def test_managers_do_not_change_words(manager, client_of):
    assert client_of(manager).get("/cms/notices/words/").status_code in (302, 403)
