"""What other programs may ask of the school."""

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import APIView

from school.api import tiers
from school.api.problems import JSONOnly, as_problem
from school.api.throttling import PerToken
from school.api.tokens import HasToken, TokenAuthentication
from school.lib.refusal import Refusal


class SchoolAPIView(APIView):
    """JSON, a token, a limit, and errors as problem documents."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [HasToken]
    throttle_classes = [PerToken]
    renderer_classes = [JSONOnly]

    def get_exception_handler(self):
        return as_problem

    def check_permissions(self, request) -> None:
        """Counted before the token is looked at, so that nobody may try tokens without end."""
        super().check_throttles(request)
        super().check_permissions(request)

    def check_throttles(self, request) -> None:
        """Done with the permissions."""


class ByLeader(CursorPagination):
    """Pages that stay whole while leaders come and go between two requests."""

    page_size = 200
    page_size_query_param = "limit"
    max_page_size = 1000
    ordering = "leader_id"


class TiersView(SchoolAPIView):
    """`GET /api/v1/tiers/?changed_since=…&limit=…`: tier and rate of each leader, by number."""

    def get(self, request):
        try:
            since = tiers.read_moment(request.query_params.get("changed_since", "").strip())
        except Refusal as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal
        rules, pages = tiers.current_rules(), ByLeader()
        rows = pages.paginate_queryset(tiers.standings(since, rules), request, view=self)
        return Response(
            {
                "next": pages.get_next_link(),
                "previous": pages.get_previous_link(),
                "rules": rules.rule_set.version,
                "results": [tiers.entry(row, rules) for row in rows],
            }
        )


class NowhereView(SchoolAPIView):
    """Addresses that the API doesn't have: said in its own way, and only to who may ask."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        raise NotFound(_("There is nothing at this address."))
