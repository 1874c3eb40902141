"""Interactions in which given things are chosen, paired or put in order."""

from decimal import Decimal
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from assessments.formats.qti.body import flow_of
from assessments.formats.qti.item import OURS, Item
from assessments.formats.qti.response import HUNDRED
from assessments.formats.question import ParsedAnswer
from assessments.formats.table.words import truth_of
from school.lib.refusal import Refusal


def read_choice(item: Item, interaction: Element) -> None:
    response, question = item.response(interaction), item.question
    choices = list(interaction.iter("simpleChoice"))
    question.shuffle = interaction.get("shuffle") == "true"
    question.kind = "multiple" if response.cardinality == "multiple" else "single"
    question.answers = [
        said(choice, response.worth(choice.get("identifier", ""))) for choice in choices
    ]
    if question.kind == "multiple" and not response.entries:
        item.note(
            "all-or-nothing",
            _("Its marks were for all or nothing; here the right ones share them."),
        )
    if question.kind == "single" and (order := _truth(item, choices)):
        question.kind = "truefalse"
        question.answers = [question.answers[at] for at in order]
        for answer, word in zip(question.answers, ("true", "false"), strict=True):
            answer.text, answer.text_format = word, "plain"


def said(choice: Element, worth: Decimal) -> ParsedAnswer:
    flow = flow_of([choice])
    feedback = flow_of(choice.iter("feedbackInline"))
    return ParsedAnswer(
        text=flow.text,
        text_format=flow.format,
        fraction=worth,
        feedback=feedback.text,
        feedback_format=feedback.format if feedback.text else "",
    )


def _truth(item: Item, choices: list[Element]) -> list[int] | None:
    """The places of true and false, if these two are the choices."""
    ours = item.root.get("toolName") == OURS
    signs = [choice.get("identifier", "") if ours else flow_of([choice]).text for choice in choices]
    truths = [truth_of(sign) if len(choices) == 2 else None for sign in signs]
    if set(truths) != {True, False}:
        return None
    return [truths.index(True), truths.index(False)]


def read_match(item: Item, interaction: Element) -> None:
    """Pairs of two sets, each of the first with one of the second."""
    sets = list(interaction.iter("simpleMatchSet"))
    if len(sets) != 2:
        raise Refusal("pair-unclear", _("A matching item needs two sets."))
    left, right = (
        {one.get("identifier", ""): flow_of([one]) for one in side.iter("simpleAssociableChoice")}
        for side in sets
    )
    item.question.kind = "matching"
    item.question.shuffle = interaction.get("shuffle") != "false"
    response, used = item.response(interaction), set()
    for one in response.correct or [e.key for e in response.entries if e.marks > 0]:
        names = one.split()
        names = names if len(names) == 2 and names[0] in left else names[::-1]
        if len(names) == 2 and names[0] in left and names[1] in right:
            used.update(names)
            item.question.answers.append(_pair(left[names[0]], right[names[1]]))
    if missing := [name for name in left if name not in used]:
        message = _("“%(text)s” has no partner.")
        raise Refusal("pair-unclear", message, {"text": left[missing[0]].text})
    item.question.answers += [
        ParsedAnswer(match=flow.text) for name, flow in right.items() if name not in used
    ]


def _pair(left, right) -> ParsedAnswer:
    return ParsedAnswer(text=left.text, text_format=left.format, match=right.text, fraction=HUNDRED)


def read_order(item: Item, interaction: Element) -> None:
    choices = {one.get("identifier", ""): one for one in interaction.iter("simpleChoice")}
    correct = item.response(interaction).correct
    if sorted(correct) != sorted(choices):
        raise Refusal("order-unclear", _("The order must name each choice once."))
    item.question.kind = "ordering"
    item.question.answers = [said(choices[name], HUNDRED) for name in correct]
