"""Session kits in the CMS: what is there for each training, and writing it with the phone beside
it."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.cms.trainings.kit_base import OWNERS, KitScreen, OneSession, series_of, when
from courses.cms.trainings.kit_form import FileForm, KitForm
from courses.models import Kit, Series, Session, WarmUp
from courses.trainings import kit as rules
from courses.trainings.warm_up import asked, tally
from courses.trainings.warm_up_chart import picture
from school.lib.refusal import Refusal

BACK, AHEAD, MOST = timedelta(days=8), timedelta(days=15), 60


@dataclass(frozen=True)
class Line:
    """One training and which parts of a kit it has, its own or its series'."""

    session: Session
    when: str
    parts: list[str]
    lacks_replay: bool


class KitsScreen(KitScreen):
    page_title = gettext_lazy("Session kits")
    template_name = "courses/cms/kits.html"
    tab = "kits:index"
    above = ()

    def get_context_data(self, **kwargs):
        now = timezone.now()
        sessions = Session.objects.run_by(self.request.user).planned().select_related("series")
        near = list(sessions.filter(starts_at__range=(now - BACK, now + AHEAD))[:MOST])
        series = list(series_of(self.request.user).filter(active=True))
        kits = _kits(near, series)
        return super().get_context_data(
            lines=[_line(one, kits) for one in near],
            series=[(one, _parts([kits.get(("series", one.pk))])) for one in series],
            **kwargs,
        )


def _kits(sessions: list[Session], series: list[Series]) -> dict[tuple[str, int], Kit]:
    known = {one.series_id for one in sessions} | {one.pk for one in series}
    rows = Kit.objects.filter(Q(session__in=sessions) | Q(series__in=known))
    return {
        ("session", kit.session_id) if kit.session_id else ("series", kit.series_id): kit
        for kit in rows.prefetch_related("files")
    }


def _line(session: Session, kits) -> Line:
    both = [kits.get(("session", session.pk)), kits.get(("series", session.series_id))]
    parts = _parts(both)
    if session.replay_url:
        parts.append(_("replay"))
    made_up = any(kit and kit.quiz_key for kit in both)
    lacks = made_up and session.has_ended() and not session.replay_url
    return Line(session, when(session), parts, lacks)


def _parts(kits: list[Kit | None]) -> list[str]:
    """What these kits have together, in words."""
    found = [kit for kit in kits if kit]
    files = {file.kind for kit in found for file in kit.files.all()}
    has = {
        _("agenda"): any(kit.agenda for kit in found),
        _("slides"): "slides" in files,
        _("handout"): "handout" in files,
        _("warm-up"): any(kit.warm_up for kit in found),
        _("exit quiz"): any(kit.quiz_key for kit in found),
    }
    return [name for name, there in has.items() if there]


class KitEditing:
    """Writing a kit, whoever it belongs to: `of` is a session or a series."""

    of: Session | Series
    shown: Session | None

    def get_context_data(self, **kwargs):
        kit = Kit.objects.filter(**rules.owner(self.of)).first()
        session = self.of if isinstance(self.of, Session) else None
        kwargs.setdefault("form", KitForm(instance=kit, session=session))
        kwargs.setdefault("file_form", FileForm())
        files = list(kit.files.all()) if kit else []
        return super().get_context_data(of=self.of, shown=self.shown, files=files, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if "remove" in request.POST:
            return self.remove(request)
        return self.upload(request) if "upload" in request.POST else self.write(request)

    def write(self, request: HttpRequest) -> HttpResponse:
        session = self.of if isinstance(self.of, Session) else None
        form = KitForm(request.POST, session=session)
        if not form.is_valid():
            return self.again(form=form)
        fields = dict(form.cleaned_data)
        replay = fields.pop("replay", None)
        try:
            rules.save_kit(of=self.of, **fields)
            if replay is not None and session and replay != session.replay_url:
                rules.put_replay(session=session, url=replay)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.again(form=form)
        messages.success(request, _("Saved. The phone beside it shows it."))
        return redirect(request.path)

    def upload(self, request: HttpRequest) -> HttpResponse:
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.again(file_form=form)
        kind, file = form.cleaned_data["kind"], form.cleaned_data["file"]
        try:
            rules.add_file(of=self.of, kind=kind, upload=file, by=request.user)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
            return self.again(file_form=form)
        return redirect(request.path)

    def remove(self, request: HttpRequest) -> HttpResponse:
        written = request.POST["remove"]
        if written.isdecimal():
            rules.remove_file(of=self.of, file_id=int(written))
        return redirect(request.path)


class SessionKitScreen(KitEditing, OneSession):
    page_title = gettext_lazy("Kit")
    template_name = "courses/cms/kit.html"
    tab = "kits:index"

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.of = self.shown = self.session


class SeriesKitScreen(KitEditing, KitScreen):
    page_title = gettext_lazy("Kit of a series")
    template_name = "courses/cms/kit.html"
    tab = "kits:index"
    may = OWNERS

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.of = get_object_or_404(series_of(request.user), pk=kwargs["pk"])
        self.shown = self.of.sessions.planned().ahead().first()

    def get_page_subtitle(self):
        return self.of.name


class WarmUpScreen(OneSession):
    """What the room answers, live: the page asks again every few seconds."""

    page_title = gettext_lazy("Warm-up")
    template_name = "courses/cms/warm_up.html"
    tab = "kits:index"
    EVERY = 5

    def get_context_data(self, **kwargs):
        found = WarmUp.objects.filter(session=self.session).first()
        found = found or asked(self.session, rules.kit_of(self.session).warm_up)
        told = tally(found) if found else []
        return super().get_context_data(
            warm_up=found,
            told=told,
            total=sum(one.count for one in told),
            chart=picture(told),
            **kwargs,
        )

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        if not self.session.has_ended():
            response["Refresh"] = str(self.EVERY)
        return response
