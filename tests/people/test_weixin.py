"""Logging in with WeChat, against a stub of its endpoints on a port of our own."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.urls import reverse
from django.utils import timezone

from school.people.models import User
from school.people.weixin import linking
from tests import cast

pytestmark = pytest.mark.django_db

INSIDE = "Mozilla/5.0 (Linux; Android 9) Chrome/86 MicroMessenger/8.0.20"
PEOPLE = {
    "code-li": {"openid": "open-li-1", "unionid": "union-li"},
    "code-li-by-qr": {"openid": "open-li-2", "unionid": "union-li"},
    "code-zhou": {"openid": "open-zhou"},
    "code-nobody": {},
}


class Stub(BaseHTTPRequestHandler):
    """Knows four codes; answers anything else as WeChat does, with 200 and an error inside."""

    asked: list[dict] = []

    def do_GET(self):
        query = {key: value[0] for key, value in parse_qs(urlsplit(self.path).query).items()}
        Stub.asked.append({"path": urlsplit(self.path).path, **query})
        person = PEOPLE.get(query.get("code"))
        body = {"errcode": 40029, "errmsg": "invalid code"}
        if person is not None:
            body = {"access_token": "t", "expires_in": 7200, "refresh_token": "r", **person}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_args):
        pass


@pytest.fixture(scope="module")
def api():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def doors(settings, api):
    Stub.asked.clear()
    settings.WEIXIN = {
        "inside": ("inside-id", "inside-secret"),
        "site": ("site-id", "site-secret"),
        "open": "https://open.weixin.example",
        "api": api,
    }


def leave(client, agent: str = "", **data) -> dict:
    """Press the button; the address that the browser is sent to, taken apart."""
    answer = client.post(reverse("weixin_login"), data, headers={"user-agent": agent})
    assert answer.status_code == 302
    parts = urlsplit(answer["Location"])
    query = {key: value[0] for key, value in parse_qs(parts.query).items()}
    return {"path": f"{parts.netloc}{parts.path}", "mark": parts.fragment, **query}


def come_back(client, code: str, agent: str = "", **data):
    state = leave(client, agent, **data)["state"]
    headers = {"user-agent": agent, "accept-language": "en"}
    return client.get(reverse("weixin_callback"), {"code": code, "state": state}, headers=headers)


def logged_in(client) -> str:
    return client.session.get("_auth_user_id", "")


class TestTheDoor:
    def test_without_keys_there_is_none(self, client):
        assert reverse("weixin_login") not in client.get(reverse("account_login")).text
        assert client.post(reverse("weixin_login")).status_code == 404
        assert client.get(reverse("weixin_callback"), {"code": "code-li"}).status_code == 404

    def test_in_wechat_it_asks_the_official_account(self, doors, client):
        gone = leave(client, INSIDE)
        assert gone["path"] == "open.weixin.example/connect/oauth2/authorize"
        assert (gone["appid"], gone["scope"]) == ("inside-id", "snsapi_userinfo")
        assert gone["mark"] == "wechat_redirect"
        assert gone["redirect_uri"].endswith(reverse("weixin_callback"))

    def test_elsewhere_it_shows_a_qr_code(self, doors, client):
        gone = leave(client)
        assert gone["path"] == "open.weixin.example/connect/qrconnect"
        assert (gone["appid"], gone["scope"]) == ("site-id", "snsapi_login")

    def test_the_page_may_lead_there_and_nowhere_else(self, doors, client):
        policy = client.get(reverse("account_login"))["Content-Security-Policy"]
        assert "form-action 'self' https://open.weixin.example;" in policy
        assert "open.weixin" not in client.get("/")["Content-Security-Policy"]

    def test_a_link_alone_does_not_log_in(self, doors, client):
        assert client.get(reverse("weixin_login")).status_code == 405


class TestTheFirstTime:
    def test_she_shows_her_number_once_and_goes_where_she_wanted(self, doors, client, leader):
        answer = come_back(client, "code-li", INSIDE, next="/timetable/")
        assert answer["Location"] == f"{reverse('account_login')}?next=%2Ftimetable%2F"
        english = {"user-agent": INSIDE, "accept-language": "en"}
        page = client.get(answer["Location"], headers=english)
        assert "Just this once" in page.text
        assert reverse("weixin_login") not in page.text
        assert not SocialAccount.objects.exists()
        assert not User.objects.filter(phone="").exists()

    def test_by_her_number_they_are_tied(self, doors, phone, leader):
        come_back(phone.client, "code-li", INSIDE)
        phone.ask_for_code(leader.user.phone)
        phone.type_code(phone.newest_code())
        row = SocialAccount.objects.get()
        assert (row.user, row.uid, row.extra_data) == (leader.user, "union-li", {})
        assert not SocialToken.objects.exists()

    def test_a_number_that_nobody_proved_is_not_tied(self, db, leader):
        assert not linking.link(user=leader.user, uid="union-li")

    def test_what_waits_too_long_is_not_tied(self, doors, client, leader):
        come_back(client, "code-li", INSIDE)
        session = client.session
        session[linking.SESSION_KEY] |= {"at": 0}
        session.save()
        assert "Just this once" not in client.get(reverse("account_login")).text


class TestLater:
    @pytest.fixture
    def tied(self, leader):
        leader.user.phone_verified_at = timezone.now()
        leader.user.save()
        assert linking.link(user=leader.user, uid="union-li")
        return leader

    @pytest.mark.parametrize(("code", "agent"), [("code-li", INSIDE), ("code-li-by-qr", "")])
    def test_both_doors_lead_to_the_same_account(self, doors, client, tied, code, agent):
        answer = come_back(client, code, agent, next="/path/")
        assert answer["Location"] == "/path/"
        assert logged_in(client) == str(tied.user_id)

    def test_an_account_that_is_closed_stays_closed(self, doors, client, tied):
        User.objects.filter(pk=tied.user_id).update(is_active=False)
        come_back(client, "code-li", INSIDE)
        assert logged_in(client) == ""

    def test_another_page_of_the_web_is_not_gone_to(self, doors, client, tied):
        answer = come_back(client, "code-li", INSIDE, next="https://evil.example/")
        assert "evil" not in answer["Location"]

    def test_whose_wechat_is_tied_keeps_it(self, doors, client_of, tied):
        other = cast.user("Somebody else")
        come_back(client_of(other), "code-li", INSIDE)
        assert SocialAccount.objects.get().user == tied.user
        assert not linking.link(user=tied.user, uid="a-second-one")

    def test_she_unties_it_herself(self, doors, client_of, tied):
        client = client_of(tied.user)
        assert "Untie WeChat" in client.get(reverse("people:profile")).text
        client.post(reverse("weixin_unlink"))
        assert not linking.is_linked(tied.user)
        assert "Untie WeChat" not in client.get(reverse("people:profile")).text


class TestWhatGoesWrong:
    @pytest.mark.parametrize("code", ["code-forged", "code-nobody"])
    def test_a_code_that_wechat_refuses_is_said_kindly(self, doors, client, code):
        answer = come_back(client, code, INSIDE)
        assert answer["Location"] == reverse("account_login")
        page = client.get(answer["Location"], headers={"accept-language": "en"})
        assert "Your phone number always works" in page.text

    def test_a_state_that_is_not_ours_is_refused_before_wechat_is_asked(self, doors, client):
        back = reverse("weixin_callback")
        client.get(back, {"code": "code-li", "state": "forged"}, headers={"user-agent": INSIDE})
        assert Stub.asked == []
        assert linking.SESSION_KEY not in client.session

    def test_wechat_that_does_not_answer_is_said_too(self, doors, client, settings):
        settings.WEIXIN = {**settings.WEIXIN, "api": "http://127.0.0.1:9"}
        assert come_back(client, "code-li")["Location"] == reverse("account_login")
