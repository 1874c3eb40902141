from django.urls import path

from school.people.views.demo import demo_login
from school.people.views.join import enter_code, join
from school.people.views.profile import profile

app_name = "people"
urlpatterns = [
    path("join/", enter_code, name="enter_code"),
    path("join/<str:code>/", join, name="join"),
    path("me/", profile, name="profile"),
    path("demo/", demo_login, name="demo_login"),
]
