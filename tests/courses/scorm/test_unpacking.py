"""Bringing packages: what is taken, what is refused, and with which reason."""

import zipfile
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.models import ScormPackage
from courses.models.trainings.kit import private_storage
from courses.scorm import unpacking
from school.lib.refusal import Refusal
from tests.courses import tree
from tests.courses.scorm import packages
from tests.courses.scorm.packages import files, manifest, of, zipped

pytestmark = pytest.mark.django_db
State = ScormPackage.State


@pytest.mark.parametrize("standard", ["1.2", "2004"])
def test_a_package_is_unpacked_into_private_files(standard):
    row = packages.brought(standard)
    assert (row.state, row.problem) == (State.READY, "")
    assert (row.standard, row.launch, row.pass_mark) == (
        standard,
        "content/index.html",
        Decimal(80),
    )
    assert row.files == 4
    names = private_storage().listdir(f"{row.folder}/content")
    assert sorted(names[1]) == ["index.html", "run.js"]


@pytest.mark.parametrize("standard", ["1.2", "2004"])
def test_a_manifest_that_says_everything_many_times_over_is_read(standard):
    row = of(zipped(files() | {"imsmanifest.xml": packages.lavish(standard)}))
    assert (row.standard, row.launch) == (standard, "content/index.html")
    assert row.pass_mark == Decimal(80)


def test_the_first_page_may_have_a_query_and_bases():
    item = '<item identifierref="R1" parameters="?lang=zh">{}</item>'
    text = manifest(items=item, href="index.html?a=1").replace(
        "<resources>", '<resources xml:base="content/">'
    )
    row = of(zipped(files() | {"imsmanifest.xml": text}))
    assert row.launch == "content/index.html?a=1&lang=zh"


@pytest.mark.parametrize("href", ["./content/index.html", "content\\index.html"])
def test_the_first_page_may_be_written_as_windows_tools_do(href):
    row = packages.brought(href=href)
    assert (row.state, row.launch) == (State.READY, href.replace("\\", "/"))


def test_without_a_version_the_namespace_tells():
    text = manifest("1.2").replace("<schemaversion>1.2</schemaversion>", "")
    assert of(zipped(files("1.2") | {"imsmanifest.xml": text})).standard == "1.2"


