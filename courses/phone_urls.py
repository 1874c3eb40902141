from django.urls import path

from courses.views.phone import keep, keep_list, notes, phone
from courses.views.sync import sync

app_name = "phone"
urlpatterns = [
    path("sync/", sync, name="sync"),
    path("me/phone/", phone, name="index"),
    path("me/phone/keep/<str:course_slug>/", keep, name="keep"),
    path("me/phone/keep/<str:course_slug>/list/", keep_list, name="keep_list"),
    path("me/notes/", notes, name="notes"),
]
