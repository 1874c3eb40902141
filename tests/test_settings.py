"""The configuration refuses what would be unsafe, and says in words what is wrong."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.core.checks import run_checks

from school import checks

ENOUGH = "a-secret-of-a-real-school-that-nobody-else-can-guess"


def start(**env: str) -> subprocess.CompletedProcess:
    """What a process says that loads the settings and runs the checks."""
    clean = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=django_settings.BASE_DIR,
        env=clean | env,
        capture_output=True,
        text=True,
    )


def test_it_starts_with_no_environment_at_all():
    assert start().returncode == 0


def test_production_with_the_development_secret_is_refused():
    refused = start(DEBUG="0", ALLOWED_HOSTS="school.example")
    assert refused.returncode != 0
    assert "SECRET_KEY is not set" in refused.stderr


def test_production_without_hosts_is_refused_in_words():
    refused = start(DEBUG="0", SECRET_KEY=ENOUGH)
    assert refused.returncode != 0
    assert "ALLOWED_HOSTS is empty" in refused.stderr


def test_a_wrong_type_names_its_variable():
    refused = start(JOB_LEASE_SECONDS="soon")
    assert refused.returncode != 0
    assert "soon" in refused.stderr


def ids(found) -> set[str]:
    return {problem.id for problem in found}


@pytest.fixture
def production(settings):
    settings.DEBUG = False
    settings.SECRET_KEY = ENOUGH
    settings.ALLOWED_HOSTS = ["school.example"]
    settings.REDIS_URL = "redis://localhost:6379/0"
    settings.SMS_BACKEND = "school.notices.sms.HttpBackend"
    settings.SMS_GATEWAY_URL = "https://sms.example/"
    return settings


def test_a_complete_production_has_nothing_to_say(production):
    assert ids(checks.check_production(None)) | ids(checks.check_gateway(None)) == set()


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("ALLOWED_HOSTS", [], "school.E001"),
        ("SECRET_KEY", "short", "school.E002"),
        ("SMS_GATEWAY_URL", "", "school.E003"),
        ("REDIS_URL", "", "school.W001"),
        ("SMS_BACKEND", "school.notices.sms.OutboxBackend", "school.W002"),
        ("SCORM_ORIGIN", "", "school.W003"),
    ],
)
def test_what_production_lacks_is_said(production, name, value, problem):
    setattr(production, name, value)
    assert ids(checks.check_production(None)) | ids(checks.check_gateway(None)) == {problem}


def test_packages_never_run_where_people_log_in(settings):
    settings.BASE_URL = settings.SCORM_ORIGIN = "https://school.example"
    assert ids(checks.check_package_host(None)) == {"school.E004"}
    settings.SCORM_ORIGIN = "https://packages.example"
    assert checks.check_package_host(None) == []


def test_the_checks_are_registered():
    assert {"school.checks"} <= {check.__module__ for check in _registered()}
    assert run_checks() is not None


def _registered():
    from django.core.checks.registry import registry

    return registry.get_checks()
