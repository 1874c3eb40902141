"""What the screens of decisions share: who may come in, the tabs, and a page on which somebody
reads what it is about, writes a reason, and decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from school.lib.refusal import Refusal
from school.people.models import Leader
from school.people.screen import Screen
from school.standing.access import may_decide, may_read

PER_PAGE = 20
TITLE = pgettext_lazy("managers' screens", "Decisions")
TABS = [
    ("reviews", _("Reviews and plans")),
    ("goodbyes", _("Leaving")),
    ("cases", _("Cases")),
    ("history", _("History")),
]


class DecisionScreen(Screen):
    """A screen of this section, for managers, coaches and operations."""

    header_icon = "history"
    above: tuple[tuple[str, Any], ...] = (("decisions:reviews", TITLE),)
    tab = ""

    def dispatch(self, request, *args, **kwargs):
        if not may_read(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        tabs = [(reverse(f"decisions:{name}"), label, name == self.tab) for name, label in TABS]
        return super().get_context_data(tabs=tabs, **kwargs)

    def paged(self, rows: QuerySet) -> Page:
        return Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Your reason"),
        max_length=1000,
        widget=AdminAutoHeightTextInput(attrs={"rows": 4}),
    )


@dataclass(frozen=True)
class Button:
    """One way to decide: what is sent, what it says, and whether it is the usual one."""

    value: str
    label: Any
    usual: bool = False


class DecideScreen(DecisionScreen):
    """One thing to decide about. A subclass finds it, shows it, and acts; a refusal comes back as
    a sentence above the form."""

    template_name = "standing/cms/decide.html"
    form_class: type[forms.Form] = ReasonForm
    hint: Any = ""

    @cached_property
    def subject(self) -> Any:
        """What it is about; another region's is not found."""
        raise NotImplementedError

    @property
    def leader(self) -> Leader:
        return self.subject.leader

    def get_page_title(self):
        return self.page_title or self.leader.name

    def lines(self) -> Iterable[tuple[Any, Any]]:
        return []

    def buttons(self) -> list[Button]:
        """Empty where nothing is to be decided, or not by this person."""
        raise NotImplementedError

    def act(self, choice: str, said: dict[str, Any]) -> Any:
        """Do what was chosen; answers the sentence that says so."""
        raise NotImplementedError

    def back(self) -> str:
        return reverse("reports:story", args=[self.leader.pk])

    @property
    def may_decide(self) -> bool:
        return may_decide(self.request.user, self.leader)

    def post(self, request, *_args, **_kwargs):
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self._again(form)
        try:
            done = self.act(request.POST.get("choice", ""), form.cleaned_data)
        except Refusal as refusal:
            return self._again(form, str(refusal))
        messages.success(request, done)
        return HttpResponseRedirect(self.back())

    def _again(self, form: forms.Form, problem: str = ""):
        context = self.get_context_data(form=form, problem=problem)
        return self.render_to_response(context, status=422)

    def get_context_data(self, **kwargs):
        self.page_subtitle = self.leader.name
        kwargs.setdefault("form", self.form_class())
        kwargs |= {
            "subject": self.subject,
            "leader": self.leader,
            "lines": [line for line in self.lines() if line[1] not in (None, "")],
            "buttons": self.buttons(),
            "hint": self.hint,
            "back": self.back(),
        }
        return super().get_context_data(**kwargs)


def leaders_seen(user) -> QuerySet[Leader]:
    return Leader.objects.visible_to(user).select_related("user", "region__parent", "coach")
