"""Every column that could hold something about a person is declared, or says why it need not."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from shop.platform.ids import PrefixedIdField
from shop.retention import registry
from shop.retention.registry import DataClass
from shop.vault.models import Blob
from tests.trust.not_personal import NOT_PERSONAL

_ROOMS = ("shop.", "figures.", "orders.")
_TELLING = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    models.FileField,
    models.GenericIPAddressField,
)


def telling_columns(every_model: list[type[models.Model]]) -> Iterator[str]:
    """Yield `app.Model.field` of each column that could tell something about a person."""
    for model in every_model:
        for field in model._meta.concrete_fields:
            is_blob = field.is_relation and field.related_model is Blob
            if is_blob or (isinstance(field, _TELLING) and not isinstance(field, PrefixedIdField)):
                yield f"{model._meta.label}.{field.name}"


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith(_ROOMS)]


def undeclared(every_model: list[type[models.Model]]) -> set[str]:
    return set(telling_columns(every_model)) - registry.declared_columns() - set(NOT_PERSONAL)


def test_every_column_is_declared() -> None:
    assert undeclared(our_models()) == set()


def test_the_walk_sees_all_of_our_models() -> None:
    labels = {model._meta.label for model in our_models()}
    assert len(labels) >= 31
    assert {"figures.Photo", "orders.Order", "platform.Owner", "vault.Blob"} <= labels
    assert not {label for label in labels if label.startswith(("auth.", "sessions."))}


def test_an_undeclared_column_is_found() -> None:
    class Diary(models.Model):
        id = PrefixedIdField("dia")
        words = models.TextField()
        scan = models.ForeignKey(Blob, on_delete=models.CASCADE)
        pages = models.IntegerField()

        class Meta:
            app_label = "trust_test"

    try:
        assert undeclared([Diary]) == {"trust_test.Diary.words", "trust_test.Diary.scan"}
    finally:
        del apps.all_models["trust_test"]
        apps.clear_cache()


def test_nothing_is_declared_that_does_not_exist() -> None:
    for column in registry.declared_columns() | set(NOT_PERSONAL):
        label, _, name = column.rpartition(".")
        try:
            apps.get_model(label)._meta.get_field(name)
        except (LookupError, FieldDoesNotExist):
            pytest.fail(f"{column} does not exist")


def test_nothing_is_both() -> None:
    assert registry.declared_columns() & set(NOT_PERSONAL) == set()
    assert all(NOT_PERSONAL.values())


@pytest.mark.parametrize("item", registry.data_classes(), ids=lambda item: item.key)
def test_each_class_says_what_why_and_how_long(item: DataClass) -> None:
    assert item.title
    assert "GDPR art. 6(1)" in item.basis
    assert item.trigger
    assert item.columns
    assert item.longest is None or item.period <= item.longest


def test_the_classes() -> None:
    assert {item.key for item in registry.data_classes() if item.sweep is not None} == {
        "answer",
        "consent",
        "contact",
        "event",
        "mail",
        "photo",
        "unpaid_order",
    }
    assert registry.scrubbed_models() == [
        "figures.Consent",
        "figures.Figure",
        "figures.FigureVersion",
        "figures.HostedCall",
        "figures.Photo",
        "figures.Review",
        "platform.OutgoingMail",
    ]
