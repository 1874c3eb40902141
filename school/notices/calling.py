"""The call list: whose important notice hasn't been read, and who has called her."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal
from school.notices.models import Notice, NoticeSettings
from school.people.models import Leader


def to_call(user, *, after_hours: int | None = None) -> QuerySet[Notice]:
    """The important notices of this person's leaders that were not read within the hours (the
    school's, if none are given), the oldest first."""
    if after_hours is None:
        after_hours = NoticeSettings.current().call_after_hours
    seen = Leader.objects.visible_to(user).studying().exclude(user=user)
    late = Notice.objects.to_call_about(timezone.now() - timedelta(hours=after_hours))
    return late.filter(user__in=seen.values("user")).order_by("created_at", "pk")


@transaction.atomic
def note_call(*, notice: Notice, by) -> Notice:
    """Somebody has called her about it: it leaves everybody's list.

    Refuses: not-on-the-list (read meanwhile, called by somebody else, or another's leader).
    """
    waiting = to_call(by, after_hours=0).filter(pk=notice.pk)
    called = Notice.objects.filter(pk__in=waiting.values("pk"))
    if not called.update(called_at=timezone.now(), called_by=by):
        raise Refusal("not-on-the-list", _("She has read it, or somebody has called."))
    return notice
