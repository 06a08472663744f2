"""What is sent to and answered about photos and figures."""

import json
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from figures.generation.look import MAX_ACCESSORIES
from figures.generation.options import FIELD_KINDS
from figures.intake.models import Declaration
from figures.moderation.states import Reason
from figures.versions.states import FigureState, ReviewState
from shop.platform.api.serializers import Input, Output, page_of

_MAX_FACES = 100
_LONGEST_CHOICE = 60


class PhotoIn(Input):
    """A photo, and whose picture it is."""

    photo = serializers.FileField(
        help_text="JPEG, PNG, WebP, AVIF or HEIC; up to 20 MB and 60 megapixels."
    )
    declaration = serializers.ChoiceField(
        choices=Declaration.choices, help_text="Whose picture it is, as the customer declares it."
    )


class FaceIn(Input):
    """Who becomes the figure."""

    index = serializers.IntegerField(min_value=0, max_value=_MAX_FACES)


class AccessoryIn(serializers.Serializer[Any]):
    """One thing in the box."""

    kind = serializers.CharField(max_length=30)
    label = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")  # type: ignore[assignment]


class JsonOrText(serializers.ListField):
    """A list; in a multipart form, the same list as JSON text."""

    def get_value(self, dictionary: Any) -> Any:
        """Read the text of a form's field."""
        value = dictionary.get(self.field_name, serializers.empty)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "integer"}]})
class ChoiceValue(serializers.Field[Any, Any, Any, Any]):
    """A text or a whole number."""

    def to_internal_value(self, data: Any) -> str | int:
        """Take it as it is."""
        if isinstance(data, str) and len(data) <= _LONGEST_CHOICE:
            return data
        if isinstance(data, int) and not isinstance(data, bool):
            return data
        raise serializers.ValidationError("A choice is a text or a whole number.", code="invalid")

    def to_representation(self, value: Any) -> Any:
        """Show it as it is."""
        return value


class JsonOrTextChoices(serializers.DictField):
    """Choices by key; in a multipart form, the same object as JSON text."""

    get_value = JsonOrText.get_value


def _choices(help_text: str) -> JsonOrTextChoices:
    return JsonOrTextChoices(
        child=ChoiceValue(allow_null=True), required=False, help_text=help_text
    )


class LookIn(Input):
    """What stands on the box and lies in it."""

    name = serializers.CharField(max_length=30)
    tagline = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    pose = serializers.CharField(max_length=30, required=False, allow_blank=True, default="")
    accessories = JsonOrText(child=AccessoryIn(), required=False, max_length=MAX_ACCESSORIES)
    backend = serializers.CharField(
        max_length=20,
        required=False,
        default="studio",
        help_text="Who draws it: a `name` of the generators; the studio if not given.",
    )
    consent = serializers.CharField(
        max_length=64,
        required=False,
        allow_blank=True,
        default="",
        help_text="For a generator with a recipient: its `notice`, once the customer has seen "
        "everything the recipient says and agreed that the photo is sent there.",
    )
    choices = _choices(
        "Choices about the figure by key, see `GET /figures/options`; what is not there is as in"
        " the photo. In a multipart form: JSON text."
    )


class FigureIn(LookIn):
    """A figure from a photo that was sent before."""

    photo = serializers.CharField(max_length=32, help_text="Id of a photo, `pho_...`.")
    face = serializers.IntegerField(
        required=False, min_value=0, max_value=_MAX_FACES, help_text="Where there are several."
    )


class FigureUploadIn(LookIn):
    """The photo itself and everything about the figure, in one multipart form."""

    photo = serializers.FileField(help_text="The photo itself.")
    declaration = serializers.ChoiceField(choices=Declaration.choices)
    accessories = JsonOrText(
        child=AccessoryIn(),
        required=False,
        max_length=MAX_ACCESSORIES,
        help_text='JSON text: [{"kind": "camera", "label": "Camera"}]',
    )


