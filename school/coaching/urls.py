from django.urls import path

from school.coaching.views import health
from school.coaching.views.mentoring import mentoring, met
from school.coaching.views.week import done, week

app_name = "coaching"
urlpatterns = [
    path("plan/", week, name="plan"),
    path("plan/<int:item_id>/done/", done, name="done"),
    path("mentoring/", mentoring, name="mentoring"),
    path("mentoring/<int:pair_id>/", met, name="met"),
    path("health-check/", health.start, name="health"),
    path("health-check/numbers/<int:screen>/", health.numbers, name="health_numbers"),
    path("health-check/plan/", health.plan, name="health_plan"),
    path("health-check/<int:check_id>/", health.result, name="health_result"),
]
