from django.urls import path

from school.notices.cms.announcements import AnnouncementsView, AnnounceView
from school.notices.cms.deliveries import DeliveriesView, TryAgainView
from school.notices.cms.robots import RobotsView, RobotView, TryRobotView
from school.notices.cms.texts import TextsView, TextView
from school.notices.cms.unread import CalledView, UnreadView

app_name = "office_notices"
urlpatterns = [
    path("unread/", UnreadView.as_view(), name="unread"),
    path("unread/<int:notice_id>/called/", CalledView.as_view(), name="called"),
    path("announcements/", AnnouncementsView.as_view(), name="announcements"),
    path("announcements/new/", AnnounceView.as_view(), name="announce"),
    path("deliveries/", DeliveriesView.as_view(), name="deliveries"),
    path("deliveries/<int:delivery_id>/again/", TryAgainView.as_view(), name="try_again"),
    path("words/", TextsView.as_view(), name="texts"),
    path("words/<str:code>/", TextView.as_view(), name="text"),
    path("robots/", RobotsView.as_view(), name="robots"),
    path("robots/new/", RobotView.as_view(), name="new_robot"),
    path("robots/<int:robot_id>/", RobotView.as_view(), name="robot"),
    path("robots/<int:robot_id>/try/", TryRobotView.as_view(), name="try_robot"),
]
