"""Leaving: what is proposed, notices that run, and leaders who go of their own will."""

from datetime import timedelta

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from school.lib import dates
from school.people.models import Leader
from school.standing import elimination as rules
from school.standing import leaving
from school.standing.access import may_report
from school.standing.models import Case, DecisionSettings, Departure, Elimination
from school.standing.screens.base import (
    TITLE,
    Button,
    DecideScreen,
    DecisionScreen,
    leaders_seen,
)

GOODBYES = ("decisions:goodbyes", _("Leaving"))
ABOVE = (("decisions:reviews", TITLE), GOODBYES)


class GoodbyesView(DecisionScreen):
    """What waits for a decision, what runs, and what was decided."""

    page_title = _("Leaving")
    template_name = "standing/cms/goodbyes.html"
    tab = "goodbyes"

    def get_context_data(self, **kwargs):
        user = self.request.user
        rows = Elimination.objects.visible_to(user)
        rows = rows.select_related("leader__user", "leader__region", "decided_by", "proposed_by")
        departures = Departure.objects.visible_to(user).open().select_related("leader__user")
        return super().get_context_data(
            waiting=rows.waiting()[:100],
            noticed=rows.noticed().order_by("effective_on", "pk")[:100],
            departures=departures[:100],
            points=len(leaving.POINTS),
            page=self.paged(rows.exclude(state__in=Elimination.OPEN).order_by("-pk")),
            **kwargs,
        )


class GoodbyeView(DecideScreen):
    """One proposal or notice, and what may be decided about it now."""

    above = ABOVE
    tab = "goodbyes"

    @cached_property
    def subject(self) -> Elimination:
        seen = Elimination.objects.visible_to(self.request.user)
        people = ("leader__user", "proposed_by", "decided_by", "ended_by", "case", "plan")
        return get_object_or_404(seen.select_related(*people), pk=self.kwargs["pk"])

    @cached_property
    def objection(self):
        return rules.objection_to(self.subject) if self.subject.is_noticed else None

    @property
    def hint(self):
        if self.subject.is_waiting:
            days = DecisionSettings.load().notice_days
            said = {"days": days, "day": dates.today() + timedelta(days=days)}
            words = _(
                "With notice given today she reads these words, goes on as before and may object"
                " for %(days)s days. It is in force from %(day)s."
            )
            return words % said
        return _("She reads these words.") if self.subject.is_noticed else ""

    def lines(self):
        one = self.subject
        yield _("Cause"), one.get_cause_display()
        yield _("Proposed by"), one.proposed_by or _("the rules")
        yield _("Why it is proposed"), one.note
        yield _("Case"), one.case.text if one.case else ""
        yield _("Plan"), "; ".join(one.plan.asks) if one.plan else ""
        yield _("State"), one.get_state_display()
        yield _("Decided by"), one.decided_by
        yield _("Reason"), one.reason
        yield _("In force from"), f"{one.effective_on:%Y-%m-%d}" if one.effective_on else ""
        if self.objection:
            yield _("She objects"), _objection_said(self.objection)
        yield _("How it ended"), one.end_reason

    def buttons(self):
        one = self.subject
        if not self.may_decide:
            return []
        if one.is_waiting:
            return [
                Button("notice", _("Give notice"), usual=True),
                Button("decline", _("She stays")),
            ]
        if self.objection:
            return [
                Button("right", _("She is right: she stays"), usual=True),
                Button("stands", _("The decision stands")),
            ]
        return [Button("withdraw", _("Take the notice back"), usual=True)] if one.is_noticed else []

    def act(self, choice, said):
        about = {"elimination": self.subject, "by": self.request.user}
        words = said["reason"]
        if choice in ("right", "stands"):
            rules.answer(words=words, she_is_right=choice == "right", **about)
            return _("She has her answer.")
        if choice == "notice":
            done = rules.give_notice(reason=words, **about)
            return _("She has been told. In force from %(day)s.") % {"day": done.effective_on}
        if choice == "withdraw":
            rules.withdraw(reason=words, **about)
            return _("The notice is taken back. She has been told.")
        rules.decline(reason=words, **about)
        return _("She stays. She has not been told of the proposal.")

    def back(self) -> str:
        return reverse("decisions:goodbyes")


def _objection_said(objection) -> str:
    from school.standing.question import reason_said

    return " · ".join(words for words in (reason_said(objection), objection.text) if words)


