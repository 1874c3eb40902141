"""Guests and topics in the CMS: one form each."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.cms.trainings.kit_base import OWNERS, KitScreen
from courses.cms.trainings.kit_form import GuestForm, TopicForm
from courses.models import Guest, Topic
from courses.trainings import guest as rules
from school.lib.private import serve
from school.lib.refusal import Refusal


class GuestsScreen(KitScreen):
    page_title = gettext_lazy("Guests")
    template_name = "courses/cms/guests.html"
    tab = "kits:guests"
    may = OWNERS

    def get_context_data(self, **kwargs):
        guests = Guest.objects.select_related("consent_by").prefetch_related("nights__session")
        return super().get_context_data(guests=guests, **kwargs)


class OneThing(KitScreen):
    """A form for a row that is there or (without `pk`) a new one."""

    template_name = "courses/cms/thing.html"
    may = OWNERS
    model = None
    form_class = None

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        number = kwargs.get("pk")
        self.thing = get_object_or_404(self.model, pk=number) if number else self.model()

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", self.make_form())
        return super().get_context_data(thing=self.thing, back=self.tab, **kwargs)

    def make_form(self, *data):
        return self.form_class(*data, instance=self.thing)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        form = self.make_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.again(form=form)
        try:
            self.keep(request, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.again(form=form)
        messages.success(request, _("Saved."))
        return redirect(self.tab)

    def keep(self, request: HttpRequest, form) -> None:
        form.save()


class GuestScreen(OneThing):
    page_title = gettext_lazy("Guest")
    tab = "kits:guests"
    model, form_class = Guest, GuestForm

    def make_form(self, *data):
        return GuestForm(*data, instance=self.thing, initial={"agrees": self.thing.may_be_shown})

    def keep(self, request: HttpRequest, form) -> None:
        rules.save_guest(
            guest=form.instance,
            consent=form.cleaned_data["agrees"],
            by=request.user,
            photo=form.cleaned_data["picture"],
        )


class GuestPhoto(KitScreen):
    may = OWNERS

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        guest = get_object_or_404(Guest, pk=pk)
        if not guest.photo:
            raise Http404
        return serve(guest.photo, content_type="image/jpeg", name="guest.jpg")


class TopicScreen(OneThing):
    page_title = gettext_lazy("Suggested topic")
    tab = "kits:topics"
    model, form_class = Topic, TopicForm
