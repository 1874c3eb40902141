"""Those who were coached beside those who weren't."""

from django.utils.translation import gettext_lazy as _

from school.coaching import effect_chart
from school.coaching.access import coached_by
from school.coaching.effect import effect
from school.coaching.views.base import CoachView
from school.lib import dates


class EffectView(CoachView):
    page_title = _("Comparison")
    header_icon = "table"
    template_name = "coaching/cms/effect.html"
    tab = "coach:effect"
    above = (("coach:queue", _("Coaching")),)

    def get_context_data(self, **kwargs):
        found = effect(coached_by(self.request.user), on=dates.today())
        rows = [effect_chart.Row(row) for row in found.rows] if found else []
        return super().get_context_data(
            effect=found,
            rows=rows,
            chart=effect_chart.data_uri(rows) if any(row.difference for row in rows) else "",
            **kwargs,
        )
