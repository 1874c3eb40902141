from django.urls import path

from school.standing.imports.screens import (
    RowsView,
    RowView,
    ShowView,
    StartView,
    WeekView,
    download_list,
)

app_name = "sales"
urlpatterns = [
    path("", StartView.as_view(), name="start"),
    path("weeks/<str:week>/", WeekView.as_view(), name="week"),
    path("<int:file_id>/", ShowView.as_view(), name="show"),
    path("<int:file_id>/rows/", RowsView.as_view(), name="rows"),
    path("<int:file_id>/rows/<int:row>/", RowView.as_view(), name="row"),
    path("<int:file_id>/<str:which>.csv", download_list, name="download"),
]
