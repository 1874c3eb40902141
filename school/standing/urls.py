from django.urls import path

from school.standing import views

app_name = "standing"
urlpatterns = [
    path("plans/<int:pk>/", views.plan, name="plan"),
    path("notice/<int:pk>/", views.notice, name="notice"),
]
