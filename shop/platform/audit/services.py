"""Write an audit line."""

from typing import Any

from django.contrib.auth.models import User

from shop.platform import logs
from shop.platform.audit.models import AuditEvent


def record(*, action: str, subject: str, user: User | None = None, **facts: Any) -> AuditEvent:
    """Append a line: `action` such as `review.approved`, `subject` an object id."""
    return AuditEvent.objects.create(
        user=user, action=action, subject=subject, facts=facts, request_id=logs.request_id.get()
    )
