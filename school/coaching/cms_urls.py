from django.urls import path

from school.coaching.views.case_load import CaseLoadView, HandOverView
from school.coaching.views.effect import EffectView
from school.coaching.views.leader import LeaderView, MetricView, NoteView, RecordView
from school.coaching.views.pairs import FinishPairView, MeetView, PairsView, PairView
from school.coaching.views.queue import QueueView
from school.coaching.views.small_group import GroupView

app_name = "coach"
urlpatterns = [
    path("", QueueView.as_view(), name="queue"),
    path("group/", GroupView.as_view(), name="group"),
    path("leaders/<int:leader_id>/", LeaderView.as_view(), name="leader"),
    path("leaders/<int:leader_id>/contact/", RecordView.as_view(), name="record"),
    path("leaders/<int:leader_id>/note/", NoteView.as_view(), name="note"),
    path("leaders/<int:leader_id>/number/", MetricView.as_view(), name="metric"),
    path("leaders/<int:leader_id>/mentor/", PairView.as_view(), name="pair"),
    path("load/", CaseLoadView.as_view(), name="case_load"),
    path("load/<int:coach_id>/", HandOverView.as_view(), name="hand_over"),
    path("pairs/", PairsView.as_view(), name="pairs"),
    path("pairs/<int:pair_id>/meeting/", MeetView.as_view(), name="meet"),
    path("pairs/<int:pair_id>/finish/", FinishPairView.as_view(), name="finish_pair"),
    path("comparison/", EffectView.as_view(), name="effect"),
]
