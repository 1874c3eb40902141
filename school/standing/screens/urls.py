from django.urls import path

from school.standing.screens import cases, goodbyes, history, reviews

app_name = "decisions"
urlpatterns = [
    path("", reviews.ReviewsView.as_view(), name="reviews"),
    path("plans/<int:pk>/", reviews.StopPlanView.as_view(), name="plan"),
    path("cases/", cases.CasesView.as_view(), name="cases"),
    path("cases/<int:pk>/", cases.CaseView.as_view(), name="case"),
    path("leaving/", goodbyes.GoodbyesView.as_view(), name="goodbyes"),
    path("leaving/<int:pk>/", goodbyes.GoodbyeView.as_view(), name="goodbye"),
    path("handover/<int:pk>/", goodbyes.DepartureView.as_view(), name="departure"),
    path("history/", history.HistoryView.as_view(), name="history"),
    path("history/all.<str:form>", history.export_history, name="export_all"),
    path("moves/<int:pk>/", history.OverturnView.as_view(), name="overturn"),
    path("leaders/<int:leader_id>/history.<str:form>", history.export_history, name="export"),
    path("leaders/<int:leader_id>/case/", cases.OpenCaseView.as_view(), name="open_case"),
    path("leaders/<int:leader_id>/goodbye/", goodbyes.ProposeView.as_view(), name="propose"),
    path("leaders/<int:leader_id>/leaving/", goodbyes.BeginLeavingView.as_view(), name="leaving"),
    path("leaders/<int:leader_id>/back/", goodbyes.ReadmitView.as_view(), name="readmit"),
]
