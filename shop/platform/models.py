"""Every model of the platform app; each lives beside the code that moves it."""

from shop.platform.apikeys.models import ApiKey
from shop.platform.audit.models import AuditEvent
from shop.platform.durable.models import Job
from shop.platform.idempotency.models import IdempotentRequest
from shop.platform.inbox.models import InboundEvent
from shop.platform.mail.models import OutgoingMail
from shop.platform.owners.models import Owner, Storefront

__all__ = [
    "ApiKey",
    "AuditEvent",
    "IdempotentRequest",
    "InboundEvent",
    "Job",
    "OutgoingMail",
    "Owner",
    "Storefront",
]
