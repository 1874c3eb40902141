from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from school.notices import inbox as box
from school.notices.models import Notice, SmsMessage
from school.people import demo

PER_PAGE = 20
MARKED = TimestampSigner(salt="notices.marked")


@login_required
@never_cache
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """A person's notices, the newest first. Seeing them is reading them, but for important ones:
    those are read by opening them, so that nobody has to guess whether they were."""
    only_important = request.GET.get("show") == "important"
    listed = Notice.objects.visible_to(request.user).listed()
    shown = listed.filter(important=True) if only_important else listed
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    lines = box.lines(list(page), get_language())
    seen = [one.notice.pk for one in lines if one.is_new and not one.notice.important]
    if seen:
        box.mark_read(user=request.user, notice_ids=seen)
    context = {
        "lines": lines,
        "page_obj": page,
        "tabs": _tabs(only_important),
        "only_important": only_important,
        "unread": box.count_unread(request.user),
        "marked": request.GET.get("marked", ""),
    }
    return render(request, "notices/inbox.html", context)


def _tabs(only_important: bool) -> list[dict]:
    here = reverse("notices:inbox")
    return [
        {"url": here, "label": pgettext("notices", "All"), "current": not only_important},
        {"url": f"{here}?show=important", "label": _("Important"), "current": only_important},
    ]


@login_required
@never_cache
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Read one, and go where it leads."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=notice_id)
    box.mark_read(user=request.user, notice_ids=[notice.pk])
    return redirect(notice.link or "notices:inbox")


@login_required
@require_POST
def mark_all(request: HttpRequest) -> HttpResponse:
    """All are read; the page says so once and offers to take it back."""
    number, at = box.mark_all_read(request.user)
    if not number:
        return redirect("notices:inbox")
    marked = urlencode({"marked": MARKED.sign(at.isoformat())})
    return redirect(f"{reverse('notices:inbox')}?{marked}")


@login_required
@require_POST
def unmark(request: HttpRequest) -> HttpResponse:
    """Take "all read" back."""
    try:
        at = datetime.fromisoformat(MARKED.unsign(request.POST.get("marked", "")))
    except BadSignature:
        raise Http404 from None
    number = box.unmark(user=request.user, at=at)
    words = ngettext("%(number)s is new again.", "%(number)s are new again.", number)
    messages.success(request, words % {"number": number})
    return redirect("notices:inbox")


@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    """While developing: the texts that would have gone to phones, newest first."""
    if not demo.is_open():
        raise Http404
    return render(request, "notices/outbox.html", {"messages_sent": SmsMessage.objects.all()[:10]})
