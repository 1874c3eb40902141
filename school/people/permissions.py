"""What each role may do in the CMS. Row-level scopes are querysets; these only open doors."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from school.people import roles

EDIT = ("add", "change", "view")
LOOK = ("view",)

# role -> {app label.model: actions}
MODELS = {
    roles.TRAINER: {
        "assessments.question": EDIT,
        "assessments.category": EDIT,
        "assessments.attempt": ("change", "view"),
        "assessments.quizoverride": ("add", "view"),
        "assessments.submission": ("change", "view"),
        "courses.series": EDIT,
        "courses.session": EDIT,
        "courses.holiday": LOOK,
        "courses.libraryitem": (*EDIT, "delete"),
        "courses.audionote": (*EDIT, "delete"),
        "people.invitation": EDIT,
        "people.intake": LOOK,
        "people.leader": LOOK,
    },
    roles.COACH: {
        "people.leader": LOOK,
        "people.invitation": EDIT,
        "people.intake": LOOK,
        "coaching.plantemplate": LOOK,
    },
    roles.MANAGER: {
        "people.leader": LOOK,
        "people.intake": EDIT,
        "people.invitation": EDIT,
        "people.region": LOOK,
        "courses.series": LOOK,
        "courses.session": LOOK,
        "assessments.certificate": ("change", "view"),
        "standing.proposal": ("change", "view"),
        "standing.ruleset": LOOK,
        "coaching.plantemplate": LOOK,
    },
    roles.OPERATIONS: {
        "people.leader": ("change", "view"),
        "people.intake": EDIT,
        "people.invitation": EDIT,
        "people.region": EDIT,
        "people.user": EDIT,
        "courses.series": EDIT,
        "courses.session": EDIT,
        "courses.holiday": (*EDIT, "delete"),
        "courses.libraryitem": (*EDIT, "delete"),
        "courses.audionote": (*EDIT, "delete"),
        "courses.attendancesettings": ("change",),
        "courses.rhythm": ("change",),
        "assessments.question": EDIT,
        "assessments.category": EDIT,
        "assessments.attempt": ("change", "view"),
        "assessments.quizoverride": ("add", "view"),
        "assessments.markingsettings": ("change",),
        "standing.questionsettings": ("change",),
        "assessments.certificate": ("change", "view"),
        "assessments.correction": ("add", "view"),
        "standing.proposal": ("change", "view"),
        "standing.ruleset": EDIT,
        "coaching.plantemplate": EDIT,
        "coaching.coachinglimits": EDIT,
        "coaching.healthlimit": EDIT,
        "standing.tier": ("change", "view"),
        "standing.decisionsettings": ("change",),
        "growth.agreement": EDIT,
        "growth.campaign": EDIT,
        "growth.scorerule": (*EDIT, "delete"),
        "growth.growthsettings": ("change",),
        "notices.noticesettings": ("change",),
    },
}
PAGES = {
    roles.TRAINER: ("add_page", "change_page"),
    roles.HEAD_TRAINER: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    roles.OPERATIONS: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
}
COLLECTIONS = {
    roles.TRAINER: ("add_image", "change_image", "choose_image", "add_document", "choose_document"),
    roles.OPERATIONS: ("add_image", "change_image", "choose_image"),
}


def grant() -> None:
    """Give every role its permissions. Adds what is missing and takes nothing away, so that a
    school that gave a role more keeps it."""
    for name in (*roles.ALL, roles.HEAD_TRAINER):
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(*_model_permissions(MODELS.get(name, {})))
        if name in roles.STAFF:
            group.permissions.add(_permission("wagtailadmin", "access_admin"))
        _grant_tree(group, PAGES.get(name, ()), COLLECTIONS.get(name, ()))


def _model_permissions(models: dict[str, tuple[str, ...]]) -> list[Permission]:
    found = []
    for label, actions in models.items():
        app_label, model = label.split(".")
        types = ContentType.objects.filter(app_label=app_label, model=model)
        codenames = [f"{action}_{model}" for action in actions]
        found += Permission.objects.filter(content_type__in=types, codename__in=codenames)
    return found


def _permission(app_label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def _grant_tree(group: Group, pages: tuple[str, ...], collections: tuple[str, ...]) -> None:
    top, everything = Page.get_first_root_node(), Collection.get_first_root_node()
    if top is None or everything is None:  # The tables were emptied, as after a test.
        return
    for codename in pages:
        GroupPagePermission.objects.get_or_create(
            group=group, page=top, permission=_permission("wagtailcore", codename)
        )
    for codename in collections:
        app_label = "wagtaildocs" if codename.endswith("document") else "wagtailimages"
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=everything, permission=_permission(app_label, codename)
        )
