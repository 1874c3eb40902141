"""The page of one leader: everything that the school knows of her, for who coaches or decides."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from school.people.models import Leader
from school.reports.story import Story
from school.reports.views.base import ReportView
from school.standing.access import may_decide, may_report


class StoryView(ReportView):
    header_icon = "user"
    template_name = "reports/story.html"
    above = (("reports:leaders", _("Leaders")),)

    def get_page_title(self):
        return self.leader.name

    def get_context_data(self, **kwargs):
        seen = Leader.objects.visible_to(self.request.user).select_related(
            "user", "region__parent", "intake", "coach", "referrer__user"
        )
        self.leader = get_object_or_404(seen, pk=self.kwargs["leader_id"])
        context = super().get_context_data(story=Story(self.leader), leader=self.leader, **kwargs)
        context["may_decide"] = may_decide(self.request.user, self.leader)
        context["may_report"] = may_report(self.request.user, self.leader)
        return context
