from django.urls import path

from assessments.cms import gradebook, regrade, report_views

app_name = "results"
urlpatterns = [
    path("gradebook/", gradebook.GradebookView.as_view(), name="gradebook"),
    path("gradebook/export.<slug:form>", gradebook.export_gradebook, name="export_gradebook"),
    path("regrade/<uuid:question>/", regrade.RegradeView.as_view(), name="regrade"),
    path("quizzes/", report_views.QuizzesView.as_view(), name="quizzes"),
    path("quizzes/<uuid:key>/", report_views.ReportView.as_view(), name="report"),
    path(
        "quizzes/<uuid:key>/questions/<uuid:question>/",
        report_views.QuestionView.as_view(),
        name="question",
    ),
    path("quizzes/<uuid:key>/<slug:what>.<slug:form>", report_views.export_report, name="export"),
]
