from django.urls import path, re_path

from school.api.views import NowhereView, TiersView

app_name = "api"
urlpatterns = [
    path("v1/tiers/", TiersView.as_view(), name="tiers"),
    re_path(r"", NowhereView.as_view()),
]
