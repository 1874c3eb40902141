"""Writing contests: Wagtail's own forms, and closed once a contest is published."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from school.growth.models import Campaign


class CreateContestView(generic.CreateView):
    def get_success_url(self):
        return reverse("contests:one", args=[self.object.pk])


class EditContestView(generic.EditView):
    """Rules don't change while people play by them."""

    def dispatch(self, request, *args, **kwargs):
        contest = get_object_or_404(Campaign, pk=kwargs["pk"])
        if contest.state == Campaign.State.DRAFT:
            return super().dispatch(request, *args, **kwargs)
        messages.info(request, _("Published contests stay as they are."))
        return redirect("contests:one", contest.pk)

    def get_success_url(self):
        return reverse("contests:one", args=[self.object.pk])


class ContestTextViewSet(ModelViewSet):
    model = Campaign
    icon = "pick"
    copy_view_enabled = False
    add_to_reference_index = False
    add_view_class = CreateContestView
    edit_view_class = EditContestView
    list_display = ["title", "metric", "starts_on", "ends_on", "state"]
    panels = [
        MultiFieldPanel(
            [FieldPanel("title"), FieldPanel("brief")], heading=gettext_lazy("In Chinese")
        ),
        MultiFieldPanel(
            [FieldPanel("title_en"), FieldPanel("brief_en")], heading=gettext_lazy("In English")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("metric"), FieldPanel("teams")]),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldPanel("region"),
            ],
            heading=gettext_lazy("How it goes"),
        ),
    ]
