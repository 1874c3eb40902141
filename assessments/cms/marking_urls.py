from django.urls import path

from assessments.cms import appeals, chase, marking

app_name = "marking"
urlpatterns = [
    path("", marking.QueueView.as_view(), name="queue"),
    path("submissions/<int:pk>/", marking.SubmissionView.as_view(), name="submission"),
    path("answers/<int:pk>/", marking.AnswerView.as_view(), name="answer"),
    path("appeals/", appeals.AppealsView.as_view(), name="appeals"),
    path("appeals/<int:pk>/", appeals.AppealView.as_view(), name="appeal"),
    path("late/", chase.ChaseView.as_view(), name="chase"),
    path("done/", marking.DoneView.as_view(), name="done"),
]
