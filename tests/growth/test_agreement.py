"""The texts: a draft is written, published once, and stays as it was."""

import pytest

from school.growth.agreement import check_unaltered, draft_from, publish
from school.growth.models import Agreement
from school.growth.wording import as_html
from school.lib.refusal import Refusal
from tests.growth.conftest import draft, published


def test_versions_of_a_kind_are_counted(operations):
    first = published(by=operations)
    second = draft_from(first)
    assert (first.version, second.version) == (1, 2)
    assert second.is_draft and second.text == first.text
    assert draft(Agreement.Kind.STANDARDS).version == 1


def test_a_published_version_never_changes(agreement):
    agreement.text = "something else"
    for attempt in (agreement.save, agreement.delete):
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.code == "agreement-published"
    agreement.refresh_from_db()
    assert "只在本平台开团" in agreement.text


def test_it_is_published_once_and_the_newest_is_offered(agreement, operations):
    with pytest.raises(Refusal) as refused:
        publish(agreement=agreement, by=operations)
    assert refused.value.code == "agreement-published"
    later = publish(agreement=draft_from(agreement), by=operations)
    assert Agreement.objects.newest("exclusive") == later


def test_an_old_draft_can_not_follow_a_later_version(operations):
    old, later = draft(), draft()
    publish(agreement=later, by=operations)
    with pytest.raises(Refusal) as refused:
        publish(agreement=old, by=operations)
    assert refused.value.code == "agreement-older"


@pytest.mark.parametrize("field", ["text", "text_en", "title", "notice_days", "valid_months"])
def test_a_tampered_text_is_found_by_its_fingerprint(agreement, field):
    other = "other words" if isinstance(getattr(agreement, field), str) else 3
    Agreement.objects.filter(pk=agreement.pk).update(**{field: other})
    agreement.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        check_unaltered(agreement, agreement.text_hash)
    assert refused.value.code == "agreement-altered"


def test_the_text_holds_words_only():
    html = as_html("# A\n\n<script>x</script> ![p](http://elsewhere/p.png) [j](javascript:x)")
    assert "<h2>A</h2>" in html
    assert "<script" not in html and "<img" not in html and 'href="javascript' not in html
