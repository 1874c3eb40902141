"""The inbox: telling a person something once, and knowing what she has read."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from school.lib.prepared import prepared
from school.notices.models import Notice


def notify(
    *, user, kind: str, title: str, body: str = "", link: str = "", key: str = ""
) -> Notice | None:
    """Put a notice into a person's inbox. With a `key`, only the first of that key is kept;
    a repeated one returns None. Texts are in her language already."""
    try:
        with transaction.atomic():
            return Notice.objects.create(
                user=user, kind=kind, title=title, body=body, link=link, key=key
            )
    except IntegrityError:
        return None


def count_unread(user) -> int:
    """How many notices she has not seen yet."""
    return len(_unread(user.pk))


@prepared
def _unread(user_id: int):
    return Notice.objects.unread().filter(user=user_id).order_by().values("pk")


def mark_read(*, user, notice_ids: list[int]) -> int:
    """Note that these were read now; answers how many were new."""
    unread = Notice.objects.visible_to(user).unread().filter(pk__in=notice_ids)
    return unread.update(read_at=timezone.now())
