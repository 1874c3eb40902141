"""The agreements in the CMS: all versions, and one version with its text."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from school.growth import standing_with
from school.growth.access import DecidersOnly, OwnersOnly, owns
from school.growth.agreement import draft_from, publish
from school.growth.models import Agreement
from school.growth.wording import as_html
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.screen import Screen

TITLE = gettext_lazy("Agreements")


class AgreementsView(DecidersOnly, Screen):
    """Both kinds: the version that is offered with its numbers, and the versions before it."""

    page_title = TITLE
    header_icon = "doc-full"
    template_name = "growth/cms/agreements.html"

    def get_context_data(self, **kwargs):
        versions = list(Agreement.objects.select_related("published_by"))
        kinds = [self._kind(kind, versions) for kind in Agreement.Kind]
        return super().get_context_data(kinds=kinds, owns=owns(self.request.user), **kwargs)

    def _kind(self, kind: Agreement.Kind, versions: list[Agreement]) -> dict:
        mine = [one for one in versions if one.kind == kind]
        newest = next((one for one in mine if not one.is_draft), None)
        counts = newest and standing_with.counts(newest, self.request.user, dates.today())
        tabs = [(who, standing_with.NAMES[who], counts[who]) for who in counts or ()]
        return {"kind": kind, "versions": mine, "newest": newest, "tabs": tabs}


class VersionView(DecidersOnly, Screen):
    """One version: its words in both languages, and what may be done with it."""

    above = (("agreements:list", TITLE),)
    template_name = "growth/cms/version.html"

    def get_page_title(self):
        return str(self.agreement)

    @property
    def agreement(self) -> Agreement:
        if not hasattr(self, "_agreement"):
            self._agreement = get_object_or_404(Agreement, pk=self.kwargs["pk"])
        return self._agreement

    def get_context_data(self, **kwargs):
        texts = [
            (self.agreement.title, as_html(self.agreement.text), "zh-hans"),
            (self.agreement.title_en, as_html(self.agreement.text_en), "en"),
        ]
        return super().get_context_data(
            agreement=self.agreement, texts=texts, owns=owns(self.request.user), **kwargs
        )


class PublishView(OwnersOnly, View):
    """Publish a draft: from now on it is the one that is offered."""

    http_method_names = ["post"]

    def post(self, request, pk: int) -> HttpResponseRedirect:
        agreement = get_object_or_404(Agreement, pk=pk)
        try:
            publish(agreement=agreement, by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("agreements:version", pk)
        messages.success(request, _("Published. Now it can be offered."))
        return redirect(f"{reverse('agreements:people', args=[pk])}?who={standing_with.MISSING}")


class DraftView(OwnersOnly, View):
    """Begin a new version with the words of this one."""

    http_method_names = ["post"]

    def post(self, request, pk: int) -> HttpResponseRedirect:
        draft = draft_from(get_object_or_404(Agreement, pk=pk))
        return redirect("agreement_texts:edit", draft.pk)
