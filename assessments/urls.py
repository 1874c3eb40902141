from django.urls import path

from assessments.views import answer_file, attempt, certificate, quiz, task

app_name = "assessments"
urlpatterns = [
    path("quizzes/<uuid:key>/start/", quiz.start, name="start"),
    path("attempts/<int:attempt_id>/", attempt.show, name="attempt"),
    path("attempts/<int:attempt_id>/paper/", attempt.show_paper, name="paper"),
    path("attempts/<int:attempt_id>/save/", attempt.save, name="save"),
    path("attempts/<int:attempt_id>/submit/", attempt.submit, name="submit"),
    path("attempts/<int:attempt_id>/result/", quiz.show_result, name="result"),
    path("tasks/<uuid:key>/hand-in/", task.hand_in, name="hand_in"),
    path("answers/<uuid:key>/", answer_file.show, name="answer_file"),
    path("evidence/<uuid:key>.jpg", task.show_photo, name="file"),
    path("verify/", certificate.verify_typed, name="verify_typed"),
    path("verify/<str:code>/", certificate.verify, name="verify"),
    path("certificates/<str:code>.pdf", certificate.download, name="certificate"),
]
