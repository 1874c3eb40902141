from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from courses.access import learners
from courses.models import AudioNote, LibraryItem
from school.lib.private import serve

PER_PAGE = 20


@require_GET
def library(request: HttpRequest) -> HttpResponse:
    """What there is to look up; for visitors the public part, and how to join."""
    items = LibraryItem.objects.open_to(request.user)
    kinds = [
        (kind.label, [item for item in items if item.kind == kind]) for kind in LibraryItem.Kind
    ]
    context = {"kinds": [kind for kind in kinds if kind[1]], "tab": "learn"}
    return render(request, "courses/library.html", context)


@require_GET
def library_item(request: HttpRequest, item_id: int) -> HttpResponse:
    context = {"item": _open_item(request, item_id), "tab": "learn"}
    return render(request, "courses/library_item.html", context)


@require_GET
def library_file(request: HttpRequest, item_id: int) -> HttpResponse:
    """The file to take along. It is saved, never shown: whatever is in it doesn't run here."""
    item = _open_item(request, item_id)
    if not item.file_id:
        raise Http404
    document = item.file
    return serve(
        document.file,
        content_type="application/octet-stream",
        name=document.filename,
        download=True,
    )


@require_GET
@learners
def listen(request: HttpRequest) -> HttpResponse:
    """The evening audio, the newest first."""
    notes = AudioNote.objects.out().select_related("file")
    page = Paginator(notes, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/listen.html", {"page": page, "tab": "learn"})


def _open_item(request: HttpRequest, item_id: int) -> LibraryItem:
    items = LibraryItem.objects.open_to(request.user).select_related("file")
    return get_object_or_404(items, pk=item_id)
