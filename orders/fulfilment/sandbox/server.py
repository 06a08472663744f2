"""HTTP on loopback: reads requests, checks the key, applies faults, writes answers."""

import hmac
import json
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from orders.fulfilment.sandbox import admin, api, wire
from orders.fulfilment.sandbox.api import Answer, RefusedError, Request
from orders.fulfilment.sandbox.house import House

Handle = Callable[[House, Request], Answer]
_LARGEST_BODY = 1 << 20
_TRACKING = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Sample parcel</title>
<p>This is a sample parcel of the sandbox print house. Nothing was printed and nothing is on its
way.</p></html>
"""


class Server(ThreadingHTTPServer):
    """Serves one house on 127.0.0.1 and nowhere else."""

    daemon_threads = True
    request_queue_size = 128
    house: House

    def __init__(self, port: int, api_key: str) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.api_key = api_key

    @property
    def url(self) -> str:
        """Root URL, such as `http://127.0.0.1:8010`."""
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "PrintHouseSandbox"
    sys_version = ""
    timeout = 30
    # One segment per answer: head and body apart wait 40 ms for a delayed acknowledgement.
    wbufsize = -1

    def do_GET(self) -> None:
        """Serve a GET."""
        self._serve()

    def do_POST(self) -> None:
        """Serve a POST."""
        self._serve()

    def do_PUT(self) -> None:
        """Refuse: the API knows no PUT."""
        self._serve()

    do_DELETE = do_PATCH = do_PUT  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: `orders.jsonl` tells what happened, without addresses."""

    def _serve(self) -> None:
        raw = self._read_body()
        parts = urlsplit(self.path)
        path = parts.path.rstrip("/")
        if raw is None:
            self._send(Answer(413, {"outcome": "RequestTooLarge"}))
        elif path == "/healthz":
            self._send(Answer(200, {"status": "ok"}))
        elif path.startswith("/tracking/"):
            self._write(200, "text/html; charset=utf-8", _TRACKING.encode())
        elif path.startswith("/_sandbox/"):
            self._send(self._attempt(admin.answer, "/_sandbox/", raw))
        else:
            self._serve_api(path, raw)

    def _serve_api(self, path: str, raw: bytes) -> None:
        faults = self.server.house.faults
        if not path.lower().startswith(api.PREFIX + "/"):
            self._send(Answer(404, self._failure(RefusedError(404, "EndpointDoesNotExist"))))
            return
        for name, refused in (
            ("status_500", RefusedError(500, "InternalServerError")),
            ("status_429", RefusedError(429, "TooManyRequests")),
        ):
            if faults.take(name):
                self._send(Answer(refused.status, self._failure(refused)))
                return
        answer = self._attempt(api.answer, api.PREFIX + "/", raw)
        if answer.accepted and faults.take("drop_reply_after_accept"):
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if answer.accepted and faults.take("status_500_after_accept"):
            answer = Answer(500, self._failure(RefusedError(500, "InternalServerError")))
        if faults.on.delay_seconds:
            threading.Event().wait(faults.on.delay_seconds)
        body = wire.camel_outcome(answer.body) if faults.on.camel_case_outcomes else answer.body
        self._send(Answer(answer.status, wire.pascal_keys(body) if faults.on.pascal_case else body))

    def _attempt(self, handle: Handle, prefix: str, raw: bytes) -> Answer:
        try:
            self._check_key()
            return handle(self.server.house, self._request(prefix, raw))
        except RefusedError as refused:
            soft = self.server.house.faults.on.failures_with_200
            return Answer(200 if soft else refused.status, self._failure(refused))

    def _request(self, prefix: str, raw: bytes) -> Request:
        parts = urlsplit(self.path)
        segments = tuple(unquote(part) for part in parts.path[len(prefix) :].split("/") if part)
        body = self._json(raw) if self.command == "POST" and raw else {}
        return Request(self.command, segments, parse_qs(parts.query), body)

    def _json(self, raw: bytes) -> wire.Json:
        # A page in a browser cannot send this type without asking first.
        if self.headers.get_content_type() != "application/json":
            raise RefusedError(415, "InvalidContentType")
        try:
            body = json.loads(raw)
        except ValueError as error:
            raise RefusedError(400, "ValidationFailed", {"": [{"code": "InvalidJson"}]}) from error
        if not isinstance(body, dict):
            raise RefusedError(400, "ValidationFailed", {"": [{"code": "MustBeAnObject"}]})
        return body

    def _check_key(self) -> None:
        given = self.headers.get("X-API-Key", "").encode()
        if not hmac.compare_digest(given, self.server.api_key.encode()):
            raise RefusedError(401, "NotAuthenticated")

    def _failure(self, refused: RefusedError) -> wire.Json:
        status_text = self.server.house.faults.on.status_text_errors
        return wire.failure(
            refused.status,
            refused.outcome,
            envelope="status" if status_text else "outcome",
            data=refused.failures,
        )

    def _read_body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "0")
        size = int(length) if length.isdecimal() else _LARGEST_BODY + 1
        if size > _LARGEST_BODY:
            self.close_connection = True
            return None
        return self.rfile.read(size)

    def _send(self, answer: Answer) -> None:
        self._write(answer.status, "application/json", json.dumps(answer.body).encode())

    def _write(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        if status == 429:
            self.send_header("Retry-After", "1")
        self.end_headers()
        self.wfile.write(body)
