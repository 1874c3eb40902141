"""What each role may do in the CMS. Row-level scopes are querysets; these only open doors."""

import logging

from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from school.people import roles

log = logging.getLogger(__name__)

# All rights there are: (app label, codename) -> row.
Known = dict[tuple[str, str], Permission]

# The groups whose rights are the school's affair.
KEPT = (*roles.ALL, roles.HEAD_TRAINER)
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
    """Let every role have exactly what stands here. What the school once gave and gives no longer
    is taken back. Who wants a role to have more makes a group of her own: those are left alone."""
    rows = Permission.objects.select_related("content_type")
    known = {(row.content_type.app_label, row.codename): row for row in rows}
    for name in KEPT:
        group, _made = Group.objects.get_or_create(name=name)
        _keep_models(group, known)
        _keep_tree(group, known)


def _keep_models(group: Group, known: Known) -> None:
    wanted = {known[key] for key in _wanted(group.name) if key in known}
    gone = set(group.permissions.all()) - wanted
    if gone:
        log.info("Took from %s: %s", group.name, ", ".join(sorted(one.codename for one in gone)))
    group.permissions.set(wanted)


def _wanted(role: str) -> list[tuple[str, str]]:
    found = [("wagtailadmin", "access_admin")] if role in roles.STAFF else []
    for label, actions in MODELS.get(role, {}).items():
        app_label, model = label.split(".")
        found += [(app_label, f"{action}_{model}") for action in actions]
    return found


def _keep_tree(group: Group, known: Known) -> None:
    """Rights to pages, pictures and documents; all of them are given at the top."""
    top, everything = Page.get_first_root_node(), Collection.get_first_root_node()
    if top is None or everything is None:  # The tables were emptied, as after a test.
        return
    pages = [known["wagtailcore", name] for name in PAGES.get(group.name, ())]
    files = [known[_app_of(name), name] for name in COLLECTIONS.get(group.name, ())]
    _keep(GroupPagePermission.objects.filter(group=group), pages, group=group, page=top)
    given = GroupCollectionPermission.objects.filter(group=group)
    _keep(given, files, group=group, collection=everything)


def _app_of(codename: str) -> str:
    return "wagtaildocs" if codename.endswith("document") else "wagtailimages"


def _keep(given: QuerySet, wanted: list[Permission], **place) -> None:
    """Of the given rights, those that are wanted at this place; the missing ones are added."""
    given.exclude(**place, permission__in=wanted).delete()
    for permission in wanted:
        given.get_or_create(**place, permission=permission)
