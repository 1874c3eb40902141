from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model


class PersonBackend(AuthenticationBackend):
    """allauth's log-in, which brings the leader along: nearly every page asks for both, and one
    joined query is cheaper than two."""

    def get_user(self, user_id):
        people = get_user_model()._default_manager.select_related("leader")
        user = people.filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
