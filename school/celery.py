"""Celery: it carries the number of a job from here to a worker, and rings the schedule's bell."""

import os
from pathlib import Path

from celery import Celery

from school.jobs import folder  # noqa: F401  It makes its broker known.

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "school.settings")

app = Celery("school")


def _through_a_folder(place: Path) -> dict:
    """Transport options of the broker that needs no server: one folder for both ends."""
    for name in ("queue", "control"):
        (place / name).mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(place / "queue"),
        "data_folder_out": str(place / "queue"),
        "control_folder": str(place / "control"),
    }


def _through_redis() -> dict:
    """A note that no living worker holds comes back within seconds, not after an hour."""
    return {
        "visibility_timeout": 120,
        "unacked_restore_interval": 3,
        "unacked_restore_throttle": 1,
    }


def configure() -> None:
    """Set Celery up from Django's settings."""
    from django.conf import settings

    app.conf.update(
        broker_url=settings.BROKER_URL,
        broker_transport_options=(
            _through_redis() if settings.REDIS_URL else _through_a_folder(settings.BROKER_DIR)
        ),
        broker_connection_retry_on_startup=True,
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        worker_enable_remote_control=bool(settings.REDIS_URL),
        worker_hijack_root_logger=False,
        timezone=settings.TIME_ZONE,
        beat_schedule_filename=str(settings.VAR_DIR / "celerybeat-schedule"),
    )


@app.on_configure.connect
def _on_configure(**_kwargs) -> None:
    configure()


app.autodiscover_tasks()
