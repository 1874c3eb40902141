from django.urls import path

from school.home.views.health import healthz
from school.home.views.intake import intake
from school.home.views.landing import landing
from school.home.views.manifest import manifest
from school.home.views.my_path import my_path
from school.home.views.start import start

app_name = "home"
urlpatterns = [
    path("", landing, name="landing"),
    path("start/", start, name="start"),
    path("path/", my_path, name="path"),
    path("intake/", intake, name="intake"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("healthz", healthz, name="healthz"),
]
