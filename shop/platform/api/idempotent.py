"""Idempotency-Key on every POST: its fingerprint, the answer it had before, the answer to keep."""

import hashlib
import json
import re
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.request import QueryDict
from rest_framework.request import Request
from rest_framework.response import Response

from shop.platform.api.caller import Caller
from shop.platform.api.problems import Problem
from shop.platform.idempotency import services
from shop.platform.idempotency.services import Answer, Turn

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
# Final for the same request. Others (409, 429, 5xx) may go well when tried again.
_KEPT = frozenset({200, 201, 202, 204, 400, 404, 410, 413, 415, 422})


class Replayed(Exception):
    """The request was answered before; this is the answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer

    def response(self) -> HttpResponse:
        """Return the first answer, marked."""
        made = HttpResponse(
            self.answer.body, status=self.answer.status, content_type=self.answer.content_type
        )
        made[REPLAYED] = "true"
        return made


def begin(request: Request, caller: Caller) -> Turn:
    """Take the turn for a POST.

    Raises:
        Problem: the key is missing, malformed, used for something else, or in use just now.
        Replayed: the request was answered before.

    """
    key = request.headers.get(HEADER, "")
    if not key:
        raise Problem(
            "idempotency_key_required",
            f"Send a fresh random {HEADER} with each new POST and the same one when you repeat it.",
        )
    if not _KEY.fullmatch(key):
        raise Problem("idempotency_key_invalid", "1 to 255 printable ASCII characters.")
    try:
        turn = services.begin(caller=caller.id, key=key, fingerprint=_fingerprint(request))
    except services.KeyReused:
        raise Problem("idempotency_key_reused") from None
    except services.InProgress:
        raise Problem("idempotency_in_progress", retry_after=1) from None
    if isinstance(turn, Answer):
        raise Replayed(turn)
    return turn


def end(turn: Turn, response: Response) -> None:
    """Keep the answer if it is final, else free the key."""
    if response.status_code not in _KEPT:
        services.release(turn=turn)
        return
    response.render()
    answer = Answer(response.status_code, response.content, str(response.get("Content-Type", "")))
    services.finish(turn=turn, answer=answer)


def _fingerprint(request: Request) -> str:
    """Return a digest of what is asked, whatever the boundary of a form or the order of keys."""
    return services.fingerprint(
        (request.method or "").encode(),
        request.get_full_path().encode(),
        _content(request.data).encode(),
    )


def _content(data: Any) -> str:
    if not isinstance(data, QueryDict):
        return json.dumps(data, sort_keys=True)
    fields = {name: [_value(value) for value in data.getlist(name)] for name in data}
    return json.dumps(fields, sort_keys=True)


def _value(value: Any) -> str:
    if not isinstance(value, UploadedFile):
        return str(value)
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return f"file:{digest.hexdigest()}"
