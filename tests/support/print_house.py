"""A sandbox print house as a real process, and the shop's side of it: files and callbacks."""

import hashlib
import io
import json
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pikepdf
import requests

ROOT = Path(__file__).resolve().parents[2]
KEY = "sandbox-key"
MODULE = "orders.fulfilment.sandbox"
POINTS_PER_MM = 72 / 25.4


def wait_until(condition: Callable[[], bool], *, seconds: float = 120.0) -> None:
    """Poll until the condition holds; fail when it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("it did not happen in time")
        threading.Event().wait(0.02)


def make_pdf(width_mm: float, height_mm: float, *, bleed_mm: float = 3, pages: int = 1) -> bytes:
    """Return a blank PDF whose TrimBox has the given size and whose MediaBox has bleed around."""
    bleed = bleed_mm * POINTS_PER_MM
    right, top = bleed + width_mm * POINTS_PER_MM, bleed + height_mm * POINTS_PER_MM
    with pikepdf.new() as pdf:
        for _ in range(pages):
            page = pdf.add_blank_page(page_size=(right + bleed, top + bleed))
            page.trimbox = pikepdf.Array([bleed, bleed, right, top])
        stream = io.BytesIO()
        pdf.save(stream, deterministic_id=True)
    return stream.getvalue()


def md5(data: bytes) -> str:
    """Return the md5 in hex, as Prodigi wants it."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


class Shop(ThreadingHTTPServer):
    """Serves `files` by path and records what is POSTed.

    `refuse` spoils so many POSTs; while `gate` is not set, GETs wait, and `knocked` tells of one.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _ShopHandler)
        self.files: dict[str, tuple[int, bytes]] = {}
        self.received: list[dict[str, Any]] = []
        self.refuse = 0
        self.gate = threading.Event()
        self.gate.set()
        self.knocked = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        """The origin."""
        return f"http://127.0.0.1:{self.server_port}"

    def offer(self, name: str, data: bytes, status: int = 200) -> str:
        """Serve the bytes and return their URL."""
        self.files[f"/files/{name}"] = (status, data)
        return f"{self.url}/files/{name}"

    def close(self) -> None:
        """Stop serving."""
        self.shutdown()
        self.server_close()


class _ShopHandler(BaseHTTPRequestHandler):
    server: Shop

    def do_GET(self) -> None:
        self.server.knocked.set()
        assert self.server.gate.wait(120)
        status, data = self.server.files.get(self.path.partition("?")[0], (404, b""))
        self._answer(status, data)

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path in self.server.files:
            self._answer(*self.server.files[self.path])
            return
        if self.server.refuse:
            self.server.refuse -= 1
            self._answer(500, b"")
            return
        self.server.received.append(json.loads(raw))
        self._answer(204, b"")

    def _answer(self, status: int, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        if status == 302:
            self.send_header("Location", data.decode())
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Stay silent."""


class PrintHouse:
    """One sandbox process over a data folder; can be killed and started again."""

    def __init__(self, data: Path, *origins: str, pace: str = "manual", attempts: int = 3) -> None:
        self.data = data
        self._options = ["--data", str(data), "--pace", pace, "--download-attempts", str(attempts)]
        for origin in origins:
            self._options += ["--allow-origin", origin]
        self.port = 0
        self.start()

    def start(self) -> None:
        """Start the process and wait for its readiness line."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", MODULE, "--port", str(self.port), *self._options],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], 30)
        line = self._process.stdout.readline() if ready else ""
        assert line.startswith("Sandbox print house ready at http://127.0.0.1:"), line
        self.url = line.split()[-1]
        self.root = self.url.removesuffix("/v4.0")
        self.port = int(self.root.rpartition(":")[2])

    def kill(self) -> None:
        """SIGKILL: nothing is flushed, nothing is said."""
        self._process.kill()
        self._end()

    def stop(self) -> int:
        """SIGTERM; returns the exit status."""
        self._process.send_signal(signal.SIGTERM)
        return self._end()

    def _end(self) -> int:
        status = self._process.wait(timeout=120)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return status

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        data: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> requests.Response:
        """Call any endpoint with the key; `path` starts at the root."""
        return requests.request(
            method,
            self.root + path,
            json=body,
            data=data,
            headers={"X-API-Key": KEY, **(headers or {})},
            timeout=20,
        )

    def place(self, body: object) -> dict[str, Any]:
        """POST an order and return the whole answer."""
        answer: dict[str, Any] = self.call("POST", "/v4.0/orders", body).json()
        return answer

    def order(self, order_id: str) -> dict[str, Any]:
        """GET an order's document."""
        document: dict[str, Any] = self.call("GET", f"/v4.0/orders/{order_id}").json()["order"]
        return document

    def advance(self, order_id: str | None = None, steps: int = 1) -> dict[str, str]:
        """Take steps by hand."""
        body = {"steps": steps, **({"order": order_id} if order_id else {})}
        orders: dict[str, str] = self.call("POST", "/_sandbox/advance", body).json()["orders"]
        return orders

    def deliver(self) -> None:
        """Try every waiting callback once; no order moves."""
        assert self.advance("none") == {}

    def faults(self, **switches: object) -> None:
        """Switch faults."""
        assert self.call("POST", "/_sandbox/faults", switches).status_code == 200

    def log(self) -> dict[str, Any]:
        """Return the log endpoint's answer."""
        answer: dict[str, Any] = self.call("GET", "/_sandbox/log").json()
        return answer

    def calm(self) -> None:
        """Switch every fault off."""
        self.faults(
            drop_reply_after_accept=0,
            status_500=0,
            status_500_after_accept=0,
            status_429=0,
            delay_seconds=0,
            duplicate_callbacks=0,
            late_callbacks=False,
            pascal_case=False,
            camel_case_outcomes=False,
            status_text_errors=False,
            failures_with_200=False,
        )


def order_body(shop: Shop, reference: str, *, sku: str = "GLOBAL-FAP-A4") -> dict[str, Any]:
    """Return a request for one A4 sheet whose file the shop serves."""
    data = make_pdf(210, 297)
    return {
        "merchantReference": reference,
        "idempotencyKey": f"key-{reference}",
        "shippingMethod": "Standard",
        "recipient": {
            "name": "Sample Person",
            "address": {
                "line1": "Sample Street 1",
                "postalOrZipCode": "10115",
                "countryCode": "DE",
                "townOrCity": "Berlin",
            },
        },
        "items": [
            {
                "merchantReference": "line-1",
                "sku": sku,
                "copies": 1,
                "sizing": "fillPrintArea",
                "assets": [
                    {
                        "printArea": "default",
                        "url": shop.offer(f"{reference}.pdf", data),
                        "md5Hash": md5(data),
                    }
                ],
            }
        ],
    }
