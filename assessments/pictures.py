"""Pictures of questions that came in a file, as images of the CMS."""

from hashlib import sha1
from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image, UnidentifiedImageError
from wagtail.images import get_image_model

KINDS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp"}
LARGEST = 15 * 2**20
# A phone's panorama has 60 million points; a bomb has more.
MOST_POINTS = 64_000_000


def suffix_of(content: bytes) -> str:
    """The ending of the file's name by its content; "" for what is no picture that we show."""
    if len(content) > LARGEST:
        return ""
    try:
        with Image.open(BytesIO(content), formats=list(KINDS)) as picture:
            if picture.width * picture.height > MOST_POINTS:
                return ""
            picture.verify()
            return KINDS[picture.format]
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ""


def keep(name: str, content: bytes, by) -> tuple[object, bool]:
    """The picture as an image of the CMS, and whether it is a new one: the same picture is kept
    once. `content` is one that `suffix_of` knows."""
    model = get_image_model()
    known = model.objects.filter(file_hash=sha1(content).hexdigest()).first()
    if known:
        return known, False
    stem = name.rpartition("/")[2].rpartition(".")[0][:60] or "picture"
    file = ImageFile(BytesIO(content), name=f"{stem}.{suffix_of(content)}")
    image = model(title=stem, file=file, uploaded_by_user=by)
    image._set_file_hash()
    image.save()
    return image, True
