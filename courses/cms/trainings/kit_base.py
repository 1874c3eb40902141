"""What the screens around session kits share: who may come in, and the tabs."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.models import Series, Session
from courses.spoken import clock, day, weekday
from school.people import roles
from school.people.screen import Screen

MAY = frozenset({roles.TRAINER, roles.MANAGER, roles.OPERATIONS})
OWNERS = frozenset({roles.TRAINER, roles.OPERATIONS})
TABS = (
    ("kits:index", _("Kits")),
    ("kits:nights", _("Topic nights")),
    ("kits:guests", _("Guests")),
    ("kits:topics", _("Topics")),
    ("kits:ratings", _("How it was")),
)


def when(session: Session) -> str:
    return f"{weekday(session.starts_at)} {day(session.starts_at)} {clock(session.starts_at)}"


def series_of(user):
    """The series whose kit this person writes: her own and those without a trainer; operations
    all."""
    if roles.has_any(user, {roles.OPERATIONS}):
        return Series.objects.all()
    return Series.objects.filter(Q(trainer=user) | Q(trainer__isnull=True))


class KitScreen(Screen):
    """A screen of the section; `may` are the roles that open it."""

    header_icon = "folder-open-inverse"
    above = (("kits:index", _("Session kits")),)
    tab = ""
    may = MAY

    def dispatch(self, request, *args, **kwargs):
        if not roles.has_any(request.user, self.may):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        tabs = [
            {"url": reverse(name), "label": label, "current": name == self.tab}
            for name, label in TABS
        ]
        return super().get_context_data(tabs=tabs, **kwargs)

    def again(self, **kwargs):
        """The same screen once more, because something in its form has to be mended."""
        return self.render_to_response(self.get_context_data(**kwargs), status=422)


class OneSession(KitScreen):
    """A screen about one training that this person runs; any other is not there."""

    may = OWNERS

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        sessions = Session.objects.run_by(request.user).select_related("series", "trainer")
        self.session = get_object_or_404(sessions, pk=kwargs["pk"])

    def get_page_subtitle(self):
        return f"{self.session.name} · {when(self.session)}"

    def get_context_data(self, **kwargs):
        return super().get_context_data(session=self.session, when=when(self.session), **kwargs)
