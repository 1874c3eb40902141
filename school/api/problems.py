"""Errors as problem documents (RFC 9457): a stable `code` for programs, a sentence for people."""

from typing import Any

from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler

from school.lib.refusal import Refusal

# REST framework's names -> ours; whatever else has a code keeps it.
CODES = {
    "permission_denied": "not-allowed",
    "not_found": "not-found",
    "method_not_allowed": "method-not-allowed",
    "not_acceptable": "not-acceptable",
    "parse_error": "body-unreadable",
    "unsupported_media_type": "media-type-unknown",
    "throttled": "too-many-requests",
    "error": "server-error",
}
REFUSED = 409


class JSONOnly(JSONRenderer):
    """JSON; a problem document where the answer is one."""

    def render(self, data, accepted_media_type=None, renderer_context=None):
        response = (renderer_context or {}).get("response")
        if response is not None and response.status_code >= 400:
            response["Content-Type"] = "application/problem+json"
        return super().render(data, accepted_media_type, renderer_context)


def as_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's error as a problem document; None for what it doesn't know."""
    if isinstance(error, Refusal):
        return Response(document(error.code, REFUSED, str(error)), REFUSED)
    response = exception_handler(error, context)
    if response is None:
        return None
    response.data = document(_code(error), response.status_code, _sentence(error))
    return response


def document(code: str, status: int, detail: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": code, "status": status, "code": code, "detail": detail}


def _code(error: Exception) -> str:
    codes = error.get_codes() if isinstance(error, exceptions.APIException) else "not_found"
    return CODES.get(codes, codes) if isinstance(codes, str) else "parameter-invalid"


def _sentence(error: Exception) -> str:
    detail = getattr(error, "detail", error)
    return str(detail[0] if isinstance(detail, list) and detail else detail)
