"""A private PostgreSQL, Redis and temp folder for the length of one command.

`python -m tests.support.services -- COMMAND ...` starts both servers on free loopback ports, runs
the command with `DATABASE_URL`, `TEST_REDIS_URL` and `TMPDIR` set, and leaves neither a process
nor a file behind, whether the command ends well, badly or by a signal. The exit status is the
command's.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.postgres import postgres
from tests.support.processes import ServiceError, raise_on_signals, run
from tests.support.redis import redis


@contextmanager
def services() -> Iterator[dict[str, str]]:
    """Run PostgreSQL and Redis for the length of the block.

    Yields:
        The variables that lead to them: `DATABASE_URL`, `TEST_REDIS_URL`, `TMPDIR`.

    Raises:
        ServiceError: a server is missing or did not start.
    """
    # Always /tmp: the postgres user must be able to walk to its folder, wherever TMPDIR points.
    with tempfile.TemporaryDirectory(
        prefix="shelfie-services-",
        dir="/tmp",
        ignore_cleanup_errors=True,
    ) as name:
        root = Path(name)
        root.chmod(0o711)
        scratch = root / "tmp"
        scratch.mkdir(mode=0o700)
        with postgres(root / "postgres") as database_url, redis(root / "redis") as redis_url:
            yield {
                "DATABASE_URL": database_url,
                "TEST_REDIS_URL": redis_url,
                "TMPDIR": str(scratch),
            }


def main(arguments: list[str]) -> int:
    """Run the command after `--` and return its exit status."""
    if arguments[:1] != ["--"] or len(arguments) == 1:
        print("usage: python -m tests.support.services -- COMMAND ...", file=sys.stderr)
        return 2
    raise_on_signals()
    try:
        with services() as variables:
            return run(arguments[1:], variables)
    except ServiceError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
