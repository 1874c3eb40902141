"""A phone in somebody's hand: real Chromium at 360 × 740 in Chinese, on a real running school."""

import pytest

from tests.running import RunningSchool


def pytest_collection_modifyitems(items):
    """One school serves all journeys, so they stay together in one process."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="session")
def school(django_db_setup, django_db_blocker, tmp_path_factory):
    """The starter school, open for business with web, worker and schedule."""
    with (
        django_db_blocker.unblock(),
        RunningSchool(tmp_path_factory.mktemp("school"), DEMO_LOGINS="1") as running,
    ):
        running.manage("load_school")
        running.start_web()
        running.start_worker()
        running.start_schedule()
        yield running


@pytest.fixture(scope="session")
def browser_context_args(school):
    return {
        "base_url": school.url,
        "viewport": {"width": 360, "height": 740},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
    }
