"""A loopback stand-in for the images API in OpenAI's form, and for Azure's face of it.

It is our reading of the published documents
(https://developers.openai.com/api/reference/resources/images,
https://developers.openai.com/api/docs/guides/error-codes and
https://learn.microsoft.com/azure/ai-foundry/openai/how-to/dall-e, read 2026-11-24) and of error
bodies that others have published: what tests prove against it is that our side keeps its rules,
not that a provider does. It refuses a request that the documents do not allow.
"""

import base64
import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from PIL import Image, ImageDraw

KEY = "sample-key-of-the-images-api"
DEPLOYMENT = "toys"
API_VERSION = "2025-04-01-preview"
USAGE = {
    "input_tokens": 1500,
    "input_tokens_details": {"text_tokens": 250, "image_tokens": 1250},
    "output_tokens": 6000,
    "total_tokens": 7500,
}
_ALLOWED = {
    "background": {"transparent", "opaque", "auto"},
    "input_fidelity": {"high", "low"},
    "n": {"1"},
    "output_format": {"png"},
    "quality": {"low", "medium", "high", "auto"},
    "size": {"1024x1024", "1024x1536", "1536x1024", "auto"},
}
_LARGEST_PHOTO = 50 * 1024 * 1024


@dataclass
class Seen:
    """One request as it arrived; `photo` is the picture in it."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    form: dict[str, str]
    photo: bytes
    photo_name: str
    raw: bytes


@dataclass
class Behaviour:
    """How one request is answered.

    Args:
        status: of the answer.
        body: its JSON; bytes are sent as they are.
        headers: further ones.
        drop: close the connection without an answer.
        hold: wait for `OpenAIStub.go_on` before answering.

    """

    status: int = 200
    body: dict[str, Any] | bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False
    hold: bool = False


def toy(size: tuple[int, int] = (320, 480), background: tuple[int, ...] = (0, 0, 0, 0)) -> bytes:
    """Return a PNG of a toy figure: a head, a body and two legs on this background."""
    width, height = size
    picture = Image.new("RGBA", size, background if len(background) == 4 else (*background, 255))
    draw = ImageDraw.Draw(picture)

    def box(left: float, top: float, right: float, bottom: float) -> tuple[float, ...]:
        return (left * width, top * height, right * width, bottom * height)

    draw.rectangle(box(0.40, 0.36, 0.60, 0.48), fill=(200, 150, 120, 255))
    draw.rectangle(box(0.36, 0.66, 0.48, 0.94), fill=(40, 44, 60, 255))
    draw.rectangle(box(0.52, 0.66, 0.64, 0.94), fill=(40, 44, 60, 255))
    draw.rounded_rectangle(box(0.30, 0.44, 0.70, 0.72), 12, fill=(200, 54, 44, 255))
    draw.ellipse(box(0.28, 0.06, 0.72, 0.42), fill=(210, 160, 130, 255))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def drawn(picture: bytes | None = None, usage: dict[str, Any] | None = USAGE) -> Behaviour:
    """Answer with a picture."""
    data = base64.b64encode(toy() if picture is None else picture).decode()
    body: dict[str, Any] = {
        "created": 1795000000,
        "data": [{"b64_json": data}],
        "background": "transparent",
        "output_format": "png",
        "quality": "high",
        "size": "1024x1536",
    }
    return Behaviour(body=body | ({"usage": usage} if usage is not None else {}))


def moderated(stage: str = "input", categories: tuple[str, ...] = ("violence",)) -> Behaviour:
    """Answer as OpenAI's safety system does."""
    error = {
        "message": "Your request was rejected by the safety system. safety_violations=[violence].",
        "type": "image_generation_user_error",
        "param": None,
        "code": "moderation_blocked",
        "moderation_details": {"moderation_stage": stage, "categories": list(categories)},
    }
    return Behaviour(400, {"error": error})


def azure_moderated() -> Behaviour:
    """Answer as Azure's content filter does."""
    message = "Your task failed as a result of our safety system."
    return Behaviour(
        400, {"created": 1795000000, "error": {"code": "contentFilter", "message": message}}
    )


