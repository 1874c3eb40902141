"""The school's addresses, and bare views: what Django itself costs for the same kind of work."""

import uuid

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import include, path
from django.views.decorators.http import require_POST
from django.views.static import serve

from assessments.models import Attempt
from courses.models import Enrolment
from school.people.models import Leader

BARE_COURSE = uuid.UUID(int=1)


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
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                leader_id=request.user.leader.pk,
                course_key=BARE_COURSE,
                last_step_key=uuid.uuid4(),
            )
        ],
        update_conflicts=True,
        unique_fields=["leader", "course_key"],
        update_fields=["last_step_key"],
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