class EditIn(Input):
    """What to change; a field that is left out stays as it is.

    Every look is made from what was read from the photo and the complete set of its choices, so
    nothing is lost by trying: `null` takes a choice back.
    """

    base = serializers.CharField(
        max_length=32,
        required=False,
        help_text="Version to start from; the look that was asked for last if not given.",
    )
    name = serializers.CharField(max_length=30, required=False)
    tagline = serializers.CharField(max_length=60, required=False, allow_blank=True)
    pose = serializers.CharField(max_length=30, required=False)
    accessories = JsonOrText(child=AccessoryIn(), required=False, max_length=MAX_ACCESSORIES)
    colours = serializers.DictField(
        child=serializers.ListField(child=serializers.IntegerField(), max_length=3),
        required=False,
        help_text="`skin`, `hair`, `outfit`: three numbers from 0 to 255 each. The same as the"
        " choices `skin_tone`, `hair_colour` and `outfit_main`.",
    )
    choices = _choices(
        "Laid over the choices of `base`. `null`: back to what the photo shows, or to the default."
    )
    box_design = serializers.CharField(max_length=40, required=False, allow_blank=True)
    box_theme = serializers.CharField(max_length=40, required=False, allow_blank=True)


class FaceOut(Output):
    """A face in the photo, in pixels of the upright photo as we keep it."""

    index = serializers.IntegerField()
    x = serializers.FloatField()
    y = serializers.FloatField()
    width = serializers.FloatField()
    height = serializers.FloatField()


class PhotoOut(Output):
    """A photo. It is deleted 24 hours after the figure is ready, or when you ask."""

    id = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    declaration = serializers.ChoiceField(choices=Declaration.choices)
    faces = FaceOut(many=True)
    chosen_face = serializers.IntegerField(
        allow_null=True, help_text="null: several faces and none chosen yet."
    )
    received_at = serializers.DateTimeField()
    delete_after = serializers.DateTimeField()


class PhotoDatesOut(Output):
    """What is left of the figure's photo."""

    id = serializers.CharField()
    delete_after = serializers.DateTimeField()
    deleted_at = serializers.DateTimeField(allow_null=True)


class AttributeOut(Output):
    """One thing read from the photo, and how sure the reading is."""

    name = serializers.CharField()
    value = serializers.CharField()
    confidence = serializers.FloatField(min_value=0, max_value=1)


class ItemOut(Output):
    """One thing to choose."""

    value = ChoiceValue(help_text="What is sent.")
    label = serializers.CharField()  # type: ignore[assignment]
    group = serializers.CharField(help_text="Heading it stands under; may be empty.")
    colour = serializers.CharField(help_text="`#rrggbb` of a swatch, else empty.")


class FieldOut(Output):
    """One choice."""

    key = serializers.CharField()
    path = serializers.CharField(help_text="Where it is sent, such as `choices.hairstyle`.")
    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.ChoiceField(
        choices=FIELD_KINDS,
        help_text="`items`, `swatches`: one of the items. `colour`: one of them, or any `#rrggbb`."
        " `words`: text.",
    )
    items = ItemOut(many=True)
    from_photo = serializers.BooleanField(
        help_text="Without a choice it is as the photo shows; else `default` is taken."
    )
    default = ChoiceValue(allow_null=True)
    max_length = serializers.IntegerField(allow_null=True, help_text="Letters of `words`.")
    max_items = serializers.IntegerField(help_text="How many may be chosen at once.")


