from django.urls import path

from courses.cms.trainings import guest, kit, rating, topic

app_name = "kits"
urlpatterns = [
    path("", kit.KitsScreen.as_view(), name="index"),
    path("session/<int:pk>/", kit.SessionKitScreen.as_view(), name="session"),
    path("series/<int:pk>/", kit.SeriesKitScreen.as_view(), name="series"),
    path("session/<int:pk>/warm-up/", kit.WarmUpScreen.as_view(), name="warm_up"),
    path("session/<int:pk>/ratings/", rating.SaidScreen.as_view(), name="said"),
    path("nights/", topic.NightsScreen.as_view(), name="nights"),
    path("nights/<int:pk>/", topic.NightScreen.as_view(), name="night"),
    path("nights/<int:pk>/script.pdf", topic.ScriptScreen.as_view(), name="script"),
    path("guests/", guest.GuestsScreen.as_view(), name="guests"),
    path("guests/new/", guest.GuestScreen.as_view(), name="new_guest"),
    path("guests/<int:pk>/", guest.GuestScreen.as_view(), name="guest"),
    path("guests/<int:pk>/photo/", guest.GuestPhoto.as_view(), name="guest_photo"),
    path("topics/", topic.TopicsScreen.as_view(), name="topics"),
    path("topics/new/", guest.TopicScreen.as_view(), name="new_topic"),
    path("topics/<int:pk>/", guest.TopicScreen.as_view(), name="topic"),
    path("ratings/", rating.RatingsScreen.as_view(), name="ratings"),
]
