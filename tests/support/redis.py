"""A Redis server of one's own, on a free loopback port, that keeps nothing."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.processes import ServiceError, free_port, stop

_START_SECONDS = 60.0


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """Run Redis with its log in `folder` (made here) for the length of the block.

    Yields:
        Its URL.

    Raises:
        ServiceError: Redis is not installed or did not start.
    """
    program = shutil.which("redis-server", path="/usr/bin:/usr/local/bin")
    if program is None:
        raise ServiceError("Redis is not installed; .ci/packages says how.")
    folder.mkdir(mode=0o700)
    port = free_port()
    options = {
        "bind": "127.0.0.1",
        "port": str(port),
        "dir": str(folder),
        "logfile": str(folder / "server.log"),
        "save": "",
        "appendonly": "no",
    }
    arguments = [part for key, value in options.items() for part in (f"--{key}", value)]
    # A session of its own: Ctrl-C must reach the tests first and the server last.
    server = subprocess.Popen(
        [program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _await_pong(server, port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        stop(server)


def _await_pong(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                if connection.recv(16).startswith(b"+PONG"):
                    return
        except OSError:
            time.sleep(0.02)
    raise ServiceError(f"redis-server did not answer (exit status {server.poll()}).")
