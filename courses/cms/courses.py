from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from courses.models import CatalogPage
from courses.translation import current_language


def find_courses(request: HttpRequest) -> HttpResponse:
    """To the catalog in the page tree, in the trainer's language where there is one."""
    catalogs = CatalogPage.objects.select_related("locale").order_by("path")
    mine = catalogs.filter(locale__language_code=current_language()).first() or catalogs.first()
    if mine is None:
        return redirect("wagtailadmin_explore_root")
    return redirect("wagtailadmin_explore", mine.pk)
