"""One leader, as her coach sees her: what is due, what was said, what she gets wrong."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from school.coaching import contact, note
from school.coaching.forms import MetricForm, NoteForm, RecordForm
from school.coaching.models import Note, Plan
from school.coaching.portrait import Portrait
from school.coaching.queue import entry_of
from school.coaching.views.base import CoachView, coached_leader
from school.lib import dates
from school.lib.refusal import Refusal


class LeaderView(CoachView):
    header_icon = "user"
    template_name = "coaching/cms/leader.html"
    above = (("coach:queue", gettext_lazy("Coaching")),)

    def get_page_title(self):
        return self.leader.name

    @cached_property
    def leader(self):
        return coached_leader(self.request.user, self.kwargs["leader_id"])

    @cached_property
    def entry(self):
        return entry_of(self.leader, dates.today())

    def get_context_data(self, **kwargs):
        portrait = Portrait(self.leader, self.request.user)
        kwargs.setdefault("record_form", RecordForm(items=self.entry.items))
        kwargs.setdefault("note_form", NoteForm(prefix="note"))
        metric = portrait.plan.metric if portrait.plan else ""
        return super().get_context_data(
            leader=self.leader,
            entry=self.entry,
            portrait=portrait,
            metric_form=MetricForm(initial={"metric": metric}),
            **kwargs,
        )

    def again(self, **forms):
        """The page with a form that was not right, and what was written in it."""
        return self.render_to_response(self.get_context_data(**forms), status=422)


class RecordView(LeaderView):
    """A contact is written down; from the list, the way leads back to it."""

    http_method_names = ["post"]

    def post(self, request, leader_id: int):
        form = RecordForm(request.POST, items=self.entry.items)
        if not form.is_valid():
            return self.again(record_form=form)
        said = form.cleaned_data
        try:
            contact.record(
                leader=self.leader,
                by=request.user,
                outcome=said["outcome"],
                on=dates.today(),
                words=said["words"],
                next_on=said["next_on"],
                item_ids=said.get("items", ()),
                decision=said.get("decision", ""),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.again(record_form=form)
        messages.success(request, _("Written down: %(name)s.") % {"name": self.leader.name})
        back = request.POST.get("back") == "queue"
        return redirect("coach:queue") if back else redirect("coach:leader", leader_id)


class NoteView(LeaderView):
    """A note, or a correction of one's own."""

    http_method_names = ["post"]

    def post(self, request, leader_id: int):
        form = NoteForm(request.POST, prefix="note")
        if not form.is_valid():
            return self.again(note_form=form)
        try:
            note.write(
                leader=self.leader, by=request.user, corrects=self._old(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.again(note_form=form)
        messages.success(request, _("The note is kept."))
        return redirect("coach:leader", leader_id)

    def _old(self) -> Note | None:
        """The note that is corrected, if one is."""
        pk = self.request.POST.get("corrects", "")
        if not pk.isdecimal():
            return None
        notes = Note.objects.visible_to(self.request.user).filter(leader=self.leader)
        return get_object_or_404(notes, pk=pk)


class MetricView(LeaderView):
    """The one number that she looks at."""

    http_method_names = ["post"]

    def post(self, request, leader_id: int):
        form = MetricForm(request.POST)
        if form.is_valid():
            running = Plan.objects.running().filter(leader=self.leader)
            running.update(metric=form.cleaned_data["metric"])
            messages.success(request, _("Saved."))
        return redirect("coach:leader", leader_id)
