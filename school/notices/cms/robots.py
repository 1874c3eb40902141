"""The robots of chat groups. An address is typed once and never shown again in full."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from school.lib.refusal import Refusal
from school.notices.access import For
from school.notices.cms.base import NoticeScreen
from school.notices.models import Robot
from school.notices.robots import check_address, try_out


class RobotForm(forms.ModelForm):
    new_address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=300,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "From the group's settings, under robots. Kept as a secret: empty keeps the one it has."
        ),
    )

    class Meta:
        model = Robot
        fields = ["name", "intake", "region", "active"]

    def clean_new_address(self) -> str:
        address = self.cleaned_data["new_address"]
        if not address and self.instance.pk:
            return self.instance.address
        try:
            return check_address(address)
        except Refusal as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal

    def clean(self) -> dict:
        cleaned = super().clean()
        if bool(cleaned.get("intake")) == bool(cleaned.get("region")):
            raise ValidationError(_("Choose a class or a region."), code="group-missing")
        return cleaned

    def validate_constraints(self) -> None:
        """The database's own words are for nobody; `clean` has said it."""
        if not self.errors:
            super().validate_constraints()

    def save(self, commit: bool = True) -> Robot:
        self.instance.address = self.cleaned_data["new_address"]
        return super().save(commit)


class RobotsView(NoticeScreen):
    page_title = gettext_lazy("Group robots")
    template_name = "notices/cms/robots.html"
    tab = "robots"

    def get_context_data(self, **kwargs):
        rows = Robot.objects.select_related("intake", "region__parent")
        return super().get_context_data(robots=rows, **kwargs)


class RobotView(NoticeScreen):
    """One robot, or a new one."""

    above = (*NoticeScreen.above, ("office_notices:robots", RobotsView.page_title))
    template_name = "notices/cms/robot.html"
    tab = "robots"

    @cached_property
    def robot(self) -> Robot | None:
        pk = self.kwargs.get("robot_id")
        return get_object_or_404(Robot, pk=pk) if pk else None

    def get_page_title(self):
        return self.robot.name if self.robot else _("New robot")

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", RobotForm(instance=self.robot))
        return super().get_context_data(robot=self.robot, **kwargs)

    def post(self, request, robot_id: int | None = None):
        form = RobotForm(request.POST, instance=self.robot)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        form.save()
        messages.success(request, _("Saved."))
        return redirect("office_notices:robots")


class TryRobotView(For, View):
    """Let it say hello."""

    def post(self, request, robot_id: int):
        robot = get_object_or_404(Robot, pk=robot_id)
        try:
            try_out(robot)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It has said hello in its group."))
        return redirect("office_notices:robots")