class TabOut(Output):
    """Choices that belong together."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    choices = FieldOut(many=True)


class OptionsOut(Output):
    """Everything that may be chosen about a figure."""

    tabs = TabOut(many=True)


class QuestionOut(Output):
    """Something the photo does not show well enough. It is answered by making the choice."""

    field = serializers.CharField(help_text="Key of the choice that answers it.")
    attribute = serializers.CharField(help_text="Its name among the `attributes`.")
    label = serializers.CharField()  # type: ignore[assignment]
    guess = ChoiceValue(
        allow_null=True, help_text="Our best guess: what to send when it is right; null: no idea."
    )
    confidence = serializers.FloatField(min_value=0, max_value=1)
    items = ItemOut(many=True)


class AccessoryOut(Output):
    """One thing in the box."""

    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class ReviewOut(Output):
    """What a person of our staff said about the version."""

    state = serializers.ChoiceField(choices=ReviewState.choices)
    reason = serializers.ChoiceField(choices=[("", ""), *Reason.choices])
    message = serializers.CharField(help_text="The reason in words; empty unless refused.")
    note = serializers.CharField()


class PicturesOut(Output):
    """Signed links. They work for an hour, for whoever has them: keep them to yourself."""

    preview = serializers.URLField(allow_null=True, help_text="WebP, 900 px high.")
    cutout = serializers.URLField(allow_null=True, help_text="PNG, cut out, up to 3072 px high.")
    box = serializers.URLField(allow_null=True, help_text="PNG, up to 2400 x 3600 px.")


class VersionOut(Output):
    """One immutable look of the figure."""

    id = serializers.CharField()
    number = serializers.IntegerField()
    name = serializers.CharField()
    tagline = serializers.CharField()
    accessories = AccessoryOut(many=True)
    choices = serializers.DictField(
        child=ChoiceValue(), help_text="All of them; the rest is as in the photo."
    )
    box_design = serializers.CharField()
    box_theme = serializers.CharField()
    review = ReviewOut()
    sellable = serializers.BooleanField(help_text="Approved and not withdrawn: may be ordered.")
    withdrawn = serializers.BooleanField()
    pictures = PicturesOut()
    created_at = serializers.DateTimeField()


class RecipientOut(Output):
    """The company that gets the photo: show all of it before you ask for agreement."""

    company = serializers.CharField()
    region = serializers.CharField(help_text="Where the photo is worked on.")
    keeps = serializers.CharField(help_text="How long it keeps the photo, in a sentence.")
    policy_url = serializers.URLField()
    source = serializers.URLField(help_text="Where all this was read.")  # type: ignore[assignment]
    read_on = serializers.DateField()
    notice = serializers.CharField(help_text="Names exactly these facts; send it as `consent`.")


class GeneratorOut(Output):
    """One way to have a figure drawn. Without a recipient the photo stays on our server."""

    name = serializers.CharField()
    recipient = RecipientOut(allow_null=True)


class GeneratorsOut(Output):
    """Every generator that is offered, the studio first."""

    generators = GeneratorOut(many=True)


class ConsentOut(Output):
    """The customer's agreement that the photo is sent to another company."""

    recipient = serializers.CharField()
    given_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)


class EnergyOut(Output):
    """Electricity of making the figure, modelled from measured CPU time.

    `watt_hours` is null where another company drew it and publishes no figure; `method` says so.
    """

    watt_hours = serializers.FloatField(allow_null=True)
    cpu_seconds = serializers.FloatField()
    method = serializers.CharField()


class QuotaOut(Output):
    """How many figures the customer may make a day."""

    allowed = serializers.IntegerField()
    used = serializers.IntegerField()
    left = serializers.IntegerField()
    resets_at = serializers.DateTimeField()


class FailureOut(Output):
    """Why the figure could not be made; the generation was given back."""

    code = serializers.CharField()
    message = serializers.CharField()


class FigureSummaryOut(Output):
    """A figure in a list."""

    id = serializers.CharField()
    state = serializers.ChoiceField(choices=FigureState.choices)
    created_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)
    latest_version = serializers.CharField(allow_null=True)
    review_state = serializers.ChoiceField(choices=ReviewState.choices, allow_null=True)
    preview = serializers.URLField(allow_null=True)


class FigureOut(Output):
    """A figure. While `rendering`, poll with `If-None-Match`."""

    id = serializers.CharField()
    state = serializers.ChoiceField(choices=FigureState.choices)
    rendering = serializers.BooleanField(help_text="A look is being made just now.")
    progress = serializers.FloatField(min_value=0, max_value=1)
    stage = serializers.CharField()
    sketch = serializers.URLField(
        allow_null=True, help_text="A first picture while the figure is made: WebP, 600 px high."
    )
    failure = FailureOut(allow_null=True)
    backend = serializers.CharField(help_text="The generator that draws it.")
    consent = ConsentOut(allow_null=True)
    created_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)
    photo = PhotoDatesOut(allow_null=True)
    attributes = AttributeOut(many=True)
    questions = QuestionOut(many=True, help_text="What we would rather ask than guess.")
    versions = VersionOut(many=True, help_text="The newest 20, newest first.")
    energy = EnergyOut(allow_null=True)
    quota = QuotaOut()


FigurePageOut = page_of(FigureSummaryOut, "Figure")
