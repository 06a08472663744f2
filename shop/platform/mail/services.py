"""Queue a mail as a row, and send what is queued."""

import logging
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from shop.platform.durable import services as durable
from shop.platform.mail.models import OutgoingMail
from shop.platform.owners.models import Owner

log = logging.getLogger(__name__)

# What is personal in a mail's row, emptied.
EMPTY = {"recipient": "", "subject": "", "text": "", "html": ""}


def queue_mail(
    *, kind: str, owner: Owner | None, recipient: str, dedupe_key: str, **context: Any
) -> OutgoingMail | None:
    """Write a mail from `templates/mail/<kind>.{subject.txt,txt,html}` to the outbox.

    Called inside the transaction of its cause. Returns None where the person left no address.
    A second call with the same dedupe key writes nothing.
    """
    if not recipient:
        return None
    subject = " ".join(render_to_string(f"mail/{kind}.subject.txt", context).split())
    with transaction.atomic():
        mail, created = OutgoingMail.objects.get_or_create(
            dedupe_key=dedupe_key,
            defaults={
                "owner": owner,
                "kind": kind,
                "recipient": recipient,
                "subject": subject[:200],
                "text": render_to_string(f"mail/{kind}.txt", context),
                "html": render_to_string(f"mail/{kind}.html", context),
            },
        )
        if created:
            durable.enqueue("mail.send", subject=str(mail.pk), dedupe_key=f"mail:{mail.pk}")
    return mail


def send(mail_id: int) -> None:
    """Send one queued mail; the body is emptied once it is out.

    The row is marked before the mail server is called: a kill in between leaves it marked and
    unsent, which staff see in the admin, rather than sending it twice.
    """
    waiting = OutgoingMail.objects.filter(pk=mail_id, started_at=None).exclude(recipient="")
    claimed = waiting.update(started_at=timezone.now())
    if not claimed:
        return
    mail = OutgoingMail.objects.get(pk=mail_id)
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.recipient])
    message.attach_alternative(mail.html, "text/html")
    try:
        message.send()
    except OSError:
        OutgoingMail.objects.filter(pk=mail_id).update(started_at=None)
        raise
    OutgoingMail.objects.filter(pk=mail_id).update(sent_at=timezone.now(), **EMPTY)
    log.info("mail sent", extra={"mail": mail_id, "kind": mail.kind})
