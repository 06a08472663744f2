"""`manage.py demo`: set up, start everything, walk one order through it, stay until Ctrl-C."""

import fcntl
import hashlib
import json
import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from shop.platform.demo import accounts
from shop.platform.demo.stack import PRINT_HOUSE_PORT, Stack
from shop.platform.supervisor import ports
from shop.platform.supervisor.programs import Program
from shop.platform.supervisor.supervisor import Interrupted, ProgramFailed, Supervisor

_DEFAULT_PORT = 8000
_INTERRUPTED = 130
# Words, command and its options; commands of upper floors are named by string only.
_SET_UP: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("Preparing the database", "migrate", {"interactive": False}),
    ("Collecting static files", "collectstatic", {"interactive": False}),
    ("Loading the sample catalogue", "loadcatalogue", {}),
)


class Command(BaseCommand):
    """Runs the whole of Shelfie on this machine, without a key and without a server."""

    help = "Set up and start the demo, walk one order through it, and stay until Ctrl-C."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a photo, a name for the box and a port."""
        parser.add_argument("--photo", type=Path, help="your own picture; a sample one otherwise")
        parser.add_argument("--name", help="what is written on the box")
        parser.add_argument("--port", type=_port, default=_DEFAULT_PORT)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it all; a signal before the walk's end exits with 130, after it with 0."""
        if not settings.DEMO:
            raise CommandError("This runs the demo, but SHELFIE_MODE says production.")
        photo = _readable(options["photo"])
        stack = self._stack(options["port"])
        walked = False
        with _only_one(stack.var):
            try:
                with Supervisor(_folder(stack.var / "log"), self._say) as supervisor:
                    self._set_up(supervisor, stack)
                    self._step("Starting web, workers, beat and print house")
                    supervisor.start(stack.programs())
                    self._done()
                    walked = self._walk(supervisor, stack, photo, options["name"])
                    supervisor.watch()
            except ProgramFailed as error:
                raise CommandError(str(error)) from error
            except Interrupted:
                self._say("\nEnding every process of the demo.")
            if not walked:
                sys.exit(_INTERRUPTED)

    def _stack(self, port: int) -> Stack:
        if not ports.is_free(port):
            other = ports.free_port(preferred=port + 1)
            raise CommandError(
                f"Port {port} of this machine is taken by another program."
                f" Choose another one, for example: make run PORT={other}"
            )
        stack = Stack(
            root=settings.BASE_DIR,
            var=_folder(settings.VAR_DIR),
            port=port,
            print_house_port=ports.free_port(preferred=PRINT_HOUSE_PORT),
        )
        stack.enter()
        return stack

    def _set_up(self, supervisor: Supervisor, stack: Stack) -> None:
        for words, command, options in _SET_UP:
            supervisor.check()
            self._step(words)
            with Path(os.devnull).open("w") as nowhere:
                call_command(command, verbosity=0, stdout=nowhere, **options)
            self._done()
        self._warm_up(supervisor)
        self._show_accounts()

    def _warm_up(self, supervisor: Supervisor) -> None:
        done = settings.VAR_DIR / "renderer.compiled"
        sources = _fingerprint(settings.BASE_DIR / "figures")
        if done.exists() and done.read_text(encoding="utf-8") == sources:
            return
        self._step("Compiling the renderer (once)")
        program = Program("warmup", (sys.executable, "manage.py", "warmup"))
        if status := supervisor.run(program):
            log = settings.VAR_DIR / "log" / "warmup.log"
            raise CommandError(f"The renderer does not start (status {status}). Look into {log}")
        done.write_text(sources, encoding="utf-8")
        self._done()

    def _show_accounts(self) -> None:
        made = accounts.ensure_accounts()
        for name, password in made.items():
            self._say(f"  {name}: password {password}  (shown this once)")
        for name in sorted({"admin", "moderator"} - made.keys()):
            self._say(
                f"  {name}: password shown on an earlier run; set a new one with"
                f" .venv/bin/python manage.py changepassword {name}"
            )

        secret = accounts.ensure_api_key()
        if secret is not None:
            self._say(f"  {accounts.STOREFRONT}: API key {secret}  (shown this once)")
        else:
            self._say(
                f"  {accounts.STOREFRONT}: API key shown on an earlier run; make a new one with"
                " .venv/bin/python manage.py createapikey"
                f" --storefront {accounts.STOREFRONT} --name another"
            )

    def _walk(
        self, supervisor: Supervisor, stack: Stack, photo: Path | None, name: str | None
    ) -> bool:
        """Run the walk in the foreground. Raises CommandError when a step of it failed."""
        arguments = ["--site", stack.site, "--var", str(stack.var)]
        arguments += ["--photo", str(photo)] if photo else []
        arguments += ["--name", name] if name else []
        with accounts.walker() as access:
            program = Program(
                "walkthrough",
                (sys.executable, "-m", "orders.walkthrough", *arguments),
                environment={"WALKTHROUGH_ACCESS": json.dumps(asdict(access))},
                in_foreground=True,
            )
            status = supervisor.run(program)
        if status:
            raise CommandError("The walk stopped before the parcel was shipped.")
        return True

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _step(self, words: str) -> None:
        self._began = time.monotonic()
        self.stdout.write(f"{words} ...", ending="")
        self.stdout.flush()

    def _done(self) -> None:
        self._say(f" {time.monotonic() - self._began:.1f} s")


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65535:
        raise ValueError
    return port


def _readable(photo: Path | None) -> Path | None:
    if photo is None:
        return None
    # Resolved now: the processes run in the project's folder.
    photo = photo.expanduser().resolve()
    if not photo.is_file() or not os.access(photo, os.R_OK):
        raise CommandError(f"There is no picture to read at {photo}")
    return photo


def _fingerprint(folder: Path) -> str:
    """Return a digest that changes with the sources below and with the Python in use."""
    seen = [sys.executable, sys.version]
    for path in sorted(folder.rglob("*.py")):
        facts = path.stat()
        seen.append(f"{path}:{facts.st_size}:{facts.st_mtime_ns}")
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()


def _folder(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    return path


@contextmanager
def _only_one(var: Path) -> Iterator[None]:
    """Hold the folder: two demos in one would fight over the queue."""
    with (var / "demo.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(f"Another demo runs with its data in {var}") from None
        yield
