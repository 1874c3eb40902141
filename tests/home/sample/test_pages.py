"""Every page of a leader or a guest, and the CMS's busiest screens: for who can't see well, reads
slowly, or has large text.

All pages are looked at in both themes: in Chinese at 200% on each run, with EVERY_LOOK=1 (`make
bench`) in both languages at both sizes.
"""

import os

import pytest
from django.urls import URLResolver, get_resolver
from wagtail import urls as wagtail_urls

from school.people.models import User
from tests.home.sample.addresses import visits
from tests.home.sample.desks import desks
from tests.home.sample.hand import Reader, look_at
from tests.home.sample.looking import look

pytestmark = [pytest.mark.xdist_group("sample"), pytest.mark.django_db]

USUAL = [("zh-hans", 200)]
ALL = [(language, size) for language in ("zh-hans", "en") for size in (100, 200)]
OTHERS = ("cms/", "api/", "documents/", "styleguide/")
# What no leader sees as a page of its own: posts, files, pieces, doors that only lead on, the
# developers' outbox.
NO_PAGES = {
    "account_request_login_code",
    "account_signup",
    "assessments:answer_file",
    "assessments:appeal",
    "assessments:appeal_answer",
    "assessments:begin_upload",
    "assessments:certificate",
    "assessments:document",
    "assessments:file",
    "assessments:hand_in",
    "assessments:paper",
    "assessments:poster_picture",
    "assessments:remove_upload",
    "assessments:review_save",
    "assessments:save",
    "assessments:save_draft",
    "assessments:start",
    "assessments:submit",
    "assessments:upload",
    "assessments:upload_picture",
    "assessments:voice",
    "coaching:done",
    "coaching:met",
    "courses:ask_topic",
    "courses:book",
    "courses:complete",
    "courses:feed",
    "courses:guest_photo",
    "courses:kit_file",
    "courses:library_file",
    "courses:open_replay",
    "courses:question",
    "courses:rate",
    "courses:renew_calendar",
    "courses:scanned",
    "courses:scorm_file",
    "courses:scorm_save",
    "courses:session_ics",
    "courses:still_here",
    "courses:vote",
    "courses:warm_up",
    "courses:watched",
    "courses:why_not",
    "courses:withdraw_topic",
    "courses:zone",
    "growth:decline",
    "growth:enter",
    "growth:leave",
    "growth:make_code",
    "growth:name_me",
    "growth:send_code",
    "home:healthz",
    "home:manifest",
    "home:question_photo",
    "home:service_worker",
    "home:start",
    "notices:mark_all",
    "notices:open",
    "notices:outbox",
    "notices:unmark",
    "people:demo_login",
    "phone:keep_list",
    "phone:sync",
    "set_language",
    "weixin_callback",
    "weixin_login",
    "weixin_unlink",
}


def names(resolver=None, prefix: str = "") -> set[str]:
    """The names of all addresses outside the CMS and the interface for machines."""
    found = set()
    for one in (resolver or get_resolver()).url_patterns:
        if not isinstance(one, URLResolver):
            found.add(prefix + (one.name or ""))
        elif str(one.pattern) not in OTHERS and one.urlconf_module is not wagtail_urls:
            inside = f"{prefix}{one.namespace}:" if one.namespace else prefix
            found |= names(one, inside)
    return found - {""}


def test_no_page_is_forgotten(sample):
    assert names() - {visit.name for visit in visits()} == NO_PAGES


@pytest.mark.parametrize(("language", "size"), ALL if os.environ.get("EVERY_LOOK") else USUAL)
def test_everybody_can_read_every_page(sample, language, size, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    User.objects.update(text_size=size)
    reader = Reader(language)
    pages = [reader.open(visit) for visit in (*visits(), *desks())]
    assert not [page.visit for page in pages if page.status != page.visit.status]
    # Who is logged in has chosen the size with us; a guest has it from her browser.
    members = [page for page in pages if page.visit.user]
    guests = [page for page in pages if not page.visit.user]
    assert look_at(members, look) + look_at(guests, look, large=size == 200) == []
