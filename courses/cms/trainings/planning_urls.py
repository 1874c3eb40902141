from django.urls import include, path

from courses.cms.trainings.term import TermScreen
from courses.cms.trainings.week import WeekScreen

_week = [
    path("", WeekScreen.as_view(), name="week"),
    path("term/", TermScreen.as_view(), name="term"),
]
urlpatterns = [path("week/", include((_week, "courses_week")))]
