"""A PostgreSQL server of one's own, on a free loopback port, thrown away afterwards."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.processes import ServiceError, free_port

# Nothing in it outlives the block, so nothing is worth an fsync.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "64MB",
    "max_connections": "80",
    "jit": "off",
    "timezone": "UTC",
}
_ATTEMPTS = 3


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run PostgreSQL with its data in `folder` (made here) for the length of the block.

    Yields:
        The `DATABASE_URL` of an empty database, owned by its superuser.

    Raises:
        ServiceError: PostgreSQL is not installed or did not start.
    """
    server = _Server(folder)
    server.prepare()
    try:
        port = server.start()
        server.call("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "shelfie", "shelfie")
        yield f"postgres://shelfie@127.0.0.1:{port}/shelfie"
    finally:
        server.stop()


class _Server:
    """The control programs of one data folder, run as `postgres` when we are root."""

    def __init__(self, folder: Path) -> None:
        self.binaries = _binaries()
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "server.log"
        # PostgreSQL refuses to run as root.
        self.user = "postgres" if os.geteuid() == 0 else None

    def prepare(self) -> None:
        self.folder.mkdir(mode=0o700)
        if self.user:
            shutil.chown(self.folder, self.user, self.user)
        encoding = ("--encoding=UTF8", "--locale=C.UTF-8")
        self.call(
            "initdb", "-D", str(self.data), "-U", "shelfie", "-A", "trust", "--no-sync", *encoding
        )
        trust = "host all all 127.0.0.1/32 trust\n"
        (self.data / "pg_hba.conf").write_text(trust, encoding="utf-8")
        lines = "".join(f"{key} = '{value}'\n" for key, value in _SETTINGS.items())
        (self.data / "postgresql.auto.conf").write_text(lines, encoding="utf-8")

    def start(self) -> int:
        for attempt in range(1, _ATTEMPTS + 1):
            port = free_port()
            try:
                self.call("pg_ctl", *self._control(), "-o", f"-p {port}", "start")
            except ServiceError:
                # Somebody else may have taken the port between the look and the start.
                if attempt == _ATTEMPTS:
                    raise
            else:
                return port
        raise AssertionError

    def stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self.call("pg_ctl", *self._control(), "-m", "immediate", "stop")

    def call(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs.

        Raises:
            ServiceError: it failed; the message holds what it said and the server's log.
        """
        output = self.folder / "output"
        # A session of its own, and waited for even when a signal stops us: left half way, initdb
        # and pg_ctl have children that would write on. A file and not a pipe for what they say:
        # the server inherits it and would hold a pipe open.
        with (
            output.open("wb") as handle,
            subprocess.Popen(
                [str(self.binaries / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=handle,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                user=self.user,
                group=self.user,
                extra_groups=[] if self.user else None,
                start_new_session=True,
            ) as child,
        ):
            child.wait()
        if child.returncode:
            log = self.log.read_text(errors="replace") if self.log.exists() else ""
            said = output.read_text(errors="replace") + log
            raise ServiceError(f"{program} failed:\n{said[-2000:]}")

    def _control(self) -> tuple[str, ...]:
        return ("-D", str(self.data), "-l", str(self.log), "-w", "-s")


def _binaries() -> Path:
    """Return the newest installed server's programs; Debian keeps them off the PATH."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: int(re.sub(r"\D", "", path.parts[4]) or 0), default=None)
    if newest is None:
        raise ServiceError("PostgreSQL is not installed; .ci/packages says how.")
    return newest.parent
