from django.urls import path

from school.people.roster_screens import ShowView, StartView, download_list

app_name = "roster"
urlpatterns = [
    path("", StartView.as_view(), name="start"),
    path("<int:file_id>/", ShowView.as_view(), name="show"),
    path("<int:file_id>/<str:which>.csv", download_list, name="download"),
]
