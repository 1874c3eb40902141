"""The score card: how many points an applicant has, and line by line why."""

from collections.abc import Iterable
from typing import Any

from school.growth.models import Applicant, ScoreRule

About = ScoreRule.About
# The score card that a school begins with (D: each school sets its own).
FIRST = [
    (About.GROUP, "100", 30),
    (About.GROUP, "300", 40),
    (About.KIND, "mother", 10),
    (About.KIND, "shop", 15),
    (About.EXPERIENCE, "some", 10),
    (About.EXPERIENCE, "much", 20),
    (About.SOURCE, "leader", 15),
]


def install_score_card() -> None:
    """Give a school without a score card the first one."""
    if not ScoreRule.objects.exists():
        ScoreRule.objects.bulk_create(
            ScoreRule(about=about, value=value, points=points) for about, value, points in FIRST
        )


def score(applicant: Applicant) -> list[dict[str, Any]]:
    """The lines that she fits: what each is about, its value and its points. One query."""
    lines = [_line(rule) for rule in _fitting(applicant, ScoreRule.objects.all())]
    return sorted(lines, key=lambda line: -line["points"])


def _fitting(applicant: Applicant, rules: Iterable[ScoreRule]) -> Iterable[ScoreRule]:
    said = {
        About.KIND: applicant.kind,
        About.EXPERIENCE: applicant.experience,
        About.SOURCE: applicant.source,
    }
    sizes = []
    for rule in rules:
        if rule.about != About.GROUP:
            if rule.value == said[rule.about]:
                yield rule
        elif rule.value.isascii() and rule.value.isdigit():
            sizes.append(rule)
    reached = [rule for rule in sizes if int(rule.value) <= applicant.group_members]
    if reached:
        yield max(reached, key=lambda rule: int(rule.value))


def _line(rule: ScoreRule) -> dict[str, Any]:
    return {"about": rule.about, "value": rule.value, "points": rule.points}


def in_words(lines: Iterable[dict[str, Any]]) -> list[tuple[str, str, int]]:
    """Frozen lines as people read them: about what, which value, how many points."""
    return [
        (str(About(line["about"]).label), _said(line["about"], line["value"]), line["points"])
        for line in lines
    ]


def _said(about: str, value: str) -> str:
    field = {About.KIND: "kind", About.EXPERIENCE: "experience", About.SOURCE: "source"}.get(about)
    if field is None:
        return value
    choices = dict(Applicant._meta.get_field(field).flatchoices)
    return str(choices.get(value, value))
