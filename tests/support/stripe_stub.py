"""A loopback stand-in for the few Stripe endpoints that are used.

It is our reading of Stripe's documents (docs.stripe.com/api: Checkout Sessions, Refunds,
Idempotent requests), not Stripe: what tests prove against it is that our side keeps its rules, not
that Stripe does. Parameter names are checked apart, against the official SDK's own types.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from stripe import WebhookSignature

Answer = tuple[int, dict[str, Any]]


@dataclass
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    parameters: dict[str, str]
    headers: dict[str, str]


@dataclass
class StripeStub:
    """State of the stand-in. Sessions and refunds are kept as Stripe's JSON."""

    secret: str = "whsec_sample"
    url: str = ""
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    intents: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    refund_status: str = "succeeded"
    drop_replies: int = 0
    fail_with: list[int] = field(default_factory=list)
    _keys: dict[str, tuple[dict[str, str], Answer]] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def act(self, session_id: str, choice: str) -> str:
        """Do what a person, a bank or time does; returns the kind of the event that follows."""
        with self._lock:
            session = self.sessions[session_id]
            return f"checkout.session.{_CHOICES[choice](self, session)}"

    def event(self, kind: str, found: dict[str, Any], event_id: str = "") -> tuple[bytes, str]:
        """Return body and signature header of an event about the object."""
        with self._lock:
            body = {
                "id": event_id or f"evt_{len(self.seen)}_{kind}",
                "object": "event",
                "type": kind,
                "livemode": False,
                "data": {"object": found},
            }
        raw = json.dumps(body)
        return raw.encode(), WebhookSignature.generate_signature_header(raw, self.secret)

    def forget_keys(self) -> None:
        """Do what Stripe does after a day."""
        with self._lock:
            self._keys.clear()

    def handle(self, seen: Seen) -> Answer:
        """Answer one request, honouring its idempotency key."""
        with self._lock:
            self.seen.append(seen)
            if self.fail_with:
                return self.fail_with.pop(0), {"error": {"type": "api_error", "message": "no"}}
            key = seen.headers.get("idempotency-key", "")
            if seen.method == "POST" and key in self._keys:
                before, answer = self._keys[key]
                if before != seen.parameters:
                    problem = {"type": "idempotency_error", "message": "other parameters"}
                    return 400, {"error": problem}
                return answer
            answer = self._route(seen)
            if seen.method == "POST" and key:
                self._keys[key] = (seen.parameters, answer)
            return answer

    def _route(self, seen: Seen) -> Answer:
        parts = seen.path.removeprefix("/v1/").split("/")
        if parts[:2] == ["checkout", "sessions"]:
            if len(parts) == 2:
                return 200, self._create_session(seen.parameters)
            session = self.sessions.get(parts[2])
            if session is None:
                return _missing()
            if parts[3:] == ["expire"]:
                if session["status"] != "open":
                    return _wrong("not open")
                session["status"] = "expired"
            return 200, self._expanded(session)
        if parts == ["refunds"]:
            if seen.method == "POST":
                return self._refund(seen.parameters)
            wanted = seen.parameters["payment_intent"]
            found = [one for one in self.refunds.values() if one["payment_intent"] == wanted]
            return 200, {"object": "list", "url": "/v1/refunds", "has_more": False, "data": found}
        if parts[0] == "refunds" and parts[1] in self.refunds:
            return 200, self.refunds[parts[1]]
        return _missing()

    def _create_session(self, sent: dict[str, str]) -> dict[str, Any]:
        name = f"cs_test_{len(self.sessions) + 1}"
        lines = {key.split("[")[1].rstrip("]") for key in sent if key.startswith("line_items[")}
        total = sum(
            int(sent[f"line_items[{line}][quantity]"])
            * int(sent[f"line_items[{line}][price_data][unit_amount]"])
            for line in lines
        )
        self.sessions[name] = {
            "id": name,
            "object": "checkout.session",
            "url": f"https://checkout.stripe.com/c/pay/{name}",
            "status": "open",
            "payment_status": "unpaid",
            "amount_total": total,
            "currency": sent["line_items[0][price_data][currency]"],
            "client_reference_id": sent["client_reference_id"],
            "metadata": _metadata(sent, "metadata"),
            "expires_at": int(sent["expires_at"]),
            "livemode": False,
            "payment_intent": None,
        }
        return self.sessions[name]

    def intend(self, session: dict[str, Any], status: str) -> None:
        """Give the session a payment in this status."""
        name = f"pi_{session['id']}"
        paid = status == "succeeded"
        self.intents[name] = {
            "id": name,
            "object": "payment_intent",
            "status": status,
            "amount_received": session["amount_total"] if paid else 0,
            "last_payment_error": {"code": "card_declined"}
            if status == "requires_payment_method"
            else None,
        }
        session["payment_intent"] = name
        session["status"] = "complete"
        session["payment_status"] = "paid" if paid else "unpaid"

    def _expanded(self, session: dict[str, Any]) -> dict[str, Any]:
        return {**session, "payment_intent": self.intents.get(session["payment_intent"] or "")}

    def _refund(self, sent: dict[str, str]) -> Answer:
        if sent["payment_intent"] not in self.intents:
            return _missing()
        name = f"re_{len(self.refunds) + 1}"
        self.refunds[name] = {
            "id": name,
            "object": "refund",
            "amount": int(sent["amount"]),
            "payment_intent": sent["payment_intent"],
            "status": self.refund_status,
            "failure_reason": None,
            "metadata": _metadata(sent, "metadata"),
        }
        return 200, dict(self.refunds[name])


