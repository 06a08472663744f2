"""Starts the sandbox print house; prints one line with its URL when it is ready."""

import argparse
import contextlib
import signal
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

from orders.fulfilment.sandbox import catalogue
from orders.fulfilment.sandbox.api import PREFIX
from orders.fulfilment.sandbox.assets import Outgoing, is_loopback
from orders.fulfilment.sandbox.faults import Faults
from orders.fulfilment.sandbox.house import House
from orders.fulfilment.sandbox.production import Workshop
from orders.fulfilment.sandbox.server import Server
from orders.fulfilment.sandbox.store import Store


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or Ctrl-C; returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        store = Store(options.data)
    except BlockingIOError:
        sys.stderr.write(f"Another print house works in {options.data}.\n")
        return 1
    server = Server(options.port, options.api_key)
    server.house = _house(options, store, server.url)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    worker = threading.Thread(target=server.house.work, args=(stop,), daemon=True)
    if options.pace is not None:
        worker.start()
    sys.stdout.write(f"Sandbox print house ready at {server.url}{PREFIX}\n")
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever(poll_interval=0.1)
    stop.set()
    server.server_close()
    return 0


def _house(options: argparse.Namespace, store: Store, url: str) -> House:
    incoming: Path = options.data / "incoming"
    incoming.mkdir(exist_ok=True)
    workshop = Workshop(
        catalogue=catalogue.load(),
        outgoing=Outgoing(frozenset(options.allow_origin)),
        folder=incoming,
        tracking_url=f"{url}/tracking/",
        attempts=options.download_attempts,
    )
    return House(
        store=store,
        workshop=workshop,
        faults=Faults(),
        source=f"{url}{PREFIX}/Orders/",
        pace=options.pace,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m orders.fulfilment.sandbox",
        description="Imitates a print house on 127.0.0.1. Nothing is printed, charged or sent.",
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="its memory")
    parser.add_argument(
        "--allow-origin",
        type=_origin,
        action="append",
        default=[],
        metavar="URL",
        help="where files may be fetched and callbacks sent, such as http://127.0.0.1:8000;"
        " may be given several times; loopback only",
    )
    parser.add_argument(
        "--pace",
        type=_pace,
        default=1.0,
        metavar="SECONDS",
        help="time between two steps of an order, or `manual` (POST /_sandbox/advance)",
    )
    parser.add_argument("--download-attempts", type=int, default=10, metavar="N")
    parser.add_argument("--api-key", default="sandbox-key", help="what X-API-Key must hold")
    return parser


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if not is_loopback(text) or parts.path.strip("/") or parts.query:
        raise argparse.ArgumentTypeError("must be a loopback origin, such as http://127.0.0.1:8000")
    return f"{parts.scheme}://{parts.netloc}"


def _pace(text: str) -> float | None:
    if text == "manual":
        return None
    seconds = float(text)
    if not 0 <= seconds <= 3600:
        raise argparse.ArgumentTypeError("must be from 0 to 3600 seconds, or `manual`")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
