"""Putting a page of the starter school into the tree."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone
from wagtail.models import Locale, Page

from school.home.starter.files import LANGUAGES
from school.home.starter.ledger import Ledger, Piece

_KEYS = uuid5(NAMESPACE_URL, "group-leader-business-school/starter")


def key_of(name: str) -> UUID:
    """The key that all languages of a piece share; the same in every school, so that a page that
    was deleted and loaded again finds its leaders' records."""
    return uuid5(_KEYS, name)


def locale_of(language: str) -> Locale:
    """The school's locale for a language of the files."""
    return Locale.objects.get_or_create(language_code=LANGUAGES[language])[0]


@dataclass(frozen=True)
class PageFile:
    """A page in one language as the files want it: `values` are its fields and children."""

    name: str
    language: str
    model: type[Page]
    slug: str
    values: Mapping[str, Any]
    source: str
    live: bool = True


def put_page(ledger: Ledger, file: PageFile, parent: Page, after: Page | None = None) -> Page:
    """Settle a page below its parent; a new one comes after its neighbour, if there is one."""
    return ledger.settle(
        Piece(
            kind="pages",
            name=f"{file.name}.{file.language}",
            source=file.source,
            model=file.model,
            make=lambda: _add(file, parent, after),
            renew=lambda page: _renew(file, page),
            own=lambda: parent.get_children().filter(slug=file.slug).first(),
            names=["title", "live", *file.values],
        )
    )


def _add(file: PageFile, parent: Page, after: Page | None) -> Page:
    now = timezone.now() if file.live else None
    page = file.model(
        slug=file.slug,
        locale=locale_of(file.language),
        translation_key=key_of(file.name),
        live=file.live,
        first_published_at=now,
        last_published_at=now,
        **file.values,
    )
    parent.add_child(instance=page)
    if after is not None and after.get_next_sibling().pk != page.pk:
        page.move(after, pos="right")
        page.refresh_from_db()
    revision = page.save_revision(clean=False, changed=False)
    if file.live:
        Page.objects.filter(pk=page.pk).update(live_revision=revision)
    return page


def _renew(file: PageFile, page: Page) -> None:
    for name, value in file.values.items():
        setattr(page, name, value)
    revision = page.save_revision(clean=False)
    if file.live:
        revision.publish()
    page.refresh_from_db()