BOMB = "0" * 3_000_000
SEVERAL = '<item identifierref="R1">{}</item><item identifierref="R2"><title>Two</title></item>'
ENTITY = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><manifest>&b;</manifest>'
REFUSED = {
    "no manifest": ({"index.html": "x"}, "no-manifest"),
    "manifest in a folder": ({"top/imsmanifest.xml": manifest()}, "no-manifest"),
    "not XML": ({"imsmanifest.xml": "<manifest"}, "manifest-broken"),
    "something else": ({"imsmanifest.xml": "<html/>"}, "manifest-broken"),
    "entities": ({"imsmanifest.xml": ENTITY}, "manifest-broken"),
    "another standard": (files(said="xAPI"), "scorm-unknown"),
    "no first page": (files(href="content/none.html"), "no-launch"),
    "a first page outside": (files(href="../index.html"), "no-launch"),
    "elsewhere": (files(href="https://example.com/"), "no-launch"),
    "nothing to show": (files(items="<item><title>T</title></item>"), "no-launch"),
    "several parts": (files(items=SEVERAL), "several-parts"),
    "upwards": (files() | {"content/../../evil.html": "x"}, "unsafe-path"),
    "upwards, on Windows": (files() | {"..\\evil.html": "x"}, "unsafe-path"),
    "absolute": (files() | {"/etc/evil": "x"}, "unsafe-path"),
    "a drive": (files() | {"C:/evil": "x"}, "unsafe-path"),
    "a bomb": (files() | {"a.txt": BOMB}, "bomb"),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_leaves_nothing(content, code):
    row = of(zipped(content))
    assert (row.state, row.problem) == (State.REFUSED, code)
    assert code in unpacking.PROBLEMS
    assert not private_storage().exists(row.folder)


def test_a_link_to_elsewhere_is_refused():
    link = zipfile.ZipInfo("content/link")
    link.external_attr = 0o120777 << 16
    row = of(zipped(files() | {link: "/etc/passwd"}))
    assert (row.problem, row.about) == ("unsafe-path", "content/link")


def test_a_file_that_is_no_zip_or_has_a_broken_part_is_refused():
    assert of(b"PK, but no").problem == "zip-broken"
    whole = bytearray(zipped(files()))
    at = whole.index(b"content/run.js") + len("content/run.js") + 5
    whole[at : at + 8] = b"\xff" * 8
    assert of(bytes(whole), title="Damaged").problem == "zip-broken"


def test_too_much_is_refused_by_the_list_alone(monkeypatch):
    monkeypatch.setattr(unpacking, "LARGEST_UNPACKED", 500)
    assert of(zipped(files())).problem == "too-big"
    monkeypatch.setattr(unpacking, "MOST_FILES", 3)
    assert of(zipped(files()), title="Many").problem == "bomb"
    monkeypatch.setattr(unpacking, "LARGEST_ZIP", 10)
    with pytest.raises(Refusal) as refused:
        unpacking.bring(title="Large", file=ContentFile(b"0" * 11, name="a.zip"), by=None)
    assert refused.value.code == "zip-too-big"


def test_a_killed_run_is_done_again_and_a_done_one_is_left_alone():
    row = unpacking.bring(title="T", file=ContentFile(zipped(files()), name="a.zip"), by=None)
    private_storage().save(f"{row.folder}/content/run.js", ContentFile(b"half"))
    for _time in range(2):
        unpacking.unpack(row, lambda done, total: None)
    with private_storage().open(f"{row.folder}/content/run.js") as kept:
        assert kept.read().decode() == packages.RUN["2004"]
    assert len(private_storage().listdir(f"{row.folder}/content")[1]) == 2


def test_the_same_title_is_the_next_version_and_the_earlier_stays():
    first, second = packages.brought("1.2"), packages.brought("2004")
    assert (str(first), str(second)) == ("Tasting, version 1", "Tasting, version 2")
    assert private_storage().exists(f"{first.folder}/content/index.html")


def test_a_trainer_brings_a_package_and_reads_what_became_of_it(
    client_of, trainer, django_capture_on_commit_callbacks
):
    client, url = client_of(trainer), reverse("courses_cms:packages")
    sent = [("Good", zipped(files())), ("Bad", zipped({"a": "b"}))]
    for title, data in sent:
        file = SimpleUploadedFile("export.zip", data)
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(url, {"title": title, "file": file}).status_code == 302
    packages.step(tree.course(), ScormPackage.objects.get(title="Good"), "taste")
    shown = client.get(url).content.decode()
    assert "SCORM 2004" in shown and "4 files" in shown and ">Taste<" in shown
    assert shown.rindex("Bad, version 1") < shown.rindex("Good, version 1")
    assert "no imsmanifest.xml at the top" in shown and 'http-equiv="refresh"' not in shown


def test_the_list_has_as_many_queries_for_one_as_for_three(
    client_of, trainer, django_assert_max_num_queries
):
    client, url = client_of(trainer), reverse("courses_cms:packages")
    course = tree.course(lessons=0)
    packages.step(course, packages.brought(), "a")
    client.get(url)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(url)
    for slug in ("b", "c"):
        packages.step(course, packages.brought(), slug)
    with django_assert_max_num_queries(len(one)):
        client.get(url)


def test_only_trainers_bring_packages(client_of, leader, coach):
    url = reverse("courses_cms:packages")
    assert client_of(leader).get(url).status_code in (302, 403)
    assert client_of(coach).get(url).status_code in (302, 403)
