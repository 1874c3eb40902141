from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from courses import lesson, note, place
from courses.blocks import CheckBlock, LessonBlocks
from courses.models.step import StepPage
from courses.visit import Visit
from school.people.saver import is_to_keep, saves_data


class LessonPage(StepPage):
    """A lesson of three to eight minutes, read card by card, with one question at its end."""

    kind = "lesson"
    icon = "book"
    screen = "courses/lesson.html"
    done_by_leader = True

    body = StreamField(
        LessonBlocks(),
        verbose_name=_("lesson"),
        blank=True,
        help_text=_("Each heading starts a new card: one thought on one phone screen."),
    )
    check_question = StreamField(
        [("check", CheckBlock())],
        verbose_name=_("check question"),
        blank=True,
        max_num=1,
        help_text=_("One question for herself; nothing is counted."),
    )

    content_panels = [
        *StepPage.content_panels,
        FieldPanel("body"),
        FieldPanel("check_question"),
    ]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    @classmethod
    def for_reading(cls):
        """Without the body: the sheet that was made of it is in memory nearly always."""
        return cls.objects.only("title", "minutes")

    def cards(self) -> list[lesson.Card]:
        """The body, cut at its headings."""
        return lesson.cut(self.body)

    def respond(self, request: HttpRequest, visit: Visit) -> HttpResponse:
        lean = saves_data(request) or is_to_keep(request)
        context = {"page": self, "visit": visit, "course": visit.course, "lean": lean}
        if visit.preview:
            sheet = lesson.render_fresh(self, lean=lean)
        else:
            sheet = lesson.rendered(self, state=visit.course.outline_stamp, lean=lean)
        if visit.leader:
            hers = {"leader": visit.leader, "step_key": visit.step.translation_key}
            context |= {"card": place.card_of(**hers), "note": note.note_of(**hers)}
        return render(request, self.screen, context | {"sheet": sheet})
