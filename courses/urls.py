from django.urls import path

from courses.views.catalog import catalog
from courses.views.course import course
from courses.views.session import session
from courses.views.step import complete, step
from courses.views.timetable import book, timetable

app_name = "courses"
urlpatterns = [
    path("courses/", catalog, name="catalog"),
    path("courses/<str:course_slug>/", course, name="course"),
    path("courses/<str:course_slug>/<str:step_slug>/", step, name="step"),
    path("courses/<str:course_slug>/<str:step_slug>/done/", complete, name="complete"),
    path("timetable/", timetable, name="timetable"),
    path("timetable/<int:session_id>/", session, name="session"),
    path("timetable/<int:session_id>/coming/", book, name="book"),
]
