from django.urls import path

from assessments.views import (
    answer_file,
    appeal,
    attempt,
    certificate,
    plan,
    poster,
    quiz,
    review,
    task,
    upload,
)

app_name = "assessments"
urlpatterns = [
    path("quizzes/<uuid:key>/start/", quiz.start, name="start"),
    path("attempts/<int:attempt_id>/", attempt.show, name="attempt"),
    path("attempts/<int:attempt_id>/paper/", attempt.show_paper, name="paper"),
    path("attempts/<int:attempt_id>/save/", attempt.save, name="save"),
    path("attempts/<int:attempt_id>/submit/", attempt.submit, name="submit"),
    path("attempts/<int:attempt_id>/result/", quiz.show_result, name="result"),
    path(
        "attempts/<int:attempt_id>/questions/<int:slot>/appeal/",
        appeal.make_for_answer,
        name="appeal_answer",
    ),
    path("tasks/<uuid:key>/hand-in/", task.hand_in, name="hand_in"),
    path("answers/<uuid:key>/", answer_file.show, name="answer_file"),
    path("tasks/<uuid:key>/draft/", task.save_draft, name="save_draft"),
    path("tasks/<uuid:key>/uploads/", upload.begin, name="begin_upload"),
    path("tasks/<uuid:key>/plan/<int:number>/", plan.day, name="plan_day"),
    path("uploads/<uuid:key>/", upload.piece, name="upload"),
    path("uploads/<uuid:key>/remove/", upload.remove, name="remove_upload"),
    path("uploads/<uuid:key>.jpg", upload.picture, name="upload_picture"),
    path("submissions/<int:submission_id>/appeal/", appeal.make, name="appeal"),
    path("evidence/<uuid:key>.jpg", task.show_photo, name="file"),
    path("evidence/<uuid:key>/", task.show_document, name="document"),
    path("voices/<uuid:key>/", task.play_voice, name="voice"),
    path("review/", review.show, name="review"),
    path("review/save/", review.save, name="review_save"),
    path("verify/", certificate.verify_typed, name="verify_typed"),
    path("verify/<str:code>/", certificate.verify, name="verify"),
    path("certificates/<str:code>/poster/", poster.show, name="poster"),
    path("certificates/<str:code>/poster.png", poster.picture, name="poster_picture"),
    path("certificates/<str:code>.pdf", certificate.download, name="certificate"),
]
