"""Shapes that several resources share. They describe answers; representations build them."""

from typing import Any

from rest_framework import serializers


class Input(serializers.Serializer[Any]):
    """A whole body that is sent to us. A field that is not known is refused: it is a mistake."""

    def validate(self, attrs: Any) -> Any:
        """Refuse unknown fields."""
        unknown = set(self.initial_data) - set(self.fields)
        if unknown:
            raise serializers.ValidationError(
                dict.fromkeys(sorted(unknown), "There is no such field."), code="unknown"
            )
        return attrs


class Output(serializers.Serializer[Any]):
    """A shape that we answer; used for the schema."""


class MoneyOut(Output):
    """An amount of money, tax included."""

    amount = serializers.IntegerField(help_text="Minor units: 1990 is 19.90 EUR.")
    currency = serializers.CharField(help_text="ISO 4217.")


class FieldErrorOut(Output):
    """What is wrong with one field."""

    field = serializers.CharField(help_text="Path such as `address.city`; empty for the whole.")
    code = serializers.CharField()
    message = serializers.CharField()


class ProblemOut(Output):
    """RFC 9457 problem. Decide by `code`; show `detail`; quote `request_id` when you ask us."""

    type = serializers.URLField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = FieldErrorOut(many=True)  # type: ignore[assignment]
    request_id = serializers.CharField()


def page_of(item: type[Output], name: str) -> type[Output]:
    """Return the shape of a list of `item`."""
    return type(
        f"{name}Page",
        (Output,),
        {
            "__doc__": "One page, newest first.",
            "items": item(many=True),
            "next_cursor": serializers.CharField(
                allow_null=True, help_text="Pass it as `cursor`; null on the last page."
            ),
        },
    )
