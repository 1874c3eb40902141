"""What all tests share: one migrated database, the cast, and clients that are logged in."""

import os

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, settings
from playwright.sync_api import expect

from school.standing import triggers
from tests import cast, database, indexes
from tests.chromium import launch_args
from tests.files import private_files_in

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop of its own
# Patience, not waiting: two cores that run other tests beside a browser may be slow for a while.
expect.set_options(timeout=60_000)
# How long searches look: HYPOTHESIS_PROFILE=search looks through 10,000. A slow machine is no fault
# of theirs, and where everybody waits for the outcome they look at the same each time.
settings.register_profile(
    "quick",
    max_examples=25,
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=list(HealthCheck),
)
settings.register_profile(
    "search", settings.get_profile("quick"), max_examples=10_000, derandomize=False
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_make_parametrize_id(val, argname):
    """Files are named by their argument: a zip made now has the time in it, and processes that
    name their tests differently can't share them out."""
    return argname if isinstance(val, bytes) and len(val) > 60 else None


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return launch_args()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, tmp_path_factory):
    """A copy of the migrated database for this run, in place of migrating again."""
    with django_db_blocker.unblock():
        database.use_copy(tmp_path_factory.mktemp("database"))
        yield
        database.drop_copy()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item):
    """A test with real transactions ends with empty tables: the next one gets a new copy."""
    marker = item.get_closest_marker("django_db")
    if "transactional_db" in item.fixturenames or (marker and marker.kwargs.get("transaction")):
        database.spoiled = True
        # Emptying the tables is what the history's triggers are there to refuse.
        triggers.remove()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    database.renew_if_spoiled(item)


@pytest.fixture(autouse=True)
def english():
    """A test begins in English, whatever language the one before it spoke last."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def without_indexes(request):
    """See `tests/indexes.py`."""
    if "indexed" in request.keywords:
        yield
        return
    with indexes.left_alone():
        yield


@pytest.fixture(autouse=True)
def small_world(request, settings, tmp_path):
    """Files of a test go to its own folder, jobs run where they are asked for, caches are empty."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.WHITENOISE_AUTOREFRESH = True  # Else each client looks through all static files first.
    settings.JOBS_INLINE = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for cache in caches.all(initialized_only=True):
        cache.clear()
    if {"starter", "sample"} & set(request.fixturenames):
        yield  # The school that they have loaded has its files somewhere already.
        return
    with private_files_in(tmp_path / "private"):
        yield


@pytest.fixture
def region(db):
    return cast.region()


@pytest.fixture
def trainer(db):
    return cast.trainer()


@pytest.fixture
def coach(db):
    return cast.coach()


@pytest.fixture
def manager(db, region):
    return cast.manager(regions=[region])


@pytest.fixture
def operations(db):
    return cast.operations()


@pytest.fixture
def intake(region, trainer):
    return cast.intake(region=region, trainer=trainer)


@pytest.fixture
def leader(region, intake, coach):
    return cast.leader("Li Mei", region=region, intake=intake, coach=coach)


@pytest.fixture
def other_leader(db):
    """A leader of another region, class and coach: nobody of the cast above may see her."""
    return cast.leader("Zhou Lan", region=cast.region("Elsewhere"))


@pytest.fixture
def client_of(db):
    """A browser in which this user (or leader) is logged in."""

    def log_in(person) -> Client:
        client = Client()
        client.force_login(
            getattr(person, "user", person), backend="school.people.backends.PersonBackend"
        )
        return client

    return log_in
