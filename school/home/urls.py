from django.urls import path

from school.home.views import figures
from school.home.views.decision import decision
from school.home.views.health import healthz
from school.home.views.intake import intake
from school.home.views.ladder import ladder
from school.home.views.landing import landing
from school.home.views.manifest import manifest
from school.home.views.my_path import my_path
from school.home.views.service_worker import offline, service_worker
from school.home.views.start import start

app_name = "home"
urlpatterns = [
    path("", landing, name="landing"),
    path("start/", start, name="start"),
    path("path/", my_path, name="path"),
    path("intake/", intake, name="intake"),
    path("ladder/", ladder, name="ladder"),
    path("figures/", figures.my_figures, name="figures"),
    path("figures/<slug:about>/<str:ref>/", figures.figure, name="figure"),
    path("decisions/<slug:about>/<int:pk>/", decision, name="decision"),
    path("questions/<int:pk>/", figures.question, name="question"),
    path("questions/<int:pk>/photo/", figures.question_photo, name="question_photo"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("sw.js", service_worker, name="service_worker"),
    path("offline/<str:language>/", offline, name="offline"),
    path("healthz", healthz, name="healthz"),
]
