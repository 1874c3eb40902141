"""Static files in production."""

from functools import cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's hashed and compressed files, whose addresses are looked up once: they don't
    change while a server runs, and a page with icons asks for the same one dozens of times."""

    # Our modules name each other; Wagtail's scripts are bundles and name nothing.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (
            "js/*.js",
            (
                (
                    r"""(?P<matched>(?P<what>import {[^}]*} from) ['"](?P<url>\./[^'"]+)['"];)""",
                    """%(what)s "%(url)s";""",
                ),
                (
                    r"""(?P<matched>import\(['"](?P<url>\./[^'"]+)['"]\))""",
                    """import("%(url)s")""",
                ),
            ),
        ),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.url = cache(super().url)
