"""The job that makes one line's print file."""

from figures.versions.art import ArtGone
from orders.checkout import transitions
from orders.checkout.models import Order, OrderLine
from orders.checkout.states import OrderState
from orders.printing import package, services
from orders.printing.models import PrintFile
from shop.platform.durable import registry
from shop.platform.durable.errors import PermanentFailure
from shop.platform.durable.running import RunningJob
from shop.prepress.errors import PrepressError
from shop.vault.services import Shredded


def _failed(job: RunningJob, code: str, message: str) -> None:
    """Hold the order: somebody paid for what cannot be printed."""
    order = Order.objects.get(lines__pk=job.subject)
    services.hold(order=order, reason=f"print_file:{code}"[:60])


@registry.handler("orders.print_file", queue="render", max_attempts=5, on_failure=_failed)
def make(job: RunningJob) -> None:
    """Build, preflight and keep the file; a line that has one that passed is left alone."""
    line = OrderLine.objects.select_related("order", "variant__product", "version__figure").get(
        pk=job.subject
    )
    if line.order.state not in {OrderState.PAID, OrderState.ON_HOLD}:
        return
    if PrintFile.objects.filter(line=line, passed=True).exists():
        return
    job.report("laying out", 0.1)
    try:
        row, _ = services.build(line=line)
    except services.PrintRefused as error:
        raise PermanentFailure(error.code, str(error)) from error
    except (ArtGone, Shredded) as error:
        raise PermanentFailure("erased", "The figure has been erased.") from error
    with job.transaction():
        order = Order.objects.select_for_update().get(pk=line.order_id)
        services.keep(row=row, order=order)
        if row.passed:
            job.finish()
    if not row.passed:
        # The report is kept; the failure holds the order until a person has looked.
        raise PermanentFailure("preflight", ", ".join(services.refused_codes(row)))


@registry.handler(package.KIND, queue="render", max_attempts=5)
def make_printer_files(job: RunningJob) -> None:
    """Make the files for the buyer's own printer and tell the order's history."""
    line = OrderLine.objects.select_related("order", "variant__product", "version__figure").get(
        pk=job.subject
    )
    job.report("making the files", 0.2)
    try:
        blob = package.build(line)
    except services.PrintRefused as error:
        raise PermanentFailure(error.code, str(error)) from error
    except PrepressError as error:
        raise PermanentFailure("does_not_fit", str(error)) from error
    except (ArtGone, Shredded) as error:
        raise PermanentFailure("erased", "The figure has been erased.") from error
    with job.transaction():
        transitions.record(
            order=line.order, kind="printer_files_made", line=line.pk, bytes=blob.size
        )
        job.finish()


registry.subscribe("order.paid", services.queue_print_files)
