"""Handing in a task on a phone whose network comes and goes."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from assessments import submission
from assessments.models import Draft, Submission, Upload
from tests import cast as people
from tests.assessments import cast

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SCRIPT = re.compile(r"/js/task\.[^/]*js$")
PIECES = re.compile("/uploads/[0-9a-f-]{36}/$")


@pytest.fixture
def leader(live_server, transactional_db):
    return people.leader()


@pytest.fixture
def task(leader):
    return cast.task(cast.course(), wants_text=True)


@pytest.fixture
def phone(browser, live_server, client_of):
    """A function that gives a leader's phone; its storage outlives its pages."""
    contexts = []

    def take(leader, **options):
        session = client_of(leader).cookies["sessionid"].value
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": 360, "height": 740}, **options
        )
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        contexts.append(context)
        return context

    yield take
    for context in contexts:
        context.close()


def photo(size=(2400, 1800)) -> dict:
    """A photo of many small things: it doesn't compress well, so it goes in many pieces."""
    out = BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, "JPEG", quality=85)
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def open_task(context, task):
    page = context.new_page()
    page.goto(task.address)
    return page


def choose(page, picture=None):
    page.locator("[name=photos]").set_input_files([picture or photo()])
    expect(page.get_by_role("heading", name="Cover faces and numbers")).to_be_visible()


def offsets(context) -> list[int]:
    """The places of the pieces that leave the phone from now on."""
    seen = []
    context.on(
        "request",
        lambda request: (
            request.method == "PUT" and seen.append(int(request.headers["upload-offset"]))
        ),
    )
    return seen


def test_the_network_goes_in_the_middle_and_the_page_is_closed(phone, leader, task):
    context = phone(leader)
    page = open_task(context, task)
    page.get_by_label("In your words").fill("42 orders on the first day")
    expect(page.get_by_text("Saved")).to_be_visible()

    def third_piece_fails(route):
        offset = int(route.request.headers.get("upload-offset", 0))
        route.abort() if offset >= 2 * 65536 else route.continue_()

    context.route(PIECES, third_piece_fails)
    choose(page)
    page.get_by_role("button", name="Take this photo").click()
    expect(page.get_by_text("On this phone, waiting for a network")).to_be_visible()
    arrived = Upload.objects.get()
    assert (arrived.received, arrived.is_done) == (2 * 65536, False)
    page.close()
    context.unroute(PIECES)
    sent = offsets(context)
    page = open_task(context, task)
    expect(page.get_by_text("Has arrived")).to_be_visible()
    assert sent[0] == 2 * 65536
    assert page.get_by_label("In your words").input_value() == "42 orders on the first day"
    page.get_by_role("button", name="Send to my trainer").click()
    expect(page.get_by_text("Your trainer is looking at it")).to_be_visible()
    handed_in = Submission.objects.get()
    kept = handed_in.files.get()
    assert (handed_in.text, kept.width, kept.height) == ("42 orders on the first day", 1600, 1200)


def test_sent_too_early_it_goes_when_everything_has_arrived(phone, leader, task):
    context = phone(leader)
    page = open_task(context, task)
    page.get_by_label("In your words").fill("x")
    context.route(PIECES, lambda route: route.abort())
    choose(page)
    page.get_by_role("button", name="Take this photo").click()
    expect(page.get_by_text("On this phone, waiting for a network")).to_be_visible()
    page.get_by_role("button", name="Send to my trainer").click()
    expect(page.get_by_text("Sent as soon as everything has arrived.")).to_be_visible()
    assert not Submission.objects.exists()
    context.unroute(PIECES)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Your trainer is looking at it")).to_be_visible()
    assert Submission.objects.get().files.count() == 1


def test_words_typed_without_a_network_are_kept(phone, leader, task):
    context = phone(leader)
    drafts = re.compile("/draft/$")
    context.route(drafts, lambda route: route.abort())
    page, held = context.new_page(), []
    page.route(SCRIPT, lambda route: held.append(route))
    with page.expect_request(SCRIPT):
        page.goto(task.address, wait_until="commit")
    page.get_by_label("In your words").fill("On the train")
    held[0].continue_()  # Only now comes the script: the thin line was slower than she.
    expect(page.get_by_text("No network.")).to_be_visible()
    assert not Draft.objects.exists()
    page.close()
    context.unroute(drafts)
    page = open_task(context, task)
    assert page.get_by_label("In your words").input_value() == "On the train"
    expect(page.get_by_text("Saved")).to_be_visible()
    assert Draft.objects.get().text == "On the train"


