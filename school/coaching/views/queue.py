"""The coach's morning."""

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from courses.trainings.excuse import excuses
from school.coaching import small_group
from school.coaching.access import coached_by
from school.coaching.forms import RecordForm
from school.coaching.queue import entries, on_the_list
from school.coaching.views.base import CoachView
from school.lib import dates

PER_PAGE = 20
EXCUSES = 12


class QueueView(CoachView):
    page_title = _("Coaching")
    template_name = "coaching/cms/queue.html"
    tab = "coach:queue"

    def get_context_data(self, **kwargs):
        today, seen = dates.today(), coached_by(self.request.user)
        listed = on_the_list(seen, today).select_related("user", "region", "coach")
        page = Paginator(listed, PER_PAGE).get_page(self.request.GET.get("p"))
        page.object_list = entries(page.object_list, today)
        for entry in page.object_list:
            entry.form = RecordForm(items=entry.items, auto_id=f"id_{entry.leader.pk}_%s")
        return super().get_context_data(
            page=page,
            seen=seen.exists(),
            excuses=excuses(seen, since=dates.week_start(today)).reverse()[:EXCUSES],
            in_group=small_group.due(self.request.user, today).count(),
            **kwargs,
        )