class ProposeForm(forms.Form):
    cause = forms.ChoiceField(
        label=_("Cause"),
        choices=[
            choice
            for choice in Elimination.Cause.choices
            if choice[0] in (Elimination.Cause.RED_LINE, Elimination.Cause.OTHER)
        ],
        initial=Elimination.Cause.OTHER,
    )
    note = forms.CharField(
        label=_("Why you propose it"),
        help_text=_("For whoever decides. Somebody else than you does."),
        max_length=1000,
        widget=AdminAutoHeightTextInput(attrs={"rows": 4}),
    )


class OfLeader(DecideScreen):
    """About a leader herself."""

    above = ABOVE
    tab = "goodbyes"

    @cached_property
    def subject(self) -> Leader:
        return get_object_or_404(leaders_seen(self.request.user), pk=self.kwargs["leader_id"])

    @property
    def leader(self) -> Leader:
        return self.subject

    def lines(self):
        yield _("Status"), self.leader.get_status_display()
        yield _("Region"), self.leader.region
        yield _("Coach"), self.leader.coach

    @property
    def may_report(self) -> bool:
        return may_report(self.request.user, self.leader)


class ProposeView(OfLeader):
    page_title = _("Propose that she leaves")
    form_class = ProposeForm

    def buttons(self):
        may = self.may_report and self.leader.status in Leader.STUDYING
        return [Button("propose", _("Propose it"), usual=True)] if may else []

    def act(self, choice, said):
        verified = Case.objects.red_lines().filter(leader=self.leader).first()
        red = said["cause"] == Elimination.Cause.RED_LINE
        case = {"case": verified} if red else {}
        rules.propose(leader=self.leader, by=self.request.user, **said, **case)
        return _("It is proposed. Somebody else decides.")


class BeginLeavingView(OfLeader):
    page_title = _("She wants to leave")
    hint = _("A list of what she hands over opens. Until it is done she goes on as before.")

    def buttons(self):
        may = self.may_report and self.leader.status in Leader.STUDYING
        return [Button("begin", _("Open the list"), usual=True)] if may else []

    def act(self, choice, said):
        self.begun = leaving.begin(leader=self.leader, by=self.request.user, **said)
        return _("The list is open.")

    def back(self) -> str:
        begun = getattr(self, "begun", None)
        return reverse("decisions:departure", args=[begun.pk]) if begun else super().back()


class ReadmitView(OfLeader):
    page_title = _("Take her back")
    hint = _("She begins again at the preparatory tier.")

    def buttons(self):
        gone = self.leader.status in (Leader.Status.LEFT, Leader.Status.ELIMINATED)
        may = gone and self.may_decide
        return [Button("readmit", _("Take her back"), usual=True)] if may else []

    def act(self, choice, said):
        leaving.readmit(leader=self.leader, by=self.request.user, **said)
        return _("She is back, and has been told.")


class PointsForm(forms.Form):
    points = forms.MultipleChoiceField(
        label=_("Handed over"),
        choices=list(leaving.POINTS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class DepartureView(DecideScreen):
    """What a leader hands over before she goes."""

    page_title = _("Hand-over")
    form_class = PointsForm
    above = ABOVE
    tab = "goodbyes"

    @cached_property
    def subject(self) -> Departure:
        seen = Departure.objects.visible_to(self.request.user)
        people = ("leader__user", "began_by", "ended_by")
        return get_object_or_404(seen.select_related(*people), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", PointsForm(initial={"points": list(self.subject.done)}))
        return super().get_context_data(**kwargs)

    def lines(self):
        yield _("Written down by"), self.subject.began_by
        yield _("Reason"), self.subject.reason
        yield _("Ended"), f"{self.subject.ended_at:%Y-%m-%d}" if self.subject.ended_at else ""

    def buttons(self):
        if self.subject.ended_at or not may_report(self.request.user, self.leader):
            return []
        buttons = [
            Button("keep", _("Keep the list"), usual=True),
            Button("stay", _("She stays after all")),
        ]
        return [*buttons, Button("go", _("All done: let her go"))] if self.may_decide else buttons

    def act(self, choice, said):
        about = {"departure": self.subject, "by": self.request.user}
        if choice == "stay":
            leaving.stay(**about)
            return _("She stays.")
        leaving.settle(points=said["points"], **about)
        if choice == "go":
            leaving.finish(**about)
            return _("She has left. We said thank you.")
        return _("The list is kept.")

    def back(self) -> str:
        return reverse("decisions:goodbyes")
