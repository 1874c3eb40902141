from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from school.jobs.models import Job


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether this server can do its work: the database answers and the job table is there.
    For machines; touches no session."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        Job.objects.exists()
    except DatabaseError:
        return JsonResponse({"status": "unavailable"}, status=503)
    return JsonResponse({"status": "ok"})
