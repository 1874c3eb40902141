from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission


class PersonBackend(AuthenticationBackend):
    """allauth's log-in, which brings the leader along and what most pages ask of her (the
    setting PERSON_BRINGS names it): one joined query is cheaper than four."""

    def get_user(self, user_id):
        people = get_user_model()._default_manager.select_related(*settings.PERSON_BRINGS)
        user = people.filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def _get_user_permissions(self, user_obj):
        """What people may do comes with their roles, never by single permissions: a query less
        on every page of the CMS."""
        return Permission.objects.none()
