import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

_SERVICES = (sys.executable, "-m", "tests.support.services", "--", sys.executable, "-c")
_SHOW = """
import json, os, psycopg, redis
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    answer = connection.execute("SELECT current_setting('listen_addresses')").fetchone()[0]
pong = redis.Redis.from_url(os.environ["TEST_REDIS_URL"]).ping()
names = ("DATABASE_URL", "TEST_REDIS_URL", "TMPDIR")
print(json.dumps({"answer": answer, "pong": pong, **{n: os.environ[n] for n in names}}), flush=True)
"""

pytestmark = pytest.mark.skipif(
    not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")), reason="PostgreSQL is not installed"
)


@contextmanager
def _started(then: str) -> Iterator[subprocess.Popen[str]]:
    command = [*_SERVICES, _SHOW + then]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()


def _assert_gone(shown: dict[str, str]) -> None:
    for name in ("DATABASE_URL", "TEST_REDIS_URL"):
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", urlsplit(shown[name]).port)) != 0
    assert not Path(shown["TMPDIR"]).parent.exists()


def test_the_command_has_both_servers_and_its_status_is_passed_on() -> None:
    with _started("raise SystemExit(3)") as process:
        output, _ = process.communicate(timeout=180)
    shown = json.loads(output)
    assert (shown["answer"], shown["pong"], process.returncode) == ("127.0.0.1", True, 3)
    assert shown["TMPDIR"] != os.environ.get("TMPDIR")
    _assert_gone(shown)


def test_a_signal_stops_the_command_and_leaves_nothing() -> None:
    with _started("import signal; signal.pause()") as process:
        assert process.stdout
        shown = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=180) == 128 + signal.SIGTERM
    _assert_gone(shown)