def test_on_a_shared_phone_nothing_goes_out_in_anothers_name(phone, leader, task, client_of):
    context = phone(leader)
    page = open_task(context, task)
    context.route(PIECES, lambda route: route.abort())
    page.get_by_label("In your words").fill("Mine")
    choose(page)
    page.get_by_role("button", name="Take this photo").click()
    expect(page.get_by_text("On this phone, waiting for a network")).to_be_visible()
    page.close()
    context.unroute(PIECES)
    neighbour = people.leader("Zhou Lan")
    session = client_of(neighbour).cookies["sessionid"].value
    url = context.cookies()[0]["domain"]
    context.add_cookies([{"name": "sessionid", "value": session, "domain": url, "path": "/"}])
    page = open_task(context, task)
    page.get_by_label("In your words").fill("Hers")
    expect(page.get_by_text("Saved")).to_be_visible()
    expect(page.locator(".upload")).to_have_count(0)
    assert not Upload.objects.filter(leader=neighbour).exists()


def covered(page, draw) -> Image.Image:
    """What arrives of a photo of fine stripes after `draw` on its canvas."""
    stripes = Image.new("L", (800, 600), 255)
    for x in range(0, 800, 8):
        stripes.paste(0, (x, 0, x + 4, 600))
    out = BytesIO()
    stripes.convert("RGB").save(out, "JPEG", quality=95)
    choose(page, {"name": "s.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()})
    draw(page.locator("#veil canvas"))
    page.get_by_role("button", name="Take this photo").click()
    expect(page.get_by_text("Has arrived")).to_be_visible()
    return Image.open(Upload.objects.get().file.open()).convert("L")


def spread(picture: Image.Image, box) -> int:
    """How far dark and light are apart inside the box: stripes 255, covered little."""
    low, high = picture.crop(box).getextrema()
    return high - low


def test_a_face_is_wiped_over_with_a_finger(phone, leader, task):
    def wipe(canvas):
        box = canvas.bounding_box()
        mouse = canvas.page.mouse
        mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.5)
        mouse.down()
        mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.5, steps=3)
        mouse.up()

    picture = covered(open_task(phone(leader), task), wipe)
    assert picture.size == (800, 600)
    assert spread(picture, (200, 285, 600, 315)) < 120
    assert spread(picture, (200, 20, 600, 80)) > 200


def test_with_keys_a_square_is_moved_and_set_and_undone(phone, leader, task):
    def press(canvas):
        for key in (" ", "ArrowRight", "ArrowRight", " "):
            canvas.press(key)
        canvas.page.get_by_role("button", name="Undo").click()

    picture = covered(open_task(phone(leader), task), press)
    side = 800 // 14
    assert spread(picture, (8, 8, side - 8, side - 8)) < 120
    assert spread(picture, (2 * side + 8, 8, 3 * side - 8, side - 8)) > 200


def test_a_photo_that_is_left_out_never_leaves_the_phone(phone, leader, task):
    page = open_task(phone(leader), task)
    choose(page)
    page.get_by_role("button", name="Leave it out").click()
    expect(page.get_by_role("heading", name="Hand in")).to_be_visible()
    expect(page.locator(".upload")).to_have_count(0)
    assert not Upload.objects.exists()


def test_a_plan_is_saved_as_she_goes_and_copied(phone, leader, task):
    plan = cast.task(task.course, slug="plan", work="plan")
    page = open_task(phone(leader), plan)
    page.get_by_role("link", name="Start with day 1").click()
    page.get_by_label("Product 1", exact=True).fill("Pears")
    page.get_by_label("Category of product 1", exact=True).select_option("fresh")
    expect(page.get_by_text("Saved")).to_be_visible()
    page.get_by_role("button", name="On to day 2").click()
    page.get_by_role("button", name="Copy day 1").click()
    expect(page.get_by_label("Product 1", exact=True)).to_have_value("Pears")
    days = Draft.objects.get().data["days"]
    assert days[0] == days[1] == [{"product": "Pears", "category": "fresh", "role": ""}]


def test_without_a_script_it_is_a_plain_form(phone, leader, task):
    page = open_task(phone(leader, java_script_enabled=False), task)
    page.get_by_label("In your words").fill("42 orders")
    page.locator("[name=photos]").set_input_files([photo((200, 150))])
    page.get_by_role("button", name="Send to my trainer").click()
    expect(page.get_by_text("Your trainer is looking at it")).to_be_visible()
    assert Submission.objects.get().files.count() == 1


def test_marking_with_the_keys_alone(phone, leader, task):
    trainer = people.operations()
    upload = BytesIO(cast.picture())
    upload.size, upload.name = len(upload.getvalue()), "p.jpg"
    sent = submission.hand_in(leader=leader, task=task, text="42 orders", uploads=[upload])
    page = phone(trainer).new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/cms/marking/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_text("42 orders")).to_be_visible()
    page.wait_for_load_state()  # Keys are heard when the script is there.
    page.keyboard.press("r")
    page.keyboard.type("The label is cut off.")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()
    sent.refresh_from_db()
    assert (sent.state, sent.comment) == ("returned", "The label is cut off.")
