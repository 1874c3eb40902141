"""The score card in the CMS: operations set the points."""

from wagtail.admin.viewsets.model import ModelViewSet

from school.growth.models import ScoreRule


class ScoreRuleViewSet(ModelViewSet):
    model = ScoreRule
    icon = "list-ol"
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ["about", "value", "points"]
    list_display = ["about", "value", "points"]
    list_filter = ["about"]
