"""The timetable in the CMS: series, their sessions, and who came."""

from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from courses.cms.attendance import attendance
from courses.cms.session_form import SessionForm
from courses.models import Series, Session
from courses.session import generate_sessions
from courses.spoken import spoken
from school.lib import dates
from school.people.menu import SCHOOL_MENU_HOOK


class SeriesCreateView(generic.CreateView):
    def save_instance(self):
        series = super().save_instance()
        generate_sessions()
        return series


class SeriesEditView(generic.EditView):
    """Sessions that stand in the timetable already keep their day and hour; what is missing is
    made."""

    def save_instance(self):
        series = super().save_instance()
        generate_sessions()
        return series


class SeriesViewSet(ModelViewSet):
    model = Series
    icon = "history"
    menu_order = 210
    menu_hook = SCHOOL_MENU_HOOK
    menu_label = _("Weekly timetable")
    add_view_class = SeriesCreateView
    edit_view_class = SeriesEditView
    copy_view_enabled = False
    list_display = [
        "name",
        "kind",
        "weekday",
        "starts_at",
        "trainer",
        "region",
        BooleanColumn("active", label=_("Running")),
    ]
    list_filter = ["kind", "region", "trainer", "active"]
    search_fields = ["title", "title_en"]
    panels = [
        MultiFieldPanel(
            [FieldPanel("kind"), FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")])],
            heading=_("What"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("weekday"), FieldPanel("starts_at"), FieldPanel("minutes")]
                ),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldPanel("active"),
            ],
            heading=_("When"),
            help_text=_("Changes hold for days that are not in the timetable yet."),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("trainer"), FieldPanel("region")]),
                FieldRowPanel([FieldPanel("place"), FieldPanel("meeting_link")]),
            ],
            heading=_("Who and where"),
        ),
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


class SessionEditView(generic.EditView):
    """Only a session that this person runs."""

    def get_queryset(self):
        return super().get_queryset().run_by(self.request.user)


def when(session: Session) -> str:
    return f"{dates.day_of(session.starts_at)} {spoken(session.starts_at)}"


def who_came(_session: Session) -> str:
    return gettext("Who came")


def list_of(session: Session) -> str:
    """The address of the attendance list."""
    return reverse("sessions:attendance", args=[session.pk])


class SessionViewSet(ModelViewSet):
    """Sessions are made by their series, so there is nothing to add by hand."""

    model = Session
    icon = "date"
    menu_order = 200
    menu_hook = SCHOOL_MENU_HOOK
    menu_label = _("Sessions")
    index_view_class = SessionIndexView
    edit_view_class = SessionEditView
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
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")]),
            FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
            FieldRowPanel([FieldPanel("trainer"), FieldPanel("hosted_by")]),
            FieldRowPanel([FieldPanel("place"), FieldPanel("meeting_link")]),
            FieldPanel("state"),
        ],
        base_form_class=SessionForm,
    )

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**kwargs) | {"add_url_name": None}

    def get_urlpatterns(self):
        without_adding = [one for one in super().get_urlpatterns() if one.name != "add"]
        return [*without_adding, path("<int:pk>/attendance/", attendance, name="attendance")]


VIEWSETS = [SessionViewSet("sessions"), SeriesViewSet("series")]
