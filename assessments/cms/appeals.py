"""Appeals in the CMS: the list by the day that was promised, and the answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import appeal as rules
from assessments.cms.marking import QUEUE, MarkingScreen, criteria, evidence_of, levels_of
from assessments.models import Appeal
from school.lib.refusal import Refusal

MOST = 200


class AppealsView(MarkingScreen):
    """The open appeals that this person may answer, and those that wait for somebody else."""

    page_title = gettext_lazy("Appeals")
    template_name = "assessments/cms/appeals.html"
    above = (QUEUE,)
    tab = "appeals"

    def get_context_data(self, **kwargs):
        user, now = self.request.user, timezone.now()
        mine = set(rules.to_answer(user).values_list("pk", flat=True))
        rows = (
            Appeal.objects.visible_to(user)
            .waiting()
            .select_related(
                "submission__leader__user", "submission__leader__intake", "submission__marker"
            )
        )
        kwargs["lines"] = [
            {"row": row, "mine": row.pk in mine, "overdue": row.is_overdue(now)}
            for row in rows[:MOST]
        ]
        return super().get_context_data(**kwargs)


class AppealView(MarkingScreen):
    """One appeal: her work, the mark, how she sees it, and the answer."""

    template_name = "assessments/cms/appeal.html"
    above = (QUEUE, ("marking:appeals", gettext_lazy("Appeals")))
    tab = "appeals"

    def found(self) -> Appeal:
        seen = Appeal.objects.visible_to(self.request.user)
        return get_object_or_404(
            seen.select_related("submission__leader__user"), pk=self.kwargs["pk"]
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = self.found()
        try:
            rules.answer(
                appeal=one,
                by=request.user,
                words=request.POST.get("words", ""),
                changes=request.POST.get("decision") == "change",
                levels=levels_of(one.submission, request.POST),
            )
        except Refusal as refusal:
            self.problem = str(refusal)
            return self.get(request, pk)
        messages.success(request, _("Thank you. The leader has been told."))
        return redirect("marking:appeals")

    def get_context_data(self, **kwargs):
        one = self.found()
        self.page_title = one.submission.title
        may = rules.to_answer(self.request.user).filter(pk=one.pk).exists()
        kwargs |= evidence_of(one.submission) | {
            "appeal": one,
            "overdue": one.is_overdue(),
            "looks": one.submission.looks.select_related("by"),
            "criteria": criteria(one.submission, self.request.POST),
            "may_look": may,
            "problem": getattr(self, "problem", ""),
            "typed": self.request.POST,
        }
        return super().get_context_data(**kwargs)
