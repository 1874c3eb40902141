from django.urls import path

from courses.views.calendar import calendar, feed, renew, session_ics
from courses.views.catalog import catalog
from courses.views.course import course
from courses.views.here import checked_in, here, question, scanned, still_here
from courses.views.kit_file import kit_file
from courses.views.library import library, library_file, library_item, listen
from courses.views.path import path as learning_path
from courses.views.scorm import package_file, player
from courses.views.scorm import save as scorm_save
from courses.views.search import search
from courses.views.session import answer_warm_up, open_replay, rate, session, watched
from courses.views.step import complete, step
from courses.views.timetable import book, tell_zone, timetable, why_not
from courses.views.topic import ask, guest_photo, script, vote, withdraw

app_name = "courses"
urlpatterns = [
    path("courses/", catalog, name="catalog"),
    path("courses/<str:course_slug>/", course, name="course"),
    path("courses/<str:course_slug>/<str:step_slug>/", step, name="step"),
    path("courses/<str:course_slug>/<str:step_slug>/done/", complete, name="complete"),
    path("scorm/<uuid:key>/save/", scorm_save, name="scorm_save"),
    path("packages/<str:token>/player/", player, name="scorm_player"),
    path("packages/<str:token>/files/<path:path>", package_file, name="scorm_file"),
    path("library/", library, name="library"),
    path("library/<int:item_id>/", library_item, name="library_item"),
    path("library/<int:item_id>/file/", library_file, name="library_file"),
    path("listen/", listen, name="listen"),
    path("search/", search, name="search"),
    path("paths/<str:path_slug>/", learning_path, name="path"),
    path("timetable/", timetable, name="timetable"),
    path("timetable/zone/", tell_zone, name="zone"),
    path("timetable/<int:session_id>/", session, name="session"),
    path("timetable/<int:session_id>/coming/", book, name="book"),
    path("timetable/<int:session_id>/why-not/", why_not, name="why_not"),
    path("timetable/<int:session_id>/calendar.ics", session_ics, name="session_ics"),
    path("calendar/", calendar, name="calendar"),
    path("calendar/new-address/", renew, name="renew_calendar"),
    path("calendar/<slug:token>.ics", feed, name="feed"),
    path("timetable/<int:session_id>/warm-up/", answer_warm_up, name="warm_up"),
    path("timetable/<int:session_id>/files/<uuid:key>/", kit_file, name="kit_file"),
    path("timetable/<int:session_id>/replay/", open_replay, name="open_replay"),
    path("timetable/<int:session_id>/watched/", watched, name="watched"),
    path("timetable/<int:session_id>/rating/", rate, name="rate"),
    path("timetable/<int:session_id>/guest/", guest_photo, name="guest_photo"),
    path("timetable/<int:session_id>/script/", script, name="topic_script"),
    path("timetable/<int:session_id>/questions/", ask, name="ask_topic"),
    path("timetable/questions/<int:question_id>/vote/", vote, name="vote"),
    path("timetable/questions/<int:question_id>/withdraw/", withdraw, name="withdraw_topic"),
    path("here/", here, name="here"),
    path("here/at/<int:session_id>/", checked_in, name="checked_in"),
    path("here/still/<int:prompt_id>/", still_here, name="still_here"),
    path("here/asked/<int:session_id>/", question, name="question"),
    path("here/<str:token>/", scanned, name="scanned"),
]
