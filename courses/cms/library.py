"""The library and the evening audio in the CMS: Wagtail's own lists and forms."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet

from courses.audio_note import next_evening
from courses.models import AudioNote, LibraryItem
from school.people.menu import SCHOOL_MENU_HOOK


class LibraryViewSet(ModelViewSet):
    model = LibraryItem
    icon = "folder-inverse"
    menu_order = 330
    menu_hook = SCHOOL_MENU_HOOK
    menu_label = _("Library")
    copy_view_enabled = False
    list_display = [
        "name",
        "kind",
        BooleanColumn("public", label=_("For everybody")),
        BooleanColumn("live", label=_("Published")),
    ]
    list_filter = ["kind", "public", "live"]
    search_fields = ["title", "title_en"]
    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("order")]),
        FieldRowPanel([FieldPanel("summary"), FieldPanel("summary_en")]),
        FieldPanel("file"),
        FieldPanel("body"),
        FieldPanel("body_en"),
        FieldRowPanel([FieldPanel("public"), FieldPanel("live")]),
    ]


class AudioNoteForm(WagtailAdminModelForm):
    """A new one is meant for the next evening that is free."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk and not self.initial.get("publishes_at"):
            self.initial["publishes_at"] = next_evening()


class AudioNoteViewSet(ModelViewSet):
    model = AudioNote
    icon = "media"
    menu_order = 335
    menu_hook = SCHOOL_MENU_HOOK
    menu_label = _("Evening audio")
    copy_view_enabled = False
    list_display = [
        "name",
        "speaker",
        "length",
        DateColumn("publishes_at", label=_("Appears"), sort_key="publishes_at"),
        DateColumn("told_at", label=_("Leaders told")),
    ]
    search_fields = ["title", "title_en", "speaker"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")]),
            MultiFieldPanel(
                [FieldPanel("file"), FieldRowPanel([FieldPanel("length"), FieldPanel("speaker")])],
                _("The sound"),
            ),
            FieldPanel("publishes_at"),
            FieldPanel("words"),
        ],
        base_form_class=AudioNoteForm,
    )


VIEWSETS = [LibraryViewSet("library"), AudioNoteViewSet("audio")]
