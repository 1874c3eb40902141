"""The service worker: everything that it keeps exists, and it keeps nobody's pages by itself."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.django_db
BUDGETS = {"sw": 2200, "queue": 3200, "phone": 1300, "lesson": 2800, "keep": 2600}


@pytest.fixture
def worker(client):
    answer = client.get("/sw.js")
    assert answer.headers["Content-Type"] == "text/javascript"
    assert "no-cache" in answer.headers["Cache-Control"]
    return answer.text


def test_every_file_that_it_keeps_is_there(worker, client):
    files = re.findall(r'"/static/([^"]+)"', worker.splitlines()[1])
    assert "css/school.css" in files
    assert all(finders.find(name) for name in files)
    for address in re.findall(r'"(/offline/[^"]+)"', worker):
        assert client.get(address).status_code == 200


def test_a_new_text_of_the_offline_page_is_a_new_version(worker, client, monkeypatch):
    from school.home.views import service_worker as view

    monkeypatch.setattr(view, "_offline_page", lambda language: "something else")
    assert client.get("/sw.js").text.splitlines()[0] != worker.splitlines()[0]


def test_it_is_the_same_for_everybody(worker, client_of, leader):
    client = client_of(leader)
    client.cookies["theme"] = "dark"
    assert client.get("/sw.js").text == worker


def test_the_page_without_a_network_knows_nobody(client_of, leader):
    page = client_of(leader).get("/offline/en/").text
    assert "No network right now" in page
    assert str(leader) not in page
    assert 'id="phone"' not in page
    assert client_of(leader).get("/offline/fr/").status_code == 404


def test_it_leaves_the_office_and_downloads_alone(worker):
    pattern = re.search(r"const LEAVE_ALONE = /(.*)/;", worker).group(1).replace("\\/", "/")
    alone = ["/cms/", "/cms/pages/3/edit/", "/api/v1/", "/documents/3/list.pdf", "/sync/", "/sw.js"]
    assert all(re.match(pattern, path) for path in alone)
    ours = ["/path/", "/courses/first/step-1/", "/media/documents/listen.mp3", "/"]
    assert not any(re.match(pattern, path) for path in ours)


def test_only_leaders_pages_put_it_to_work(client, client_of, leader, trainer):
    assert 'data-worker="/sw.js"' in client_of(leader).get("/path/").text
    assert "sw.js" not in client.get("/").text
    assert "sw.js" not in client_of(trainer).get("/cms/").text


@pytest.mark.parametrize(("name", "budget"), BUDGETS.items())
def test_scripts_stay_within_their_budgets(name, budget):
    script = Path(settings.BASE_DIR, "static/js", f"{name}.js").read_bytes()
    assert len(gzip.compress(script, mtime=0)) <= budget
