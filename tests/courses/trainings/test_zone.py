from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from courses.trainings import zone
from courses.trainings.zone import tell_zone, where_she_is, zone_of
from school.lib.refusal import Refusal
from tests import cast

SUMMER, WINTER = datetime(2026, 7, 1, 12, 30, tzinfo=UTC), datetime(2026, 12, 2, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "name, moment, said",
    [
        ("Europe/Berlin", SUMMER, "Wed 14:30"),
        ("Europe/Berlin", WINTER, "Wed 13:30"),
        ("America/Los_Angeles", WINTER, "Wed 04:30"),
        ("Pacific/Auckland", WINTER, "Thu 01:30"),
        ("Asia/Shanghai", WINTER, ""),
        ("Asia/Singapore", WINTER, ""),
    ],
)
def test_her_hour(name, moment, said):
    assert where_she_is(moment, ZoneInfo(name)) == said


@pytest.mark.django_db
class TestTelling:
    def test_a_phone_abroad_is_kept(self, client_of, leader):
        answer = client_of(leader).post("/timetable/zone/", {"zone": "Europe/Berlin"})
        assert answer.status_code == 205
        leader.user.refresh_from_db()
        assert zone_of(leader.user).key == "Europe/Berlin"

    def test_at_home_nothing_has_to_be_shown_anew(self, client_of, leader):
        answer = client_of(leader).post("/timetable/zone/", {"zone": "Asia/Shanghai"})
        assert answer.status_code == 204
        leader.user.refresh_from_db()
        assert leader.user.time_zone == ""

    def test_home_again(self):
        user = cast.user(time_zone="Europe/Berlin")
        assert tell_zone(user=user, name="Asia/Shanghai")
        assert user.time_zone == ""

    @pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "Europe", "\x00"])
    def test_what_is_no_zone_is_refused(self, name):
        with pytest.raises(Refusal) as refusal:
            tell_zone(user=cast.user(), name=name)
        assert refusal.value.code == "zone-unknown"

    def test_the_page_knows_what_it_knows(self, client_of, leader):
        page = client_of(leader).get("/timetable/").content.decode()
        assert 'data-known="Asia/Shanghai"' in page


def test_the_school_is_in_shanghai():
    assert zone.SHANGHAI.key == "Asia/Shanghai"
