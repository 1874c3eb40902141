"""What the health check says and advises, in a leader's words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from school.coaching.models import Area, HealthFinding

Level = HealthFinding.Level


@dataclass(frozen=True)
class Number:
    """One number that she counts: what it is, and how to find it."""

    label: Any
    help: Any


@dataclass(frozen=True)
class Advice:
    """What an area's level means, and the one action that helps."""

    strong: Any
    fine: Any
    look: Any
    action: Any
    how: Any

    def says(self, level: str) -> str:
        return str({Level.STRONG: self.strong, Level.FINE: self.fine}.get(level, self.look))


NUMBERS = {
    "members": Number(
        _("People in your group"), _("WeChat shows it in brackets behind the group's name.")
    ),
    "joined": Number(_("New in the last 30 days"), _("Roughly is fine.")),
    "gone": Number(_("Left in the last 30 days"), _("Roughly is fine.")),
    "active": Number(
        _("Took part in the last 30 days"),
        _("Everybody who wrote or bought at least once. Scroll back and count each once."),
    ),
    "posts": Number(
        _("Your product posts in the last 7 days"), _("Only what you wrote about products.")
    ),
    "answered": Number(
        _("Of the last 10 questions, how many did you answer within an hour?"),
        _("Questions that neighbours asked in the group."),
    ),
    "buyers": Number(_("Neighbours who bought last week"), _("Count each once.")),
    "repeat": Number(
        _("Of them, with two orders or more"), _("They like it: they came back in the same week.")
    ),
}

SCREENS = (
    (_("Who is there"), _("Four numbers from your group.")),
    (_("What you do"), _("Two numbers from your chat.")),
    (_("Who buys"), _("Two numbers from your orders.")),
)

ADVICE = {
    Area.GROWTH: Advice(
        strong=_("Your group grows. Neighbours bring neighbours."),
        fine=_("As many come as go. That is steady."),
        look=_("More go than come. Somebody to talk to may tell you why."),
        action=_("Ask five neighbours to bring one friend each"),
        how=_("At pick-up, to the ones who smile. A small welcome for the new one helps."),
    ),
    Area.ACTIVE: Advice(
        strong=_("Many take part. Your group is alive."),
        fine=_("A good part of the group takes part."),
        look=_("Most are silent. They read, but nothing asks them to answer."),
        action=_("Ask one easy question in the group every evening for three days"),
        how=_("What do you cook tonight? Answer each reply with a name."),
    ),
    Area.POSTS: Advice(
        strong=_("You post every day. Neighbours know when to look."),
        fine=_("You post most days."),
        look=_("There are few posts. What isn't seen isn't bought."),
        action=_("Post one product a day for a week, with your own photo"),
        how=_("One real photo, one sentence about why, the closing time."),
    ),
    Area.ANSWERS: Advice(
        strong=_("You answer fast. That is why they trust you."),
        fine=_("You answer most questions in time."),
        look=_("Questions wait too long. Who waits goes elsewhere."),
        action=_("Set two times a day for answering, and tell the group"),
        how=_("At noon and at eight, for example. Begin with the oldest question."),
    ),
    Area.BUYING: Advice(
        strong=_("Who takes part also buys. Your products fit."),
        fine=_("A good part of those who take part also buys."),
        look=_("They talk, but few buy. The products may not fit yet."),
        action=_("Ask ten neighbours what they miss, and offer two of those things"),
        how=_("Ask privately. Offer one cheap everyday thing and one that earns."),
    ),
    Area.RETURNING: Advice(
        strong=_("They come back in the same week. That is your treasure."),
        fine=_("A good part buys again."),
        look=_("They try once. A word after pick-up brings them back."),
        action=_("Write to five buyers after pick-up: how was it?"),
        how=_("Mend what went wrong at once, and say what comes tomorrow."),
    ),
}
