"""Marking with the keys and a voice note, in a real browser with a pretended microphone."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from assessments import appeal, submission
from assessments.models import Look, Submission
from tests import cast as people
from tests.assessments import cast
from tests.assessments.test_marking import RUBRIC
from tests.chromium import launch_args

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
# A pretended microphone beeps once a second; a busy machine may be late to look at the clock.
TWO_SECONDS = re.compile(r"0:0[2-9]|0:[1-5]\d|[1-9]:\d\d")
HEARD = """async (audio) => {
  await audio.play();
  while (!audio.currentTime) await new Promise(requestAnimationFrame);
  const data = await (await fetch(audio.src)).arrayBuffer();
  const sound = await new OfflineAudioContext(1, 48000, 48000).decodeAudioData(data);
  return sound.getChannelData(0).reduce((most, one) => Math.max(most, one), 0);
}"""


@pytest.fixture(scope="module")
def studio(browser_type):
    """A browser of its own: the one that other tests share has no microphone."""
    chromium = browser_type.launch(**launch_args(*MICROPHONE))
    yield chromium
    chromium.close()


@pytest.fixture
def task(live_server, transactional_db):
    return cast.task(cast.course())


@pytest.fixture
def leader(task):
    region = people.region()
    intake = people.intake(region=region, trainer=people.trainer())
    return people.leader(region=region, intake=intake, coach=people.coach())


@pytest.fixture
def window(studio, live_server, client_of):
    """A function that opens a page for a person, as wide as she has it."""
    contexts = []

    def take(person, address, width=1280):
        session = client_of(person).cookies["sessionid"].value
        context = studio.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 800}, locale="en"
        )
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield take
    for context in contexts:
        context.close()


def hand_in(leader, task, **fields):
    photo = SimpleUploadedFile("p.jpg", cast.picture())
    return submission.hand_in(leader=leader, task=task, uploads=[photo], **fields)


def test_a_note_is_spoken_sent_and_heard(window, leader, task):
    sent = hand_in(leader, task)
    desk = window(leader.intake.trainer, f"/cms/marking/submissions/{sent.pk}/")
    desk.keyboard.press("v")
    stop = desk.get_by_role("button", name="Stop")
    expect(stop).to_be_visible()
    expect(desk.locator("[data-seconds]")).to_have_text(TWO_SECONDS)
    stop.click()
    expect(desk.locator(".marking-voice audio")).to_be_visible()
    desk.keyboard.press("r")
    expect(desk.get_by_text("Thank you. It is written down.")).to_be_visible()
    look = Look.objects.get()
    assert (look.accepts, look.comment, look.voice_suffix) == (False, "", "webm")
    phone = window(leader, task.address, width=360)
    expect(phone.get_by_text("A voice note for you")).to_be_visible()
    loudest = phone.locator("audio").evaluate(HEARD)
    assert loudest > 0.01


def test_a_note_is_spoken_again_or_left_out(window, leader, task):
    sent = hand_in(leader, task)
    desk = window(leader.intake.trainer, f"/cms/marking/submissions/{sent.pk}/")
    desk.get_by_role("button", name="Speak").click()
    desk.get_by_role("button", name="Stop").click()
    expect(desk.get_by_role("button", name="Speak again")).to_be_visible()
    desk.get_by_role("button", name="Leave it out").click()
    expect(desk.locator(".marking-voice audio")).not_to_be_visible()
    desk.get_by_role("button", name="Accept").click()
    expect(desk.get_by_text("Thank you. It is written down.")).to_be_visible()
    assert not Look.objects.get().voice


def test_without_a_microphone_a_file_will_do(window, leader, task):
    sent = hand_in(leader, task)
    desk = window(leader.intake.trainer, f"/cms/marking/submissions/{sent.pk}/")
    refuse = "() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(Error()); }"
    desk.evaluate(refuse)
    desk.get_by_role("button", name="Speak").click()
    expect(desk.get_by_text("The microphone can't be used here.")).to_be_visible()
    expect(desk.get_by_label("Voice note")).to_be_visible()


def test_a_whole_queue_is_marked_with_the_keys(window, leader, task):
    judged = cast.task(task.get_parent().specific, slug="judged", rubric=RUBRIC)
    hand_in(leader, judged)
    for name in ("Zhou Lan", "Wu Min"):
        one = people.leader(name, region=leader.region, intake=leader.intake, coach=leader.coach)
        hand_in(one, task)
    desk = window(leader.intake.trainer, "/cms/marking/")
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Li Mei")).to_be_visible()
    desk.wait_for_load_state()  # Keys are heard when the script is there.
    desk.keyboard.press("2")
    desk.keyboard.press("3")
    desk.keyboard.press("a")
    expect(desk.get_by_text("Thank you. It is written down.")).to_be_visible()
    expect(desk.get_by_role("heading", name="Zhou Lan")).to_be_visible()
    assert Submission.objects.get(leader=leader).percent is not None
    desk.goto("/cms/marking/")
    for _each in range(2):
        desk.keyboard.press("j")
        desk.keyboard.press("x")
    desk.keyboard.press("a")
    expect(desk.get_by_text("Accepted: 2 tasks.")).to_be_visible()
    assert not Submission.objects.filter(state="sent").exists()


def test_an_appeal_is_two_taps_and_a_sentence(window, leader, task):
    returned = submission.send_back(
        submission=hand_in(leader, task), by=leader.intake.trainer, comment="Blurred."
    )
    phone = window(leader, task.address, width=360)
    phone.get_by_text("I see it differently").click()
    phone.get_by_label("In a sentence: how do you see it?").fill("Every label can be read.")
    phone.get_by_role("button", name="Ask for another look").click()
    expect(phone.get_by_text("Sent. Somebody else answers by")).to_be_visible()
    desk = window(leader.coach, "/cms/marking/appeals/")
    desk.get_by_role("link", name=returned.title).click()
    desk.get_by_label("Answer to her").fill("True.")
    desk.get_by_role("button", name="Accept: the mark changes").click()
    expect(desk.get_by_text("Thank you. The leader has been told.")).to_be_visible()
    assert appeal.to_answer(leader.coach).count() == 0
    phone.reload()
    expect(phone.get_by_text("You asked, and your mark was changed")).to_be_visible()
