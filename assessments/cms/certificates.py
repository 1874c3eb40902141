"""Certificates in the CMS: the list, and withdrawing one."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from assessments import certificate as rules
from assessments.models import Certificate
from school.people.menu import SCHOOL_MENU_HOOK


class RevokeForm(forms.ModelForm):
    """Why a certificate is withdrawn."""

    class Meta:
        model = Certificate
        fields = ["reason"]
        labels = {"reason": _("Withdraw it, because")}
        help_texts = {"reason": _("Whoever looks the code up learns that it is withdrawn.")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True


class CertificateListView(generic.IndexView):
    def get_base_queryset(self):
        seen = Certificate.objects.visible_to(self.request.user)
        return seen.select_related("leader__user")


class RevokeView(generic.EditView):
    submit_button_label = _("Withdraw this certificate")
    success_message = _("The certificate is withdrawn.")

    def get_queryset(self):
        return Certificate.objects.visible_to(self.request.user)

    def save_instance(self):
        reason = self.form.cleaned_data["reason"]
        return rules.revoke(certificate=self.object, by=self.request.user, reason=reason)


class CertificateViewSet(ModelViewSet):
    model = Certificate
    icon = "clipboard-list"
    menu_label = _("Certificates")
    menu_order = 340
    menu_hook = SCHOOL_MENU_HOOK
    index_view_class = CertificateListView
    edit_view_class = RevokeView
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = ["name", "title_now", "kind", "issued_on", "code", "revoked_at"]
    list_filter = ["kind", "issued_on"]
    search_fields = ["name", "code"]

    def get_form_class(self, for_update: bool = False):
        return RevokeForm

    def get_edit_handler(self):
        return None
