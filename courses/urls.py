from django.urls import path

from courses.views.catalog import catalog
from courses.views.course import course
from courses.views.here import checked_in, here, question, scanned, still_here
from courses.views.session import session
from courses.views.path import path as learning_path
from courses.views.step import complete, step
from courses.views.timetable import book, timetable

app_name = "courses"
urlpatterns = [
    path("courses/", catalog, name="catalog"),
    path("courses/<str:course_slug>/", course, name="course"),
    path("courses/<str:course_slug>/<str:step_slug>/", step, name="step"),
    path("courses/<str:course_slug>/<str:step_slug>/done/", complete, name="complete"),
    path("paths/<str:path_slug>/", learning_path, name="path"),
    path("timetable/", timetable, name="timetable"),
    path("timetable/<int:session_id>/", session, name="session"),
    path("timetable/<int:session_id>/coming/", book, name="book"),
    path("here/", here, name="here"),
    path("here/at/<int:session_id>/", checked_in, name="checked_in"),
    path("here/still/<int:prompt_id>/", still_here, name="still_here"),
    path("here/asked/<int:session_id>/", question, name="question"),
    path("here/<str:token>/", scanned, name="scanned"),
]
