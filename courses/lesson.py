"""A lesson's sheet: its body cut into cards and made into HTML once for everybody."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.cache import caches
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue

from courses.translation import current_language

KEEP_SECONDS = 24 * 60 * 60


@dataclass
class Card:
    """One thought on one phone screen; the first may come without a heading of its own."""

    heading: str
    blocks: list[StreamValue.StreamChild] = field(default_factory=list)


@dataclass(frozen=True)
class SheetCard:
    heading: str
    html: SafeString


@dataclass(frozen=True)
class Sheet:
    """A lesson ready to be shown. `check` is empty where there is no question."""

    cards: tuple[SheetCard, ...]
    check: SafeString

    @property
    def has_flash_cards(self) -> bool:
        return any("data-flash" in card.html for card in self.cards)

    @property
    def count(self) -> int:
        """Phone screens, the check question included."""
        return len(self.cards) + bool(self.check)


def cut(body: Iterable[StreamValue.StreamChild]) -> list[Card]:
    """Split a body into cards: every heading starts a new one. Headings with nothing under them
    still make a card, an empty body makes none."""
    cards: list[Card] = []
    for block in body:
        if block.block_type == "heading":
            cards.append(Card(str(block.value)))
            continue
        if not cards:
            cards.append(Card(""))
        cards[-1].blocks.append(block)
    return cards


def rendered(page, *, state: str, lean: bool = False) -> Sheet:
    """The published sheet of a lesson, from memory where it was made before.

    `state` names the state of all courses (`CoursePage.outline_stamp`). With the language of the
    small words around the text it makes the name under which the sheet is kept, so a new version
    is a new entry and nothing needs to be thrown away. A `lean` sheet costs little data: one small
    size of each picture, and no film.
    """
    key = f"lesson:{page.pk}:{state}:{current_language()}:{'lean' if lean else 'full'}"
    sheet = caches["pages"].get(key)
    if sheet is None:
        sheet = render_fresh(type(page).objects.get(pk=page.pk), lean=lean)
        caches["pages"].set(key, sheet, timeout=KEEP_SECONDS)
    return sheet


def render_fresh(page, *, lean: bool = False) -> Sheet:
    """The sheet of the page as it is in hand, for previews and the first reader."""
    cards = tuple(SheetCard(card.heading, _html(card.blocks, lean)) for card in page.cards())
    return Sheet(cards, _html(page.check_question, lean))


def _html(blocks: Iterable[StreamValue.StreamChild], lean: bool) -> SafeString:
    return mark_safe("\n".join(block.render({"lean": lean}) for block in blocks))
