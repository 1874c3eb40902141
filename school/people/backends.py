from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from school.lib.prepared import prepared


class PersonBackend(AuthenticationBackend):
    """allauth's log-in, which brings the leader along and what most pages ask of her (the
    setting PERSON_BRINGS names it): one joined query is cheaper than four."""

    def get_user(self, user_id):
        user = next(iter(_person(user_id)), None)
        return user if user and self.user_can_authenticate(user) else None

    def _get_user_permissions(self, user_obj):
        """What people may do comes with their roles, never by single permissions: a query less
        on every page of the CMS."""
        return Permission.objects.none()

    def get_group_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if user_obj.is_superuser:
            return super().get_group_permissions(user_obj, obj)
        if not hasattr(user_obj, "_group_perm_cache"):
            user_obj._group_perm_cache = {
                f"{row['content_type__app_label']}.{row['codename']}"
                for row in _by_roles(user_obj.pk)
            }
        return user_obj._group_perm_cache


@prepared
def _person(user_id: int):
    people = get_user_model()._default_manager.select_related(*settings.PERSON_BRINGS)
    return people.filter(pk=user_id)


@prepared
def _by_roles(user_id: int):
    found = Permission.objects.filter(group__user=user_id).order_by()
    return found.values("content_type__app_label", "codename")
