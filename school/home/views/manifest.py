from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

PAPER, PERSIMMON = "#faf6ef", "#bf3d17"


@require_safe
@cache_control(max_age=24 * 60 * 60)
@vary_on_headers("Accept-Language", "Cookie")
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to put the school on its home screen."""
    described = {
        "name": _("Group Leader Business School"),
        "short_name": _("Business School"),
        "lang": get_language(),
        "start_url": "/start/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PERSIMMON,
        "icons": [
            {"src": static("img/mark-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("img/mark-512.png"), "sizes": "512x512", "type": "image/png"},
            {"src": static("img/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }
    return JsonResponse(described, content_type="application/manifest+json")
