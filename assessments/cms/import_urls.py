from django.urls import path

from assessments.cms import question_exports as exports
from assessments.cms.question_imports import (
    ShowView,
    StartView,
    download_template,
    show_samples,
)

app_name = "question_imports"
urlpatterns = [
    path("export/", exports.StartView.as_view(), name="export"),
    path("export/<int:job_id>/", exports.ShowView.as_view(), name="exported"),
    path("export/<int:job_id>/file/", exports.download, name="export_file"),
    path("import/", StartView.as_view(), name="start"),
    path("import/template.xlsx", download_template, name="template"),
    path("import/<int:import_id>/", ShowView.as_view(), name="show"),
    path("import/<int:import_id>/samples/", show_samples, name="samples"),
]
