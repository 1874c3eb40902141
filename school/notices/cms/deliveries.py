"""What was delivered by which way, what wasn't and why, and trying again. Who it was for is shown
by name alone, and what it was about by the kind of notice, never by its text."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from school.lib.phones import mask_phone
from school.lib.refusal import Refusal
from school.notices.access import For, may_oversee
from school.notices.channels.problems import WORDS
from school.notices.channels.registry import CHANNELS
from school.notices.cms.base import NoticeScreen
from school.notices.delivery import try_again
from school.notices.models import Delivery
from school.notices.templates import known
from school.people import roles
from school.people.models import Leader, Region

State = Delivery.State
OUTWARD = [code for code in CHANNELS if code != "inbox"]


def seen_by(user) -> QuerySet[Delivery]:
    """To leaders whom this person sees, and to groups of her regions; operations see all."""
    if roles.has_any(user, {roles.OPERATIONS}):
        return Delivery.objects.all()
    people = Leader.objects.visible_to(user).values("user")
    regions = Region.objects.looked_after_by(user.pk)
    robots = Q(group_message__robot__region__in=regions)
    robots |= Q(group_message__robot__intake__region__in=regions)
    return Delivery.objects.filter(Q(notice__user__in=people) | robots)


@dataclass(frozen=True)
class Row:
    """A delivery as the list shows it."""

    delivery: Delivery
    to: str
    number: str
    about: Any
    channel: Any
    problem: Any
    may_try_again: bool


class DeliveriesView(NoticeScreen):
    allowed = staticmethod(may_oversee)
    page_title = gettext_lazy("Deliveries")
    template_name = "notices/cms/deliveries.html"
    tab = "deliveries"

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        state, channel = asked.get("state", ""), asked.get("channel", "")
        rows = seen_by(self.request.user).select_related("notice__user", "group_message__robot")
        if state in State.values:
            rows = rows.filter(state=state)
        if channel in OUTWARD:
            rows = rows.filter(channel=channel)
        page = self.paged(rows)
        page.object_list = [_row(delivery) for delivery in page.object_list]
        return super().get_context_data(
            page=page,
            state=state,
            states=State.choices,
            channel=channel,
            channels=[(code, CHANNELS[code].label) for code in OUTWARD],
            here=self.request.get_full_path(),
            **kwargs,
        )


def _row(delivery: Delivery) -> Row:
    notice, message = delivery.notice, delivery.group_message
    template = known(notice.template if notice else message.template)
    return Row(
        delivery,
        to=notice.user.name if notice else message.robot.name,
        number=mask_phone(notice.user.phone) if notice else "",
        about=template.said_name if template else "–",
        channel=CHANNELS[delivery.channel].label,
        problem=WORDS.get(delivery.problem, ""),
        may_try_again=delivery.state in (State.FAILED, State.SKIPPED),
    )


class TryAgainView(For, View):
    allowed = staticmethod(may_oversee)

    def post(self, request, delivery_id: int):
        delivery = get_object_or_404(seen_by(request.user), pk=delivery_id)
        try:
            try_again(delivery=delivery)
        except Refusal as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, _("It is tried once more."))
        back = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
            back = reverse("office_notices:deliveries")
        return redirect(back)
