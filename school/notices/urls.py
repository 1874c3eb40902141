from django.urls import path

from school.notices.views.choices import choices
from school.notices.views.inbox import inbox, mark_all, open_notice, outbox, unmark

app_name = "notices"
urlpatterns = [
    path("inbox/", inbox, name="inbox"),
    path("inbox/read/", mark_all, name="mark_all"),
    path("inbox/unread/", unmark, name="unmark"),
    path("inbox/<int:notice_id>/", open_notice, name="open"),
    path("me/notices/", choices, name="choices"),
    path("outbox/", outbox, name="outbox"),
]
