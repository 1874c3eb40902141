"""The Group Leader Business School: the ground that everything stands on and the roof over it."""

from school.celery import app as celery_app

__all__ = ["celery_app"]
