"""Job: one piece of work, claimed by a lease."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from shop.platform.ids import PrefixedIdField


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class Job(models.Model):
    """A kind of work on a subject; the dedupe key is unique, so intent is written once."""

    id = PrefixedIdField("job")
    kind = models.CharField(max_length=60)
    queue = models.CharField(max_length=20, default="default")
    subject = models.CharField(max_length=64, db_index=True)
    dedupe_key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict, blank=True, help_text="Ids and numbers only.")
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    run_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=40, blank=True)
    progress = models.FloatField(default=0.0)
    error_code = models.CharField(max_length=60, blank=True)
    error_message = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["run_at"], condition=Q(state="queued"), name="job_due"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="job_lease"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
