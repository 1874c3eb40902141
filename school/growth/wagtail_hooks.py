from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from school.growth.access import decides
from school.people.menu import SCHOOL_MENU_HOOK


class DeciderMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return decides(request.user)


MENU = [
    (_("Applicants"), "applicants:list", "user"),
    (_("Agreements"), "agreements:list", "doc-full"),
    (_("Recruits"), "referrals:list", "link"),
    (_("Contests"), "contests:list", "pick"),
]
FIRST = 190

for _place, (_label, _name, _icon) in enumerate(MENU):
    _item = DeciderMenuItem(
        _label,
        reverse_lazy(_name),
        name=_name.replace(":", "_"),
        icon_name=_icon,
        order=FIRST + _place,
    )
    hooks.register(SCHOOL_MENU_HOOK, lambda item=_item: item)


@hooks.register("register_admin_urls")
def register_urls():
    from school.growth.cms import urls

    return [path("", include(urls))]


@hooks.register("register_admin_viewset")
def register_viewsets():
    from school.growth.cms.agreement_texts import AgreementTextViewSet
    from school.growth.cms.contest_texts import ContestTextViewSet
    from school.growth.cms.score_rules import ScoreRuleViewSet

    return [
        AgreementTextViewSet("agreement_texts", url_prefix="agreement-texts"),
        ContestTextViewSet("contest_texts", url_prefix="contest-texts"),
        ScoreRuleViewSet("score_rules", url_prefix="score-card"),
    ]
