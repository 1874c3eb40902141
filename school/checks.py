"""What a running school lacks, said in words (`./manage.py check --deploy` and every start)."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Warning, register


@register()
def check_production(app_configs, **_kwargs) -> list:
    """With DEBUG off, things that development does without are needed."""
    if settings.DEBUG:
        return []
    problems = []
    if not settings.ALLOWED_HOSTS:
        problems.append(
            Error(
                "DEBUG is off and ALLOWED_HOSTS is empty: every visit would be refused.",
                hint="Set ALLOWED_HOSTS to the school's host names, separated by commas.",
                id="school.E001",
            )
        )
    if len(settings.SECRET_KEY) < 40:
        problems.append(
            Error(
                "SECRET_KEY is shorter than 40 characters.",
                hint="Make a long random one; see README, Operations.",
                id="school.E002",
            )
        )
    return problems + _production_warnings()


def _production_warnings() -> list:
    problems = []
    if not settings.REDIS_URL:
        problems.append(
            Warning(
                "REDIS_URL is not set: rate limits count per process and jobs go through a folder.",
                hint="Set REDIS_URL, for example redis://localhost:6379/0.",
                id="school.W001",
            )
        )
    if settings.SMS_BACKEND.endswith("OutboxBackend"):
        problems.append(
            Warning(
                "Text messages stay in the outbox: nobody can log in from a phone.",
                hint="Set SMS_BACKEND=school.notices.sms.HttpBackend and SMS_GATEWAY_URL.",
                id="school.W002",
            )
        )
    if not settings.SCORM_ORIGIN:
        problems.append(
            Warning(
                "SCORM_ORIGIN is not set: learning packages (SCORM) can't be opened.",
                hint="Set SCORM_ORIGIN to a second host name of this server, best of a domain of "
                "its own, for example https://packages.example.net.",
                id="school.W003",
            )
        )
    return problems


@register()
def check_package_host(app_configs, **_kwargs) -> list:
    """Packages run what nobody has read: never where people are logged in."""
    if (
        urlsplit(settings.SCORM_ORIGIN.replace(":{port}", "")).hostname
        == urlsplit(settings.BASE_URL).hostname
    ):
        return [
            Error(
                "SCORM_ORIGIN has the host of BASE_URL: packages could act as who opens them.",
                hint="Give it a host name of its own.",
                id="school.E004",
            )
        ]
    return []


@register()
def check_gateway(app_configs, **_kwargs) -> list:
    """The HTTP gateway needs an address."""
    if settings.SMS_BACKEND.endswith("HttpBackend") and not settings.SMS_GATEWAY_URL:
        return [
            Error(
                "SMS_BACKEND posts to a gateway, but SMS_GATEWAY_URL is not set.",
                id="school.E003",
            )
        ]
    return []
