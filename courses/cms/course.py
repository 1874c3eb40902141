"""A trainer's screen of one course: its steps in order, for whom and when, in both languages."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.authoring.archive import archive, restore
from courses.authoring.board import Board
from courses.authoring.copying import copy_course
from courses.authoring.editing import change, check_editor, may_reorder, reorder
from courses.authoring.moving import move_step
from courses.authoring.translating import translate
from courses.cms.course_forms import CopyForm, MoveForm, SettingsForm, StepForm, named
from courses.models import Enrolment
from school.lib.refusal import Refusal
from school.people import roles
from school.people.access import check_role
from school.people.screen import Screen

SHOW, LIST = "courses_cms:course", "courses_cms:courses"


class CourseScreen(Screen):
    """What all screens of one course share. Only for who may edit it."""

    above = ((LIST, gettext_lazy("Courses")),)
    header_icon = "folder-open-inverse"

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.key: UUID = kwargs["key"]

    def dispatch(self, request, *args, **kwargs):
        check_role(request.user, {roles.TRAINER})
        self.board = Board.of(self.key)
        if self.board is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return f"{self.board.course.code} {self.board.title}"


class EditScreen(CourseScreen):
    template_name = "courses/cms/course.html"

    def get_context_data(self, **kwargs):
        board, course = self.board, self.board.course
        permissions = course.permissions_for_user(self.request.user)
        kwargs.setdefault("settings", SettingsForm(course))
        kwargs.setdefault("steps", [StepForm(line) for line in board.lines])
        kwargs.setdefault("copy", CopyForm(course))
        return super().get_context_data(
            board=board,
            course=course,
            may_publish=permissions.can_publish(),
            may_edit=permissions.can_edit(),
            may_reorder=may_reorder(board.courses, self.request.user),
            others=named(kwargs["settings"].others),
            taking=Enrolment.objects.filter(course_key=self.key).count(),
            **kwargs,
        )

    def post(self, request: HttpRequest, key: UUID) -> HttpResponse:
        for name, action in self.ACTIONS.items():
            if name in request.POST:
                try:
                    return action(self)
                except Refusal as refusal:
                    messages.error(request, str(refusal))
                    return redirect(SHOW, key)
        return redirect(SHOW, key)

    def _save_settings(self) -> HttpResponse:
        form = SettingsForm(self.board.course, self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(settings=form))
        done = [
            change([page], form.values(page.language), user=self.request.user)
            for page in self.board.courses
        ]
        return self._saved(all(done))

    def _save_steps(self) -> HttpResponse:
        forms = [StepForm(line, self.request.POST) for line in self.board.lines]
        valid = [form.is_valid() for form in forms]
        if not all(valid):
            return self.render_to_response(self.get_context_data(steps=forms))
        user, done = self.request.user, []
        for form in forms:
            if changes := form.changes():
                pages = [one.page for one in form.line.versions if one.page]
                done.append(change(pages, changes, user=user))
        self._reorder(self.request.POST.getlist("order"))
        return self._saved(all(done))

    def _reorder(self, order: list[str]) -> None:
        known = {str(line.key): line.key for line in self.board.lines}
        keys = [known[key] for key in order if key in known]
        if keys != [line.key for line in self.board.lines]:
            reorder(self.board.courses, keys, user=self.request.user)

    def _turn(self, name: str, by: int) -> HttpResponse:
        """One step up or down, for who has no mouse."""
        keys = [str(line.key) for line in self.board.lines]
        wanted = self.request.POST[name]
        if wanted in keys:
            at = keys.index(wanted)
            to = min(max(at + by, 0), len(keys) - 1)
            keys.insert(to, keys.pop(at))
            self._reorder(keys)
        return redirect(SHOW, self.key)

    def _up(self) -> HttpResponse:
        return self._turn("up", -1)

    def _down(self) -> HttpResponse:
        return self._turn("down", 1)

    def _saved(self, holds: bool) -> HttpResponse:
        if holds:
            messages.success(self.request, _("Saved, in all languages."))
        else:
            messages.success(
                self.request,
                _("Kept as a draft. Submit it in the page's editor: a head trainer publishes it."),
            )
        return redirect(SHOW, self.key)

    def _copy(self) -> HttpResponse:
        form = CopyForm(self.board.course, self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(copy=form))
        user = self.request.user
        titles = {
            page.language: _("%(title)s (copy)") % {"title": page.title}
            for page in self.board.courses
        }
        code = form.cleaned_data["code"]
        key = copy_course(self.board.courses, code=code, titles=titles, user=user)
        messages.success(self.request, _("This is the copy, as a draft."))
        return redirect(SHOW, key)

    def _move(self) -> HttpResponse:
        form = MoveForm(self.request.POST)
        target = Board.of(form.cleaned_data["to"]) if form.is_valid() else None
        keys = [line.key for line in self.board.lines]
        if target is None or form.cleaned_data["step"] not in keys:
            raise Http404
        move_step(
            step_key=form.cleaned_data["step"],
            to=target.course.translation_key,
            user=self.request.user,
        )
        messages.success(
            self.request,
            _("Moved to %(course)s, with everything that leaders did there.")
            % {"course": target.title},
        )
        return redirect(SHOW, self.key)

    def _archive(self) -> HttpResponse:
        archive(self.board.courses, user=self.request.user)
        messages.success(self.request, _("In the archive. Whoever is in it can finish."))
        return redirect(SHOW, self.key)

    def _restore(self) -> HttpResponse:
        restore(self.board.courses, user=self.request.user)
        return redirect(SHOW, self.key)

    def _translate(self) -> HttpResponse:
        """Drafts in the language that is missing, with the words of the other one to write over."""
        check_editor(self.request.user, self.board.courses)
        translate(self.board, language=self.request.POST["translate"])
        return redirect(SHOW, self.key)

    ACTIONS = {
        "save_settings": _save_settings,
        "up": _up,
        "down": _down,
        "copy": _copy,
        "move": _move,
        "archive": _archive,
        "restore": _restore,
        "translate": _translate,
        "save_steps": _save_steps,
    }
