"""The timetable in the CMS: lists of series and sessions, and the way to their screens."""

from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from courses.cms.trainings.attendance import attendance
from courses.cms.trainings.holidays import HolidayViewSet
from courses.cms.trainings.series import SeriesScreen
from courses.cms.trainings.session import Cancel, Move, Restore, SessionScreen, when
from courses.models import Series, Session
from courses.trainings.recurrence import in_words
from school.lib import dates
from school.people import roles
from school.people.menu import SCHOOL_MENU_HOOK


def days(series: Series) -> str:
    return in_words(series)


class SeriesIndexView(generic.IndexView):
    """A trainer's own series and those of nobody; others look at all."""

    def get_base_queryset(self):
        rows = super().get_base_queryset().select_related("trainer", "region__parent")
        user = self.request.user
        return rows.run_by(user) if roles.has_any(user, [roles.TRAINER]) else rows


class SeriesViewSet(ModelViewSet):
    model = Series
    icon = "history"
    menu_order = 210
    menu_hook = SCHOOL_MENU_HOOK
    menu_label = _("Weekly timetable")
    index_view_class = SeriesIndexView
    copy_view_enabled = False
    list_display = [
        "name",
        "kind",
        Column("weekday", label=_("Days"), accessor=days, sort_key="weekday"),
        "starts_at",
        "trainer",
        "region",
        BooleanColumn("active", label=_("Running")),
    ]
    list_filter = ["kind", "region", "trainer", "active"]
    search_fields = ["title", "title_en"]
    panels = [FieldPanel("title")]

    def get_urlpatterns(self):
        kept = [one for one in super().get_urlpatterns() if one.name not in ("add", "edit")]
        return [
            *kept,
            path("new/", SeriesScreen.as_view(), name="add"),
            path("edit/<int:pk>/", SeriesScreen.as_view(), name="edit"),
        ]


class SessionIndexView(generic.IndexView):
    """The sessions that this person runs, from this week on; older ones after them."""

    def get_base_queryset(self):
        sessions = super().get_base_queryset().run_by(self.request.user)
        return sessions.select_related("series", "trainer")

    def order_queryset(self, queryset):
        if self.is_explicitly_ordered:
            return super().order_queryset(queryset)
        return queryset.in_turn(dates.week_start(dates.today()))


def who_came(_session: Session) -> str:
    return gettext("Who came")


def list_of(session: Session) -> str:
    """The address of the attendance list."""
    return reverse("sessions:attendance", args=[session.pk])


class SessionViewSet(ModelViewSet):
    """Sessions are made by their series, so there is nothing to add by hand."""

    model = Session
    icon = "date"
    menu_order = 205
    menu_hook = SCHOOL_MENU_HOOK
    menu_label = _("Sessions")
    index_view_class = SessionIndexView
    copy_view_enabled = False
    list_display = [
        "name",
        Column("starts_at", label=_("Starts"), accessor=when, sort_key="starts_at"),
        "trainer",
        "state",
        TitleColumn("attendance", label=_("Attendance"), accessor=who_came, get_url=list_of),
    ]
    list_filter = ["series", "state", "trainer"]
    search_fields = ["title", "title_en", "series__title", "series__title_en"]
    panels = [FieldPanel("title")]

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**kwargs) | {"add_url_name": None}

    def get_urlpatterns(self):
        kept = [one for one in super().get_urlpatterns() if one.name not in ("add", "edit")]
        return [
            *kept,
            path("edit/<int:pk>/", SessionScreen.as_view(), name="edit"),
            path("<int:pk>/move/", Move.as_view(), name="move"),
            path("<int:pk>/cancel/", Cancel.as_view(), name="cancel"),
            path("<int:pk>/restore/", Restore.as_view(), name="restore"),
            path("<int:pk>/attendance/", attendance, name="attendance"),
        ]


VIEWSETS = [SessionViewSet("sessions"), SeriesViewSet("series"), HolidayViewSet("holidays")]
