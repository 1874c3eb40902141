"""The only things a printed document may read: itself, and files of folders that we name."""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse


class LocalFiles(URLFetcher):
    """Reads data: addresses and files inside the given folders; `refused` names all else.

    Weasyprint goes on without what it can't read, so whoever prints looks at `refused` after.
    """

    def __init__(self, folders: Iterable[Path]):
        super().__init__(allowed_protocols=["data", "file"], allow_redirects=False)
        self.folders = [folder.resolve() for folder in folders]
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        try:
            self._check(url)
            return super().fetch(url, headers)
        except Exception:
            self.refused.append(_name(url))
            raise

    def _check(self, url: str) -> None:
        """Follows links and dots first: what counts is where a file really is. A machine's name
        in the address would be asked of the network."""
        parts = urlsplit(url)
        if parts.scheme.lower() != "file":
            return
        real = Path(unquote(parts.path)).resolve()
        if parts.netloc or not any(real.is_relative_to(folder) for folder in self.folders):
            raise ValueError("This file is outside the folders of the document.")


def _name(url: str) -> str:
    """The file's name alone: where the server keeps its files is nobody's business."""
    return unquote(urlsplit(url).path).rpartition("/")[2][:80] or url[:80]
