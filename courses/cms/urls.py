from django.urls import include, path

from courses.cms.courses import find_courses

_ours = [path("courses/", find_courses, name="courses")]
urlpatterns = [path("school/", include((_ours, "courses_cms")))]
