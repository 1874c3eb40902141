"""The tiers in the CMS: their names, and whether two people decide. What they pay and ask is in
the rules; no tier comes or goes here."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from school.people.menu import SCHOOL_MENU_HOOK
from school.people.screen import Screen
from school.standing.models import Tier

TITLE = _("Tiers")


class TierScreen(Screen):
    header_icon = "order"

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm("standing.change_tier"):
            raise PermissionDenied


class TiersView(TierScreen):
    page_title = TITLE
    template_name = "standing/cms/tiers.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(tiers=Tier.objects.all(), **kwargs)


class TierForm(forms.ModelForm):
    class Meta:
        model = Tier
        fields = ["name", "name_en", "two_people"]


class TierView(TierScreen):
    """One tier's names, and who decides about moves into it."""

    template_name = "standing/cms/tier.html"
    above = (("tiers:index", TITLE),)

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.tier = get_object_or_404(Tier, pk=kwargs["pk"])

    def get_page_title(self):
        return str(self.tier)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", TierForm(instance=self.tier))
        return super().get_context_data(**kwargs)

    def post(self, request, *_args, **_kwargs):
        form = TierForm(request.POST, instance=self.tier)
        if not form.is_valid():
            self.tier.refresh_from_db()
            return self.render_to_response(self.get_context_data(form=form), status=422)
        form.save()
        messages.success(request, _("Saved."))
        return redirect("tiers:index")


class TierViewSet(ModelViewSet):
    """Gives the tiers their place in the menu. Operations may change tiers and nobody adds or
    deletes one: no role has the permission, and there is no screen for it."""

    model = Tier
    icon = "order"
    menu_label = TITLE
    menu_order = 655
    menu_hook = SCHOOL_MENU_HOOK
    form_fields = TierForm.Meta.fields
    copy_view_enabled = False

    def get_urlpatterns(self):
        return [
            path("", TiersView.as_view(), name="index"),
            path("edit/<slug:pk>/", TierView.as_view(), name="edit"),
        ]
