"""One form of answer: JSON."""

from typing import Any

from rest_framework.negotiation import BaseContentNegotiation, DefaultContentNegotiation
from rest_framework.request import Request


class JsonOnly(BaseContentNegotiation):
    """There is one form of answer, whatever the `Accept` header says."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Return the parser for the body's media type."""
        return DefaultContentNegotiation().select_parser(request, parsers)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        """Return the one renderer."""
        return renderers[0], renderers[0].media_type
