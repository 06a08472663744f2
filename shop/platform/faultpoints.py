"""Places where a crash is worst, so that tests can kill the processes exactly there.

The environment variable `SHELFIE_FAULT_POINT` names one place; whoever comes by stops there for
ever and is then killed from outside. Without it nothing happens. Refused in production. The places:

- `intake.stored`: a photo is stored, nobody has been told.
- `figures.rendered`: the figure is drawn, its box is not, nothing is kept.
- `hosted.answered`: another company has drawn a figure and charged for it, our books do not know.
- `payments.session_made`: the gateway has made a pay page, our row does not know it.
- `payments.settling`: the gateway has said what became of a payment, our books do not know it.
- `inbox.stored`: an event from outside is committed, its wake-up is not sent.
- `printing.assembled`: a PDF is made, neither checked nor kept.
- `fulfilment.accepted`: the print house has accepted an order, our row does not know it.
"""

import threading

from django.conf import settings

MARKER = "fault-point"


def reached(point: str) -> None:
    """Stop here for ever if the environment names this place; `var/fault-point` then says so."""
    if point != settings.FAULT_POINT:
        return
    (settings.VAR_DIR / MARKER).write_text(point, encoding="utf-8")
    threading.Event().wait()
