"""Who may open the screens of results: the school's staff, each for the leaders whom they see."""

from django.core.exceptions import PermissionDenied

from school.people import roles
from school.people.screen import Screen


def check_staff(user) -> None:
    """Raises PermissionDenied for everybody who isn't staff."""
    if not roles.has_any(user, roles.STAFF):
        raise PermissionDenied


class ResultsScreen(Screen):
    def dispatch(self, request, *args, **kwargs):
        check_staff(request.user)
        return super().dispatch(request, *args, **kwargs)
