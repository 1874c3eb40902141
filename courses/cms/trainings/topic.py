"""Topic nights in the CMS: what it is about, who comes, which questions, the script, and what is
written afterwards."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.cms.trainings.kit_base import OWNERS, KitScreen, OneSession, when
from courses.cms.trainings.kit_form import FollowUpForm, NightForm
from courses.models import Series, Session, Topic, TopicNight, TopicQuestion
from courses.trainings import topic, topic_question
from courses.trainings.topic_script import script_of
from school.lib.pdf import render_pdf
from school.lib.refusal import Refusal

BACK, AHEAD, MOST = timedelta(days=35), timedelta(days=35), 20


class NightsScreen(KitScreen):
    page_title = gettext_lazy("Topic nights")
    template_name = "courses/cms/nights.html"
    tab = "kits:nights"

    def get_context_data(self, **kwargs):
        now = timezone.now()
        nights = Session.objects.run_by(self.request.user).of_kind(Series.Kind.TOPIC)
        nights = nights.select_related("series", "night__topic", "night__guest", "host__user")
        shown = Q(questions__hidden_at=None, questions__withdrawn_at=None)
        nights = nights.annotate(wanted=Count("questions", filter=shown))
        near = nights.filter(starts_at__range=(now - BACK, now + AHEAD)).order_by("-starts_at")
        rows = [(one, when(one), _night(one)) for one in near[:MOST]]
        return super().get_context_data(rows=rows, **kwargs)


def _night(session: Session) -> TopicNight | None:
    return getattr(session, "night", None)


class OneNight(OneSession):
    tab = "kits:nights"
    above = (
        ("kits:index", gettext_lazy("Session kits")),
        ("kits:nights", gettext_lazy("Topic nights")),
    )

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.session = get_object_or_404(
            Session.objects.run_by(request.user).select_related("series", "host__user"),
            pk=kwargs["pk"],
            series__kind=Series.Kind.TOPIC,
        )


class NightScreen(OneNight):
    page_title = gettext_lazy("Topic night")
    template_name = "courses/cms/night.html"

    def get_context_data(self, **kwargs):
        night = TopicNight.objects.filter(session=self.session).select_related("guest").first()
        questions = TopicQuestion.objects.filter(session=self.session, withdrawn_at=None)
        kwargs.setdefault("form", self.night_form(night))
        kwargs.setdefault("follow_up", _follow_up_form(night))
        return super().get_context_data(
            night=night,
            questions=questions.counted().order_by("hidden_at", "-votes", "at"),
            begun=self.session.has_started(),
            **kwargs,
        )

    def night_form(self, night: TopicNight | None, data=None) -> NightForm:
        initial = {
            "topic": night.topic_id if night else None,
            "guest": night.guest_id if night else None,
            "title": self.session.title,
            "title_en": self.session.title_en,
        }
        return NightForm(data, session=self.session, night=night, initial=initial)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        acts = {"hide": self.hide, "show": self.show, "tell": self.tell}
        for name, act in acts.items():
            if name in request.POST:
                return act(request)
        return self.plan(request)

    def plan(self, request: HttpRequest) -> HttpResponse:
        night = TopicNight.objects.filter(session=self.session).first()
        form = self.night_form(night, request.POST)
        if not form.is_valid():
            return self.again(form=form)
        try:
            topic.plan_night(session=self.session, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.again(form=form)
        messages.success(request, _("Saved. The phone beside it shows it."))
        return redirect(request.path)

    def hide(self, request: HttpRequest) -> HttpResponse:
        question = self.question(request.POST["hide"])
        try:
            reason = request.POST.get("reason", "")
            topic_question.hide(question=question, by=request.user, reason=reason)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect(request.path)

    def show(self, request: HttpRequest) -> HttpResponse:
        topic_question.show_again(question=self.question(request.POST["show"]))
        return redirect(request.path)

    def question(self, written: str) -> TopicQuestion:
        number = int(written) if written.isdecimal() else 0
        return get_object_or_404(TopicQuestion, pk=number, session=self.session)

    def tell(self, request: HttpRequest) -> HttpResponse:
        form = FollowUpForm(request.POST)
        if not form.is_valid():
            return self.again(follow_up=form)
        try:
            topic.follow_up(session=self.session, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.again(follow_up=form)
        messages.success(request, _("It stands under the training now."))
        return redirect(request.path)


def _follow_up_form(night: TopicNight | None) -> FollowUpForm:
    texts = {"text": night.follow_up, "text_en": night.follow_up_en} if night else {}
    return FollowUpForm(initial=texts)


class ScriptScreen(OneNight):
    """The host's script as a PDF."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = {
            "script": script_of(self.session),
            "session": self.session,
            "when": when(self.session),
        }
        html = render_to_string("pdf/topic_script.html", context, request)
        answer = HttpResponse(
            render_pdf(html, settings.BASE_DIR / "static"), content_type="application/pdf"
        )
        answer["Content-Disposition"] = f'inline; filename="script-{self.session.on}.pdf"'
        return answer


class TopicsScreen(KitScreen):
    page_title = gettext_lazy("Topics")
    template_name = "courses/cms/topics.html"
    tab = "kits:topics"
    may = OWNERS

    def get_context_data(self, **kwargs):
        topics = Topic.objects.annotate(held=Count("nights")).order_by(*Topic._meta.ordering)
        return super().get_context_data(topics=topics, **kwargs)
