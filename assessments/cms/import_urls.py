from django.urls import path

from assessments.cms.question_imports import ShowView, StartView, show_samples

app_name = "question_imports"
urlpatterns = [
    path("", StartView.as_view(), name="start"),
    path("<int:import_id>/", ShowView.as_view(), name="show"),
    path("<int:import_id>/samples/", show_samples, name="samples"),
]
