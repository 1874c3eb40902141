"""The coaches whom a roster names, by phone or by a name that only one of them has."""

from django.utils.translation import gettext_lazy as _

from school.lib.phones import read_phone
from school.lib.refusal import Refusal
from school.people import roles
from school.people.models import User
from school.people.roster_columns import RosterLine


class Coaches:
    """The coaches by phone and by name. Of a name that two have, nobody is meant: unlike
    leaders, coaches are a short list that operations keeps, and rosters know them by name."""

    def __init__(self) -> None:
        self._by_phone: dict[str, User] = {}
        self._by_name: dict[str, list[User]] = {}
        for user in User.objects.filter(groups__name=roles.COACH):
            self._by_phone[user.phone] = user
            self._by_name.setdefault(user.name, []).append(user)

    def find(self, line: RosterLine, warnings: list[tuple[int, Refusal]]) -> User | None:
        if not line.coach:
            return None
        named = self._by_name.get(line.coach, [])
        if len(named) == 1:
            return named[0]
        if user := self._by_phone.get(self._phone(line.coach)):
            return user
        problem = _("There is no coach “%(coach)s”, or more than one.")
        warnings.append((line.line, Refusal("coach-unknown", problem, {"coach": line.coach})))
        return None

    @staticmethod
    def _phone(text: str) -> str:
        try:
            return read_phone(text)
        except Refusal:
            return ""
