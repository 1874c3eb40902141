"""The content-security policy of each place, as it leaves the server."""

import pytest

from tests import cast


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/join/", "/healthz", "/no-such-page/"])
def test_leaders_pages_run_nothing_foreign_and_nothing_inline(client, db, path):
    policy = client.get(path).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def test_the_cms_gets_what_its_editor_needs(client_of, operations):
    policy = client_of(operations).get("/cms/").headers["content-security-policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "object-src 'none'" in policy


def test_pages_of_a_person_are_not_kept_by_browsers(client_of, leader):
    client = client_of(leader)
    for path in ("/path/", "/me/", "/inbox/", "/start/"):
        assert "no-store" in client.get(path).headers["cache-control"], path


def test_no_page_has_inline_style_or_script(client, db, client_of):
    leader = client_of(cast.leader())
    pages = [client.get("/"), client.get("/accounts/login/"), client.get("/join/")]
    pages += [leader.get("/path/"), leader.get("/me/"), leader.get("/inbox/")]
    for page in pages:
        assert page.status_code == 200
        for inline in (" style=", " onclick=", "<style", "<script>"):
            assert inline not in page.text
