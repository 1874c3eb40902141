from django.urls import path

from school.home import views

app_name = "home"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("start/", views.start, name="start"),
    path("path/", views.my_path, name="path"),
    path("intake/", views.intake, name="intake"),
    path("healthz", views.healthz, name="healthz"),
]
