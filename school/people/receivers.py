"""What people do when something happens elsewhere: a proven number completes a joining."""

from allauth.account.signals import user_logged_in
from django.apps import apps
from django.contrib import messages
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from school.lib.refusal import Refusal
from school.people import joining, permissions


@receiver(user_logged_in)
def complete_joining(request, user, **_kwargs) -> None:
    """Found by the number and not by the session: on a shared phone the log-in empties it."""
    application = joining.open_application(user)
    if application is None:
        return
    try:
        user.leader = joining.complete(application=application, user=user)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        request.session["just_joined"] = application.joined_at is not None


@receiver(post_migrate)
def keep_roles(app_config, **_kwargs) -> None:
    """Each role exists, with what it may do in the CMS, once all tables stand. The signal comes
    app by app, and each app's permissions are made in its own turn: the last one has them all."""
    if app_config == [config for config in apps.get_app_configs() if config.models_module][-1]:
        permissions.grant()
