"""SIGKILL of the worker after a hosted generator has answered, before our books know."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from figures.generation.models import QuotaPeriod
from figures.spending.models import BudgetDay, CallState, HostedCall
from figures.versions.models import Figure
from figures.versions.states import FigureState
from shop.platform import faultpoints
from shop.platform.supervisor.child import end_with
from tests.support.hosted_figures import ask_for_figure, end_lease, run_jobs
from tests.support.openai_fixtures import MODEL, hosted, images_api, recipients
from tests.support.openai_stub import KEY, OpenAIStub
from tests.support.print_house import ROOT, wait_until

__all__ = ["hosted", "images_api", "recipients"]

pytestmark = [pytest.mark.faults, pytest.mark.both_databases]


@pytest.fixture
def worker(
    hosted: OpenAIStub, recipients: Path, process_environment: dict[str, str], var: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Return a process that does jobs until it stands at the fault point."""
    marker = var / faultpoints.MARKER
    marker.unlink(missing_ok=True)
    environment = {
        **process_environment,
        "SHELFIE_GENERATORS": "studio,openai",
        "OPENAI_API_KEY": KEY,
        "OPENAI_API_BASE": hosted.openai,
        "OPENAI_IMAGE_MODEL": MODEL,
        "HOSTED_RECIPIENTS_FILE": str(recipients),
        "HOSTED_DAILY_BUDGET": "1000",
        "SHELFIE_FAULT_POINT": "hosted.answered",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.job_runner"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        preexec_fn=end_with(os.getpid()),
    )
    yield process
    process.kill()
    process.wait()
    marker.unlink(missing_ok=True)


def test_killed_between_the_charge_and_our_books(
    hosted: OpenAIStub, worker: subprocess.Popen[bytes], var: Path
) -> None:
    figure = ask_for_figure()
    wait_until((var / faultpoints.MARKER).exists, seconds=120)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    first = HostedCall.objects.get()
    assert (first.state, first.cost) == (CallState.SENT, None)
    assert BudgetDay.objects.get().reserved == first.estimate
    assert len(hosted.seen) == 1

    end_lease()
    run_jobs()
    assert Figure.objects.get(pk=figure.pk).state == FigureState.READY
    assert figure.versions.count() == 1
    assert len(hosted.seen) == 2
    states = list(HostedCall.objects.order_by("reserved_at").values_list("state", flat=True))
    assert states == [CallState.LOST, CallState.ANSWERED]
    costs = sum(call.cost or 0 for call in HostedCall.objects.all())
    day = BudgetDay.objects.get()
    assert (day.reserved, day.spent) == (0, costs)
    assert QuotaPeriod.objects.get().used == 1
