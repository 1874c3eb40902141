"""One step of a course as everybody sees it, light enough to be kept in memory."""

from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Step:
    """What lists, progress and navigation need of a step's page, without the page."""

    translation_key: UUID
    course_key: UUID
    page_id: int | None
    label: str
    kind: str
    icon: str
    title: str
    slug: str
    course_slug: str
    minutes: int
    optional: bool
    summary: str
    language: str
    # Whoever is through with it has shown that she knows what the lessons teach.
    proves: bool = False
    # Days after she began the course: open from, and best done by.
    drip_days: int | None = None
    due_days: int | None = None

    @property
    def model(self):
        """The class of its page."""
        return apps.get_model(self.label)

    @property
    def url(self) -> str:
        return reverse("courses:step", args=[self.course_slug, self.slug])

    @property
    def complete_url(self) -> str:
        return reverse("courses:complete", args=[self.course_slug, self.slug])