def _pay(stub: StripeStub, session: dict[str, Any]) -> str:
    stub.intend(session, "succeeded")
    return "completed"


def _delay(stub: StripeStub, session: dict[str, Any]) -> str:
    stub.intend(session, "processing")
    return "completed"


def _arrive(stub: StripeStub, session: dict[str, Any]) -> str:
    stub.intend(session, "succeeded")
    return "async_payment_succeeded"


def _bounce(stub: StripeStub, session: dict[str, Any]) -> str:
    stub.intend(session, "requires_payment_method")
    return "async_payment_failed"


def _expire(stub: StripeStub, session: dict[str, Any]) -> str:
    session["status"] = "expired"
    return "expired"


_CHOICES = {
    "pay": _pay,
    "delay": _delay,
    "arrive": _arrive,
    "bounce": _bounce,
    "decline": _bounce,
    "expire": _expire,
}


def _metadata(sent: dict[str, str], name: str) -> dict[str, str]:
    return {
        key.removeprefix(f"{name}[").rstrip("]"): value
        for key, value in sent.items()
        if key.startswith(f"{name}[")
    }


def _missing() -> Answer:
    return 404, {"error": {"type": "invalid_request_error", "code": "resource_missing"}}


def _wrong(message: str) -> Answer:
    return 400, {"error": {"type": "invalid_request_error", "message": message}}


class _Handler(BaseHTTPRequestHandler):
    stub: ClassVar[StripeStub]
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        seen = Seen(
            self.command,
            parts.path,
            dict(parse_qsl(parts.query) + parse_qsl(body)),
            {key.lower(): value for key, value in self.headers.items()},
        )
        status, answer = self.stub.handle(seen)
        if self.stub.drop_replies:
            self.stub.drop_replies -= 1
            self.close_connection = True
            return
        raw = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    do_GET = do_POST = _serve  # noqa: N815 - the names http.server calls

    def log_message(self, *arguments: Any) -> None:
        """Stay quiet."""


@contextmanager
def stripe_stub() -> Iterator[StripeStub]:
    """Serve a fresh stand-in on a free loopback port for the length of the block."""
    stub = StripeStub()
    handler = type("Handler", (_Handler,), {"stub": stub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    stub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def stale_signature(raw: bytes, secret: str, *, age: int) -> str:
    """Return a right signature made `age` seconds ago."""
    made_at = int(time.time()) - age
    return str(WebhookSignature.generate_signature_header(raw.decode(), secret, made_at))
