"""What a lesson is made of: flat blocks, each with one template of its own."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "blockquote"]
PLAIN_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading (new card)")


class TextBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "courses/blocks/text.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("What it shows"),
        required=False,
        help_text=_("For who can't see it. Empty only if the picture adds nothing to the words."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "courses/blocks/picture.html"


class AudioBlock(blocks.StructBlock):
    file = DocumentChooserBlock(label=_("Sound file"))
    title = blocks.CharBlock(label=_("Title"), required=False)
    duration = blocks.RegexBlock(
        label=_("Length"),
        regex=r"^\d{1,2}:[0-5]\d$",
        required=False,
        help_text=_("Like 2:18."),
        error_messages={"invalid": _("Minutes and seconds, like 2:18.")},
    )
    transcript = blocks.RichTextBlock(
        label=_("The same in words"), required=False, features=PLAIN_FEATURES
    )

    class Meta:
        icon = "media"
        label = _("Audio")
        template = "courses/blocks/audio.html"


class VideoBlock(blocks.StructBlock):
    """A film that costs no data until somebody asks for it: a file of ours, or a link away."""

    file = DocumentChooserBlock(label=_("Film file"), required=False)
    url = blocks.URLBlock(label=_("or its address"), required=False)
    title = blocks.CharBlock(label=_("Title"))
    poster = ImageChooserBlock(label=_("Still picture"), required=False)

    class Meta:
        icon = "media"
        label = _("Video")
        template = "courses/blocks/video.html"

    def clean(self, value):
        cleaned = super().clean(value)
        if bool(cleaned["file"]) == bool(cleaned["url"]):
            wanted = ValidationError(_("Give either a film file or an address."))
            raise blocks.StructBlockValidationError(block_errors={"file": wanted})
        return cleaned


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("tip", _("Tip")), ("warning", _("Take care")), ("example", _("For example"))],
        default="tip",
    )
    text = blocks.RichTextBlock(label=_("Text"), features=PLAIN_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Call-out")
        template = "courses/blocks/callout.html"


class ChecklistBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)
    entries = blocks.ListBlock(blocks.CharBlock(label=_("Thing to do")), label=_("List"), min_num=1)

    class Meta:
        icon = "tick"
        label = _("Checklist")
        template = "courses/blocks/checklist.html"


class DoDontBlock(blocks.StructBlock):
    do = blocks.TextBlock(label=_("Do this"), rows=2)
    dont = blocks.TextBlock(label=_("Not this"), rows=2)

    class Meta:
        icon = "resubmit"
        label = _("Do / don't")
        template = "courses/blocks/do_dont.html"


class FlashCardBlock(blocks.StructBlock):
    front = blocks.CharBlock(label=_("Front"))
    back = blocks.TextBlock(label=pgettext_lazy("flash card", "Back"), rows=2)


class FlashCardsBlock(blocks.ListBlock):
    def __init__(self, **kwargs) -> None:
        super().__init__(FlashCardBlock(label=_("Card")), min_num=1, **kwargs)

    class Meta:
        icon = "copy"
        label = _("Flash cards")
        template = "courses/blocks/flash_cards.html"


class DownloadBlock(blocks.StructBlock):
    file = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(
        label=_("Title"), required=False, help_text=_("Empty: the file's own title.")
    )

    class Meta:
        icon = "download"
        label = _("Download")
        template = "courses/blocks/download.html"


class LessonBlocks(blocks.StreamBlock):
    heading = HeadingBlock()
    text = TextBlock(features=TEXT_FEATURES)
    picture = PictureBlock()
    audio = AudioBlock()
    video = VideoBlock()
    callout = CalloutBlock()
    checklist = ChecklistBlock()
    do_dont = DoDontBlock()
    flash_cards = FlashCardsBlock()
    download = DownloadBlock()


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Answer"), max_length=300)
    right = blocks.BooleanBlock(label=_("This is right"), required=False)
    feedback = blocks.TextBlock(
        label=_("What we say to it"), rows=2, help_text=_("One true sentence; never a scolding.")
    )


class CheckBlock(blocks.StructBlock):
    """One question at the end of a lesson. Every answer is met with its own sentence at once,
    without a script and without leaving the page."""

    question = blocks.TextBlock(label=_("Question"), rows=2)
    options = blocks.ListBlock(
        OptionBlock(label=_("Answer")), label=_("Answers"), min_num=2, max_num=6
    )

    class Meta:
        icon = "help"
        label = _("Check question")
        template = "courses/blocks/check.html"

    def clean(self, value):
        cleaned = super().clean(value)
        if not any(option["right"] for option in cleaned["options"]):
            wanted = ValidationError(_("Say which answer is right."))
            raise blocks.StructBlockValidationError(non_block_errors=[wanted])
        return cleaned
