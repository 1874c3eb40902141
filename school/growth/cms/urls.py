"""The addresses of this floor's screens, each noun in its own namespace."""

from django.urls import include, path

from school.growth.cms.agreement_people import OfferView, PeopleView, RemindView
from school.growth.cms.agreements import AgreementsView, DraftView, PublishView, VersionView
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
urlpatterns = [
    path("agreements/", include((agreements, "agreements"))),
    path("referrals/", include((referrals, "referrals"))),
]
