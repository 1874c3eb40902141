from django.urls import path

from school.notices.views import inbox, outbox

app_name = "notices"
urlpatterns = [
    path("inbox/", inbox, name="inbox"),
    path("outbox/", outbox, name="outbox"),
]
