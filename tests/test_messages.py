"""Every sentence that a person reads is there in Chinese, certain and with all its parts."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import gettext, override

ROOT = Path(settings.BASE_DIR)
CATALOG = Path("locale/zh_Hans/LC_MESSAGES/django.po")
# What Wagtail's own Chinese lacks, written by hand.
WAGTAILS = sorted((ROOT / "locale/wagtail/zh_Hans/LC_MESSAGES").glob("*.po"))
SOURCES = ("school", "courses", "assessments", "templates", "locale", "manage.py")


def entries(file: Path) -> list:
    with file.open("rb") as text:
        return [message for message in read_po(text) if message.id]


def words(message) -> list[str]:
    said = message.string
    return list(said) if isinstance(said, (list, tuple)) else [said]


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> list:
    """The catalog as it would be after collecting all sentences of today's sources."""
    house = tmp_path_factory.mktemp("house")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            left_out = shutil.ignore_patterns("__pycache__", "*.mo", "styleguide*", "starter")
            shutil.copytree(source, house / name, ignore=left_out)
        else:
            shutil.copy(source, house)
    (house / "tests").mkdir()
    subprocess.run(
        [
            *(sys.executable, "-m", "django", "makemessages", "--locale", "zh_Hans"),
            *("--no-location", "--no-obsolete", "--verbosity", "0"),
        ],
        cwd=house,
        env={"PATH": "/usr/bin:/bin", "HOME": str(house)},
        check=True,
    )
    return entries(house / CATALOG)


def test_nothing_is_missing_in_chinese(collected):
    missing = [m.id for m in collected if not all(words(m))]
    assert missing == []


def test_nothing_is_only_guessed(collected):
    assert [m.id for m in collected if m.fuzzy] == []


@pytest.mark.parametrize("file, least", [(CATALOG, 300), (WAGTAILS[0], 200), (WAGTAILS[1], 10)])
def test_the_kept_catalog_is_complete_and_certain(file, least):
    kept = entries(ROOT / file)
    assert len(kept) > least
    assert [m.id for m in kept if m.fuzzy or not all(words(m))] == []


@pytest.mark.parametrize("file", [CATALOG, *WAGTAILS])
def test_placeholders_survive_translation(file):
    pattern = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")

    def parts(text) -> set[str]:
        return set(pattern.findall(text))

    wrong = []
    for message in entries(ROOT / file):
        source = message.id if isinstance(message.id, str) else message.id[-1]
        wrong += [source for said in words(message) if parts(said) != parts(source)]
    assert wrong == []


def test_the_cms_speaks_chinese_where_wagtail_does_not():
    """In its own words, and not in those that mean something else on our screens."""
    with override("zh-hans"):
        assert gettext("Search all pages…") == "在所有页面里找…"
        assert gettext("Live") == "已发布"


def test_leaders_are_never_shown_the_words_that_hurt():
    """Not in the catalog's Chinese for leaders' pages, whatever the English says."""
    hurtful = [m.id for m in entries(ROOT / CATALOG) if any("失败" in said for said in words(m))]
    assert hurtful == []
