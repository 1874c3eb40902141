"""Writing drafts of agreements: Wagtail's own forms, and closed once a version is published."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from school.growth.models import Agreement


class CreateDraftView(generic.CreateView):
    def get_success_url(self):
        return reverse("agreements:version", args=[self.object.pk])


class EditDraftView(generic.EditView):
    """Published versions stay as they are: people have signed them."""

    def dispatch(self, request, *args, **kwargs):
        agreement = get_object_or_404(Agreement, pk=kwargs["pk"])
        if agreement.is_draft:
            return super().dispatch(request, *args, **kwargs)
        messages.info(request, _("A published version never changes. Write a new one."))
        return redirect("agreements:version", agreement.pk)

    def get_success_url(self):
        return reverse("agreements:version", args=[self.object.pk])


class AgreementTextViewSet(ModelViewSet):
    model = Agreement
    icon = "doc-full"
    copy_view_enabled = False
    add_to_reference_index = False
    add_view_class = CreateDraftView
    edit_view_class = EditDraftView
    list_display = ["__str__", "kind", "state", "published_at"]
    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("note")]),
        MultiFieldPanel(
            [FieldPanel("title"), FieldPanel("text")], heading=gettext_lazy("In Chinese")
        ),
        MultiFieldPanel(
            [FieldPanel("title_en"), FieldPanel("text_en")], heading=gettext_lazy("In English")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("valid_months"), FieldPanel("notice_days")]),
                FieldRowPanel([FieldPanel("sign_days"), FieldPanel("renew_days")]),
            ],
            heading=gettext_lazy("Times"),
        ),
    ]
