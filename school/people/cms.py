"""The people's screens in the CMS."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.forms import GroupForm as WagtailGroupForm
from wagtail.users.forms import UserCreationForm as WagtailUserCreationForm
from wagtail.users.forms import UserEditForm as WagtailUserEditForm
from wagtail.users.views.groups import GroupViewSet as WagtailGroupViewSet
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from school.people.adapter import LocalPhoneField
from school.people.menu import SCHOOL_MENU_HOOK
from school.people.models import Intake, Invitation, Region
from school.people.permissions import KEPT

UNUSED = ("email", "first_name", "last_name", "password1", "password2")


class _PersonForm(forms.ModelForm):
    """Wagtail's account form without names in two parts, e-mail and passwords: people log in by
    a code to their phone."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"] = LocalPhoneField(label=_("Mobile number"))
        for name in UNUSED:
            self.fields.pop(name, None)

    @property
    def password_enabled(self) -> bool:
        return False


class UserCreationForm(_PersonForm, WagtailUserCreationForm):
    class Meta(WagtailUserCreationForm.Meta):
        fields = ["phone", "name", "language", "regions", "is_superuser", "groups"]


class UserEditForm(_PersonForm, WagtailUserEditForm):
    class Meta(WagtailUserEditForm.Meta):
        fields = ["phone", "name", "language", "regions", "is_active", "is_superuser", "groups"]


class UserViewSet(WagtailUserViewSet):
    def get_form_class(self, for_update: bool = False):
        return UserEditForm if for_update else UserCreationForm


class GroupForm(WagtailGroupForm):
    """Says of a group that is a role that its rights are set anew with each upgrade."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.name in KEPT:
            self.fields["name"].disabled = True
            self.fields["name"].help_text = _(
                "The school keeps this group: what you change lasts until the next upgrade. "
                "To give somebody more, make another group."
            )


class GroupViewSet(WagtailGroupViewSet):
    def get_form_class(self, for_update: bool = False):
        return GroupForm


class RegionViewSet(ModelViewSet):
    model = Region
    icon = "site"
    menu_order = 640
    menu_hook = SCHOOL_MENU_HOOK
    form_fields = ["name", "parent"]
    list_display = ["__str__", "parent"]
    search_fields = ["name"]


class IntakeViewSet(ModelViewSet):
    model = Intake
    icon = "group"
    menu_order = 610
    menu_hook = SCHOOL_MENU_HOOK
    list_display = ["name", "number", "region", "trainer", "starts_on"]
    list_filter = ["region", "trainer"]
    search_fields = ["name"]
    inspect_view_enabled = True
    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("number"), FieldPanel("starts_on")], _("The class")
        ),
        MultiFieldPanel([FieldPanel("region"), FieldPanel("trainer")], _("Where and with whom")),
        MultiFieldPanel([FieldPanel("welcome"), FieldPanel("group_qr")], _("First page")),
    ]


class InvitationViewSet(ModelViewSet):
    model = Invitation
    icon = "mail"
    menu_order = 620
    menu_hook = SCHOOL_MENU_HOOK
    form_fields = ["code", "intake", "invited_by", "source", "max_uses", "expires_at", "revoked_at"]
    list_display = ["code", "intake", "invited_by", "source", "max_uses", "expires_at"]
    list_filter = ["intake", "source"]
    search_fields = ["code", "source"]
    copy_view_enabled = False


VIEWSETS = [IntakeViewSet("intakes"), InvitationViewSet("invitations"), RegionViewSet("regions")]
