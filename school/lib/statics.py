"""Static files in production."""

from functools import cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's hashed and compressed files, whose addresses are looked up once: they don't
    change while a server runs, and a page with icons asks for the same one dozens of times."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.url = cache(super().url)
