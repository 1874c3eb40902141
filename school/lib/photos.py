"""Photos that leaders hand in: looked at by content, made smaller, stripped of all they say
besides the picture (a phone writes into a photo where it was taken)."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from school.lib.refusal import Refusal

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
LARGEST_FILE = 15 * 1024 * 1024
# A phone's panorama has 60 million points; a bomb has more.
MOST_POINTS = 64_000_000
LONGEST_EDGE = 1600
QUALITY = 82


class Photo:
    """A picture that is safe to keep: JPEG bytes and size in pixels."""

    def __init__(self, content: bytes, width: int, height: int) -> None:
        self.content = ContentFile(content)
        self.width = width
        self.height = height


def read_photo(upload) -> Photo:
    """The uploaded file as a photo to keep: upright, at most 1600 pixels long, JPEG, nothing in
    it but the picture.

    Refuses: photo-too-large (over 15 MB or 64 million points), photo-unreadable (not a picture of
    a kind that phones make, whatever its name says).
    """
    if upload.size > LARGEST_FILE:
        raise Refusal("photo-too-large", _("This photo is too large. Please send a smaller one."))
    picture = _open(upload)
    picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    out = BytesIO()
    # A picture saved anew without its `exif` and `info` has only its points.
    clean = Image.new("RGB", picture.size, "white")
    clean.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    clean.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Photo(out.getvalue(), *clean.size)


def _open(upload) -> Image.Image:
    try:
        picture = Image.open(upload, formats=_readable())
        if picture.width * picture.height > MOST_POINTS:
            raise Refusal(
                "photo-too-large", _("This photo is too large. Please send a smaller one.")
            )
        picture.draft("RGB", (LONGEST_EDGE * 2, LONGEST_EDGE * 2))
        upright = ImageOps.exif_transpose(picture)
        return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refusal(
            "photo-unreadable", _("This file isn't a photo that we can open. Try another one.")
        ) from None


def _readable() -> list[str]:
    Image.init()
    return [name for name in FORMATS if name in Image.OPEN]
