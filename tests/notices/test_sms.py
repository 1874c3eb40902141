"""Text messages: written down, sent once, kept from the eyes of others."""

import pytest
import requests

from school.notices import sms
from school.notices.models import SmsMessage

pytestmark = pytest.mark.django_db


class Gateway:
    """Remembers what is posted to it, and answers as it is told."""

    def __init__(self, status: int = 200) -> None:
        self.status, self.posted = status, []

    def __call__(self, url, **what):
        self.posted.append((url, what))
        answer = requests.Response()
        answer.status_code = self.status
        return answer


@pytest.fixture
def gateway(settings, monkeypatch):
    settings.SMS_BACKEND = "school.notices.sms.HttpBackend"
    settings.SMS_GATEWAY_URL = "https://sms.example/send"
    settings.SMS_GATEWAY_TOKEN = "secret"
    made = Gateway()
    monkeypatch.setattr(requests, "post", made)
    return made


def test_a_message_is_sent_after_the_commit(gateway, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = sms.send(phone="+8613800000001", text="123456")
        assert gateway.posted == []
    url, what = gateway.posted[0]
    assert url == "https://sms.example/send"
    assert what["json"] == {"to": "+8613800000001", "text": "123456", "id": message.pk}
    assert what["headers"] == {"Authorization": "Bearer secret"}
    message.refresh_from_db()
    assert (message.state, message.sent_at is not None) == (SmsMessage.State.SENT, True)


def test_sending_again_sends_once(gateway):
    message = SmsMessage.objects.create(phone="+8613800000001", text="123456")
    sms.deliver(message.pk)
    sms.deliver(message.pk)
    assert len(gateway.posted) == 1


def test_a_gateway_that_is_down_leaves_the_message_waiting(gateway):
    gateway.status = 503
    message = SmsMessage.objects.create(phone="+8613800000001", text="123456")
    with pytest.raises(OSError, match="503"):
        sms.deliver(message.pk)
    message.refresh_from_db()
    assert message.state == SmsMessage.State.QUEUED


def test_the_outbox_backend_writes_no_number_and_no_code_into_the_log(settings, caplog):
    settings.DEBUG = True
    message = SmsMessage.objects.create(phone="+8613800000001", text="code 654321")
    with caplog.at_level("INFO"):
        sms.OutboxBackend().deliver(message)
    assert "138****0001" in caplog.text
    assert "654321" not in caplog.text
    assert "13800000001" not in caplog.text


def test_the_outbox_is_open_while_developing_only(client, settings):
    SmsMessage.objects.create(phone="+8613800000001", text="code 654321")
    settings.DEBUG, settings.DEMO_LOGINS = True, True
    assert "654321" in client.get("/outbox/").text
    settings.DEBUG = False
    assert client.get("/outbox/").status_code == 404
