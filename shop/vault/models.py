"""SubjectKey and Blob: what is stored of a person is stored encrypted, under their figure's key."""

from django.db import models
from django.utils import timezone

from shop.platform.ids import PrefixedIdField


class SubjectKey(models.Model):
    """The AES-256-GCM key of one subject (a photo, a figure, an order), wrapped by the master key.

    Destroying `wrapped_key` makes every blob of the subject unreadable for good.
    """

    id = PrefixedIdField("sk")
    subject = models.CharField(max_length=64, unique=True, help_text="Id of a photo, figure, ...")
    wrapped_key = models.BinaryField(null=True, help_text="Empty once it is destroyed.")
    epoch = models.CharField(max_length=16, help_text="Which master key wraps it.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.subject


class Blob(models.Model):
    """One encrypted file. Its row goes when its file has gone."""

    id = PrefixedIdField("blb")
    key = models.ForeignKey(SubjectKey, on_delete=models.PROTECT, related_name="blobs")
    data_class = models.CharField(max_length=32, help_text="photo, recipe, art, mockup, ...")
    name = models.CharField(max_length=120, help_text="File name a person sees; no personal data.")
    media_type = models.CharField(max_length=60)
    path = models.CharField(max_length=200, help_text="Where the storage keeps it.")
    size = models.PositiveBigIntegerField(help_text="Bytes in the clear.")
    content_key = models.CharField(
        max_length=64, blank=True, help_text="Hash of what it was made from, to make it once."
    )
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    doomed_at = models.DateTimeField(
        null=True, blank=True, help_text="Its file is being deleted; nobody may read it any more."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "content_key"],
                condition=~models.Q(content_key=""),
                name="one_blob_per_content",
            )
        ]

    def __str__(self) -> str:
        return f"{self.data_class} {self.id}"
