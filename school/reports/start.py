"""What the CMS's first page shows: the way into the school's screens."""

from wagtail.admin.ui.components import Component

from school.people.menu import entries


class SchoolPanel(Component):
    name = "school"
    order = 230  # Below what waits for this person, above what she edited of late.
    template_name = "reports/start.html"

    def get_context_data(self, parent_context):
        return {"menu": entries(parent_context["request"])}
