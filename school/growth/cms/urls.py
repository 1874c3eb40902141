"""The addresses of this floor's screens, each noun in its own namespace."""

from django.urls import include, path

from school.growth.cms.agreement_people import OfferView, PeopleView, RemindView
from school.growth.cms.agreements import AgreementsView, DraftView, PublishView, VersionView
from school.growth.cms.applicants import (
    ApplicantsView,
    ApplicantView,
    DeclineView,
    InviteAgainView,
    InviteView,
    RouteView,
)
from school.growth.cms.contests import (
    CloseView,
    ContestsView,
    ContestView,
    RewardView,
)
from school.growth.cms.contests import PublishView as PublishContestView
from school.growth.cms.funnel import FunnelView
from school.growth.cms.referrals import ReferralsView, export_recruits
from school.growth.cms.signature import SignatureView

agreements = [
    path("", AgreementsView.as_view(), name="list"),
    path("<int:pk>/", VersionView.as_view(), name="version"),
    path("<int:pk>/publish/", PublishView.as_view(), name="publish"),
    path("<int:pk>/draft/", DraftView.as_view(), name="draft"),
    path("<int:pk>/people/", PeopleView.as_view(), name="people"),
    path("<int:pk>/offer/", OfferView.as_view(), name="offer"),
    path("<int:pk>/remind/", RemindView.as_view(), name="remind"),
    path("signatures/<int:pk>/", SignatureView.as_view(), name="signature"),
]
referrals = [
    path("", ReferralsView.as_view(), name="list"),
    path("recruits.<str:form>", export_recruits, name="export"),
]
applicants = [
    path("", ApplicantsView.as_view(), name="list"),
    path("funnel/", FunnelView.as_view(), name="funnel"),
    path("<int:pk>/", ApplicantView.as_view(), name="one"),
    path("<int:pk>/invite/", InviteView.as_view(), name="invite"),
    path("<int:pk>/invite-again/", InviteAgainView.as_view(), name="invite_again"),
    path("<int:pk>/decline/", DeclineView.as_view(), name="decline"),
    path("<int:pk>/route/", RouteView.as_view(), name="route"),
]
contests = [
    path("", ContestsView.as_view(), name="list"),
    path("<int:pk>/", ContestView.as_view(), name="one"),
    path("<int:pk>/publish/", PublishContestView.as_view(), name="publish"),
    path("<int:pk>/close/", CloseView.as_view(), name="close"),
    path("<int:pk>/reward/", RewardView.as_view(), name="reward"),
]
urlpatterns = [
    path("applicants/", include((applicants, "applicants"))),
    path("agreements/", include((agreements, "agreements"))),
    path("contests/", include((contests, "contests"))),
    path("referrals/", include((referrals, "referrals"))),
]
