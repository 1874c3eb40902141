"""Trainings in the calendar of a phone: one as a file, all as a feed, and how to set it up."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.access import learners
from courses.models import Session
from courses.trainings import calendar_feed
from school.lib.limits import allow

# An app asks every hour or so; who asks far more often is told to wait.
HOUR = 3600
PER_FEED = 60
# Guessing is hopeless with 192 bits, and cheap to stop.
WRONG_PER_ADDRESS = 30


@require_safe
@learners
@never_cache
def calendar(request: HttpRequest) -> HttpResponse:
    """The address of her calendar, and how it gets onto the phone."""
    address = _address(calendar_feed.feed_of(request.user).token)
    context = {
        "address": address,
        "webcal": "webcal:" + address.partition(":")[2],
        "leader": request.leader,
        "tab": "training",
    }
    return render(request, "courses/calendar.html", context)


@require_POST
@learners
def renew(request: HttpRequest) -> HttpResponse:
    """A new address; the old one answers nobody any more."""
    calendar_feed.renew(user=request.user)
    messages.success(request, _("Here is your new address. The old one shows nothing any more."))
    return redirect("courses:calendar")


@require_safe
@learners
def session_ics(request: HttpRequest, session_id: int) -> HttpResponse:
    """One training as a file that the phone's calendar opens."""
    sessions = Session.objects.select_related("series", "holiday")
    if request.leader:
        sessions = sessions.for_leader(request.leader.pk)
    session = get_object_or_404(sessions, pk=session_id)
    entry = calendar_feed.entry_for(session, request.leader)
    response = _file(calendar_feed.written([entry], get_language()))
    response["Content-Disposition"] = f'attachment; filename="training-{session.pk}.ics"'
    return response


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's trainings for her calendar app, which knows the address and nothing else. Asked
    again, it hears in a few bytes that nothing has changed."""
    owner = calendar_feed.owner_of(token)
    if owner and not allow(f"calendar:{token}", most=PER_FEED, seconds=HOUR):
        return _slower()
    if owner is None:
        caller = get_adapter().get_client_ip(request)
        if not allow(f"calendar-wrong:{caller}", most=WRONG_PER_ADDRESS, seconds=HOUR):
            return _slower()
        raise Http404
    entries = calendar_feed.entries_of(owner)
    etag = quote_etag(calendar_feed.etag_of(entries, owner.language))
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = _file(calendar_feed.written(entries, owner.language))
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _address(token: str) -> str:
    return f"{settings.BASE_URL}{reverse('courses:feed', args=[token])}"


def _file(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def _slower() -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": str(HOUR)})
