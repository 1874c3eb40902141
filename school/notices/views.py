from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from school.notices.inbox import mark_read
from school.notices.models import Notice, SmsMessage
from school.people import demo

SHOWN = 50


@login_required
@never_cache
def inbox(request: HttpRequest) -> HttpResponse:
    """A person's newest notices. Seeing them is reading them."""
    notices = list(Notice.objects.visible_to(request.user)[:SHOWN])
    mark_read(user=request.user, notice_ids=[n.pk for n in notices if n.read_at is None])
    return render(request, "notices/inbox.html", {"notices": notices})


@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    """While developing: the texts that would have gone to phones, newest first."""
    if not demo.is_open():
        raise Http404
    return render(request, "notices/outbox.html", {"messages_sent": SmsMessage.objects.all()[:10]})
