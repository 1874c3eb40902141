"""The school's addresses, and bare views: what Django itself costs for the same kind of work."""

import uuid
from random import randrange

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import include, path
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.static import serve

from assessments.models import Attempt
from courses.models import Place
from school.people.models import Leader

BARE_STEP = uuid.UUID(int=1)


@login_required
def bare_page(request):
    """Session, user, one indexed row, a template."""
    row = get_object_or_404(Leader, user=request.user.pk)
    return render(request, "bare.html", {"row": row})


@login_required
def bare_table(request):
    """Session, user, a thousand rows of two joins, a table."""
    rows = Attempt.objects.filter(quiz_key=request.GET["quiz"]).select_related("leader__user")
    return render(request, "bare_table.html", {"rows": rows[:1000]})


@require_POST
@login_required
def bare_save(request):
    """Session, user, one upsert."""
    Place.objects.bulk_create(
        [
            Place(
                leader_id=request.user.leader.pk,
                step_key=BARE_STEP,
                card=randrange(9),
                moved_at=timezone.now(),
            )
        ],
        update_conflicts=True,
        unique_fields=["leader", "step_key"],
        update_fields=["card"],
    )
    return JsonResponse({"saved": True})


urlpatterns = [
    path("bare/", bare_page),
    path("bare/table/", bare_table),
    path("bare/save/", bare_save),
    # In production a web server in front gives these out.
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    path("", include("school.urls")),
]
