"""Telling many leaders something: write, see how many it reaches, send."""

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from school.lib.refusal import Refusal
from school.notices import audience
from school.notices.access import may_announce
from school.notices.announcing import announce, key_of
from school.notices.cms.base import NoticeScreen
from school.notices.models import Announcement, Notice
from school.people import roles

NAMES_SHOWN = 5


class AnnouncementForm(forms.Form):
    to = forms.ChoiceField(label=pgettext_lazy("announcement", "To"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=80)
    body = forms.CharField(
        label=gettext_lazy("Text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Empty: everybody reads the words above."),
    )
    body_en = forms.CharField(
        label=gettext_lazy("Text in English"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    important = forms.BooleanField(
        label=gettext_lazy("Important: who hasn't read it is called"), required=False
    )
    by_sms = forms.BooleanField(label=gettext_lazy("Also as a text message"), required=False)
    to_group = forms.BooleanField(
        label=gettext_lazy("Also into the chat group, by its robot"), required=False
    )

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = audience.choices(user)


class AnnouncementsView(NoticeScreen):
    """What was announced, and how many have read it."""

    allowed = staticmethod(may_announce)
    page_title = gettext_lazy("Announcements")
    template_name = "notices/cms/announcements.html"
    tab = "announcements"

    def get_context_data(self, **kwargs):
        user = self.request.user
        rows = Announcement.objects.select_related("by")
        if not roles.has_any(user, {roles.OPERATIONS}):
            rows = rows.filter(by=user)
        page = self.paged(rows)
        read = _read([key_of(one) for one in page.object_list])
        page.object_list = [(one, read.get(key_of(one), 0)) for one in page.object_list]
        return super().get_context_data(page=page, **kwargs)


def _read(keys: list[str]) -> dict[str, int]:
    """How many have read the notices of each key."""
    rows = Notice.objects.filter(key__in=keys).order_by().values("key")
    counted = rows.annotate(read=Count("pk", filter=Q(read_at__isnull=False)))
    return {row["key"]: row["read"] for row in counted}


class AnnounceView(NoticeScreen):
    allowed = staticmethod(may_announce)
    page_title = gettext_lazy("New announcement")
    template_name = "notices/cms/announce.html"
    above = (*NoticeScreen.above, ("office_notices:announcements", AnnouncementsView.page_title))
    tab = "announcements"

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", AnnouncementForm(user=self.request.user))
        return super().get_context_data(**kwargs)

    def post(self, request):
        form = AnnouncementForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            if request.POST.get("step") != "send":
                return self._look(form)
            made = announce(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        words = _("On its way to %(number)s leaders.") % {"number": made.people}
        messages.success(request, words)
        return redirect("office_notices:announcements")

    def _look(self, form: AnnouncementForm):
        """Before it goes: to how many, and as they will read it."""
        code, _colon, ref = form.cleaned_data["to"].partition(":")
        leaders = audience.reached(self.request.user, code, ref)
        names = leaders.select_related("user").order_by("user__name")[:NAMES_SHOWN]
        context = {"form": form, "number": leaders.count(), "names": [one.name for one in names]}
        return self.render_to_response(self.get_context_data(looked=form.cleaned_data, **context))
