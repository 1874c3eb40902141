from django.urls import path

from school.reports.views.cohorts import CohortsView
from school.reports.views.leaders import LeadersView, export_leaders
from school.reports.views.limits import LimitsView, TakeBackView, TrialView
from school.reports.views.monday import MondayView
from school.reports.views.promotions import (
    ApproveView,
    DecidedView,
    PromotionsView,
    ProposalView,
    RejectView,
)
from school.reports.views.questions import (
    AnsweredView,
    QuestionsView,
    QuestionView,
    question_photo,
)
from school.reports.views.results import ResultView, download_result
from school.reports.views.story import StoryView

app_name = "reports"
urlpatterns = [
    path("monday/", MondayView.as_view(), name="monday"),
    path("cohorts/", CohortsView.as_view(), name="cohorts"),
    path("cohorts/limits/", LimitsView.as_view(), name="limits"),
    path("cohorts/limits/tried/<int:job_id>/", TrialView.as_view(), name="limits_trial"),
    path("cohorts/limits/<int:limits_id>/", TakeBackView.as_view(), name="take_back_limits"),
    path("leaders/", LeadersView.as_view(), name="leaders"),
    path("leaders/export.<str:form>", export_leaders, name="export_leaders"),
    path("leaders/<int:leader_id>/", StoryView.as_view(), name="story"),
    path("promotions/", PromotionsView.as_view(), name="promotions"),
    path("promotions/decided/", DecidedView.as_view(), name="decided"),
    path("promotions/approve/", ApproveView.as_view(), name="approve"),
    path("promotions/<int:proposal_id>/", ProposalView.as_view(), name="promotion"),
    path("promotions/<int:proposal_id>/reject/", RejectView.as_view(), name="reject"),
    path("questions/", QuestionsView.as_view(), name="questions"),
    path("questions/answered/", AnsweredView.as_view(), name="answered"),
    path("questions/<int:pk>/", QuestionView.as_view(), name="question"),
    path("questions/<int:pk>/photo/", question_photo, name="question_photo"),
    path("exports/<int:job_id>/", ResultView.as_view(), name="result"),
    path("exports/<int:job_id>/file/", download_result, name="result_file"),
]
