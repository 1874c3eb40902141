"""What the managers' screens share, and who may come in."""

from school.people.screen import Screen
from school.reports.access import ReadersOnly, may_decide_at_all


class ReportView(ReadersOnly, Screen):
    """A screen of the managers' section."""

    def get_context_data(self, **kwargs):
        kwargs.setdefault("may_decide", may_decide_at_all(self.request.user))
        return super().get_context_data(**kwargs)
