"""Answers that wait on a phone, sent from whatever page of the school is open."""

import re
from typing import Any

from django import template

register = template.Library()
COOKIE = "unsent"
MOST = 4
NUMBERS = re.compile(r"[0-9]{1,12}", re.ASCII)
REST = "assessments/attempt_rest.html"


@register.inclusion_tag(REST, takes_context=True)
def unsent(context: Any) -> dict[str, Any]:
    """For the frame of all pages: nothing at all, unless the script of an attempt has left word
    in a cookie that answers wait on this phone."""
    request, user = context.get("request"), context.get("user")
    kept = request.COOKIES.get(COOKIE, "") if request and user and user.is_authenticated else ""
    return {"attempts": list(filter(NUMBERS.fullmatch, kept.split(".")))[:MOST]}


@register.inclusion_tag(REST, takes_context=True)
def sending(context: Any, attempt: int) -> dict[str, Any]:
    """For the pages of one quiz: what waits of this attempt; then the page is shown anew."""
    return {"attempts": [attempt], "done": context["request"].path}