def busy(**headers: str) -> Behaviour:
    """Answer that there were too many requests."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return failing(429, "rate_limit_exceeded", "requests", named)


def failing(
    status: int, code: str, kind: str = "server_error", headers: dict[str, str] | None = None
) -> Behaviour:
    """Answer with an error of the API's common form."""
    error = {"message": f"{code}: {KEY}", "type": kind, "param": None, "code": code}
    return Behaviour(status, {"error": error}, headers or {})


@dataclass
class OpenAIStub:
    """State of the stand-in.

    Attributes:
        answers: what to do with the next requests, in order; then it draws.
        seen: every request.
        arrived: set as soon as a request that is held has been read.

    """

    url: str = ""
    answers: list[Behaviour] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def openai(self) -> str:
        """The base address of OpenAI's API."""
        return f"{self.url}/v1"

    def handle(self, seen: Seen) -> Behaviour:
        """Answer one request."""
        with self._lock:
            self.seen.append(seen)
            refusal = _refusal(seen)
            if refusal is not None:
                return refusal
            behaviour = self.answers.pop(0) if self.answers else drawn()
        if behaviour.hold:
            self.arrived.set()
            self.go_on.wait(60)
        return behaviour


def _refusal(seen: Seen) -> Behaviour | None:
    """Refuse what the documents do not allow."""
    azure = seen.path == f"/openai/deployments/{DEPLOYMENT}/images/edits"
    if not azure and seen.path != "/v1/images/edits":
        return failing(404, "not_found", "invalid_request_error")
    if azure and seen.query != {"api-version": API_VERSION}:
        return failing(404, "404", "invalid_request_error")
    given = seen.headers.get("api-key" if azure else "authorization")
    if given != (KEY if azure else f"Bearer {KEY}"):
        code = "401" if azure else "invalid_api_key"
        return failing(401, code, "invalid_request_error")
    required = {"prompt"} if azure else {"prompt", "model"}
    known = {*_ALLOWED, "prompt", "model"}
    odd = [name for name, value in seen.form.items() if value not in _ALLOWED.get(name, {value})]
    if required - set(seen.form) or set(seen.form) - known or odd:
        return failing(400, "invalid_value", "image_generation_user_error")
    if not seen.photo.startswith(b"\xff\xd8\xff") or len(seen.photo) > _LARGEST_PHOTO:
        return failing(400, "invalid_image", "image_generation_user_error")
    return None


def _read(handler: BaseHTTPRequestHandler) -> Seen:
    parts = urlsplit(handler.path)
    raw = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
    kind = handler.headers.get("Content-Type", "")
    whole: Message = BytesParser().parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + raw)
    form: dict[str, str] = {}
    photo, photo_name = b"", ""
    for part in whole.get_payload() if whole.is_multipart() else []:
        assert isinstance(part, Message)
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if name == "image[]":
            photo, photo_name = content, part.get_filename() or ""
        else:
            form[name] = content.decode()
    headers = {key.lower(): value for key, value in handler.headers.items()}
    query = dict(parse_qsl(parts.query))
    return Seen(parts.path, query, headers, form, photo, photo_name, raw)


class _Handler(BaseHTTPRequestHandler):
    stub: ClassVar[OpenAIStub]
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        behaviour = self.stub.handle(_read(self))
        if behaviour.drop:
            self.close_connection = True
            return
        body = behaviour.body
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(behaviour.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.send_header("x-request-id", "req_sample")
        for name, value in behaviour.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *arguments: Any) -> None:
        """Stay quiet."""


@contextmanager
def openai_stub() -> Iterator[OpenAIStub]:
    """Serve a fresh stand-in on a free loopback port for the length of the block."""
    stub = OpenAIStub()
    handler = type("Handler", (_Handler,), {"stub": stub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    stub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield stub
    finally:
        stub.go_on.set()
        server.shutdown()
        server.server_close()
        thread.join()
