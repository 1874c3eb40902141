"""What operations set up in the CMS: plan templates, and when somebody is to be called."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from school.coaching.models import CoachingLimits, HealthLimit, PlanTemplate
from school.people.menu import SCHOOL_MENU_HOOK


class ReadTemplateView(generic.InspectView):
    """A template with its parts, for who may only read it."""

    def get_fields_context(self):
        parts = [
            {"label": f"{part.get_kind_display()} · {part.day}", "value": part}
            for part in self.object.items.all()
        ]
        return [field for field in super().get_fields_context() if field["value"]] + parts


class PlanTemplateViewSet(ModelViewSet):
    model = PlanTemplate
    icon = "tasks"
    menu_order = 662
    menu_hook = SCHOOL_MENU_HOOK
    list_display = ["__str__", "cohort", "days", "active"]
    list_filter = ["cohort", "active"]
    inspect_view_enabled = True
    inspect_view_class = ReadTemplateView
    inspect_view_fields = ["name", "name_en", "cohort", "days", "words", "words_en", "active"]
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("cohort"), FieldPanel("days"), FieldPanel("active")]),
                FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
                FieldRowPanel([FieldPanel("words"), FieldPanel("words_en")]),
            ],
            gettext_lazy("The plan"),
        ),
        InlinePanel(
            "items",
            heading=gettext_lazy("What it is made of"),
            panels=[
                FieldRowPanel([FieldPanel("kind"), FieldPanel("refers_to")]),
                FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")]),
                FieldRowPanel([FieldPanel("words"), FieldPanel("words_en")]),
                FieldRowPanel([FieldPanel("day"), FieldPanel("every_days")]),
                FieldPanel("decides"),
            ],
        ),
    ]


class AheadOnly:
    """Limits that have begun stay as they are: flags refer to them."""

    def dispatch(self, request, *args, **kwargs):
        if get_object_or_404(CoachingLimits, pk=kwargs["pk"]).has_begun:
            messages.info(request, _("These have begun and don't change. Add new ones."))
            return redirect(self.index_url_name)
        return super().dispatch(request, *args, **kwargs)


class EditLimitsView(AheadOnly, generic.EditView):
    pass


class DeleteLimitsView(AheadOnly, generic.DeleteView):
    pass


class CoachingLimitsViewSet(ModelViewSet):
    model = CoachingLimits
    icon = "warning"
    menu_order = 664
    menu_hook = SCHOOL_MENU_HOOK
    list_display = [
        "__str__",
        "fall_percent",
        "closed_days",
        "complaints",
        "idle_days",
        "case_load",
    ]
    copy_view_enabled = True
    edit_view_class = EditLimitsView
    delete_view_class = DeleteLimitsView
    panels = [
        FieldPanel("valid_from"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("fall_percent"), FieldPanel("fall_weeks")]),
                FieldPanel("closed_days"),
                FieldRowPanel([FieldPanel("complaints"), FieldPanel("complaints_days")]),
                FieldPanel("idle_days"),
            ],
            gettext_lazy("At risk"),
        ),
        FieldRowPanel([FieldPanel("case_load"), FieldPanel("least_compared")]),
    ]


class HealthLimitViewSet(ModelViewSet):
    model = HealthLimit
    icon = "tick-inverse"
    menu_order = 666
    menu_hook = SCHOOL_MENU_HOOK
    form_fields = ["area", "fine_from", "strong_from"]
    list_display = ["__str__", "fine_from", "strong_from"]
    copy_view_enabled = False


VIEWSETS = [
    PlanTemplateViewSet("plan_templates"),
    CoachingLimitsViewSet("coaching_limits"),
    HealthLimitViewSet("health_limits"),
]
