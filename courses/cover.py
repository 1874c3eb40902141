"""Addresses of cover pictures, small enough for a phone."""

from django.db.models import Prefetch
from wagtail.images import get_image_model

TILE = "fill-224x280|format-webp"
WIDE = "fill-720x450|format-webp"


def with_covers(courses, size: str):
    """The courses' covers and their smaller versions, in two queries for all of them."""
    images = get_image_model().objects.prefetch_renditions(size)
    return courses.prefetch_related(Prefetch("cover", queryset=images))


def cover_url(course, size: str) -> str:
    """The address of the cover in this size; "" without a cover. A drawing fits every size."""
    if course.cover is None:
        return ""
    if course.cover.is_svg():
        return course.cover.file.url
    return course.cover.get_rendition(size).url
