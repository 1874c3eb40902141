"""What the coach's screens share, and who may come in."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from school.coaching.access import CoachesOnly, coached_by, may_hand_over
from school.people.models import Leader
from school.people.screen import Screen

TABS = (
    ("coach:queue", _("Today")),
    ("coach:case_load", _("Case load")),
    ("coach:pairs", _("Mentoring")),
    ("coach:effect", _("Comparison")),
)


class CoachView(CoachesOnly, Screen):
    """A screen of the coaching section."""

    header_icon = "group"
    tab = ""

    def get_context_data(self, **kwargs):
        tabs = [
            {"url": reverse(name), "label": label, "current": name == self.tab}
            for name, label in TABS
        ]
        kwargs.setdefault("tabs", tabs)
        kwargs.setdefault("may_hand_over", may_hand_over(self.request.user))
        return super().get_context_data(**kwargs)


def coached_leader(user, leader_id: int) -> Leader:
    """The leader of this number, if this person looks after her. Raises Http404."""
    seen = coached_by(user).select_related("user", "region__parent", "coach", "intake")
    return get_object_or_404(seen, pk=leader_id)
