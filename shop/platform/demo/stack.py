"""The processes of the demo. Upper floors are named by string only."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from shop.platform.supervisor.ports import LOOPBACK
from shop.platform.supervisor.programs import Program, answers, says

PRINT_HOUSE_PORT = 8010
# Seconds between two steps of an order at the print house: long enough to see, short to wait for.
_PRINT_HOUSE_PACE = "0.5"
# The demo calls no service outside this machine, whatever the caller's environment holds.
_REAL_SERVICES = (
    *("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRETS", "STRIPE_API_BASE"),
    *("PRODIGI_API_KEY", "PRODIGI_CALLBACK_TOKEN", "SMTP_URL", "ALLOWED_HOSTS"),
)


@dataclass(frozen=True, slots=True)
class Stack:
    """Where the demo's processes are and what they share.

    Args:
        root: folder with `manage.py`.
        var: folder for everything that is written.
        port: of the site.
        print_house_port: of the sandbox print house.

    """

    root: Path
    var: Path
    port: int
    print_house_port: int

    @property
    def site(self) -> str:
        """The site's origin."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def print_house(self) -> str:
        """The print house's origin."""
        return f"http://{LOOPBACK}:{self.print_house_port}"

    def programs(self) -> list[Program]:
        """Return everything that runs until Ctrl-C."""
        return [
            self._print_house(),
            self._web(),
            # Two small jobs at a time; one render, which takes both cores by itself.
            self._worker("default", concurrency=2),
            self._worker("render", concurrency=1),
            self._python("beat", "celery", "-A", "shop", "beat", "--pidfile=", ready="beat ready"),
        ]

    def enter(self) -> None:
        """Set the environment that every process of the demo inherits."""
        for name in _REAL_SERVICES:
            os.environ.pop(name, None)
            os.environ.pop(f"{name}_FILE", None)
        os.environ["SHELFIE_MODE"] = "demo"
        os.environ["SHELFIE_VAR"] = str(self.var)
        os.environ["SITE_URL"] = self.site
        os.environ["PRODIGI_API_URL"] = f"{self.print_house}/v4.0"
        os.environ["PYTHONUNBUFFERED"] = "1"
        os.umask(0o077)
        os.chdir(self.root)

    def _web(self) -> Program:
        options = (
            *("--bind", f"{LOOPBACK}:{self.port}", "--workers", "2", "--threads", "4"),
            *("--timeout", "120", "--graceful-timeout", "3", "--no-control-socket"),
        )
        command = (sys.executable, "-m", "gunicorn", "shop.wsgi", *options)
        return Program("web", command, answers(f"{self.site}/readyz"))

    def _worker(self, queue: str, *, concurrency: int) -> Program:
        name = f"worker-{queue}"
        options = (
            *("--queues", queue, "--concurrency", str(concurrency), "--prefetch-multiplier", "1"),
            *("--hostname", f"{name}@%h", "--without-mingle", "--without-gossip"),
        )
        return self._python(name, "celery", "-A", "shop", "worker", *options, ready="worker ready")

    def _print_house(self) -> Program:
        options = (
            *("--port", str(self.print_house_port), "--data", str(self.var / "print-house")),
            *("--allow-origin", self.site, "--pace", _PRINT_HOUSE_PACE),
        )
        module = "orders.fulfilment.sandbox"
        return self._python("print-house", module, *options, ready="Sandbox print house ready at")

    def _python(self, name: str, module: str, *arguments: str, ready: str) -> Program:
        return Program(name, (sys.executable, "-m", module, *arguments), says(ready))
