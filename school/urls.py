"""The addresses of the school, floor by floor; what nobody claims is looked up in the CMS."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as cms_urls
from wagtail.documents import urls as document_urls

from school.people.views.profile import set_language

urlpatterns = [
    # The CMS has no log-in of its own: there is one door for everybody.
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("cms/", include(cms_urls)),
    path("documents/", include(document_urls)),
    path("accounts/", include("school.people.account_urls")),
    path("language/", set_language, name="set_language"),
    path("api/", include("school.api.urls")),
    path("", include("school.people.urls")),
    path("", include("school.notices.urls")),
    path("", include("courses.phone_urls")),
    path("", include("courses.urls")),
    path("", include("assessments.urls")),
    path("", include("school.standing.urls")),
    path("", include("school.growth.urls")),
    path("", include("school.coaching.urls")),
    path("", include("school.home.urls")),
]
if settings.DEBUG:
    urlpatterns += [path("styleguide/", include("school.home.styleguide"))]
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)
urlpatterns += [path("", include(wagtail_urls))]
