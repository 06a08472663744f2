"""Forms of this floor's pages. What they allow is checked again by the services."""

from typing import Any

from django import forms

from figures.generation.backends import GenerationBackend
from figures.generation.look import MAX_ACCESSORIES, LookRefused
from figures.generation.studio.box.text import MAX_LABEL
from figures.intake.models import Declaration


class PhotoForm(forms.Form):
    """The photo and whose picture it is."""

    photo = forms.FileField(label="Photo", error_messages={"required": "Choose a photo first."})
    declaration = forms.ChoiceField(
        label="Whose picture is it?",
        choices=Declaration.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whose picture it is."},
    )


class LookForm(forms.Form):
    """Name, tagline, pose and up to three accessories."""

    name = forms.CharField(
        label="Name on the box",
        max_length=30,
        help_text="1 to 30 letters: Latin, Greek or Cyrillic.",
        error_messages={"required": "Write the name that stands on the box."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    tagline = forms.CharField(
        label="Line below it", max_length=60, required=False, help_text="Up to 60 letters."
    )
    pose = forms.ChoiceField(label="Pose", required=False, widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, backend: GenerationBackend, box_only: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        pose = self.fields["pose"]
        assert isinstance(pose, forms.ChoiceField)  # noqa: S101 - narrows the type
        pose.choices = [(name, _words(name)) for name in backend.poses]
        if box_only:
            del self.fields["pose"]
        kinds = [("", "Nothing"), *((kind, _words(kind)) for kind in backend.accessory_kinds)]
        for index in range(1, MAX_ACCESSORIES + 1):
            self.fields[f"accessory_{index}"] = forms.ChoiceField(
                label=f"Accessory {index}", choices=kinds, required=False
            )
            self.fields[f"label_{index}"] = forms.CharField(
                label=f"Words below accessory {index}", max_length=MAX_LABEL, required=False
            )

    def refuse(self, error: LookRefused) -> None:
        """Show what a service refused, beside its field if that is one of ours."""
        self.add_error(error.field if error.field in self.fields else None, error.message)

    def accessories(self) -> list[tuple[str, str]]:
        """Return the chosen (kind, label) pairs."""
        data = self.cleaned_data
        return [
            (data[f"accessory_{index}"], data[f"label_{index}"])
            for index in range(1, MAX_ACCESSORIES + 1)
            if data.get(f"accessory_{index}")
        ]

    def accessory_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return (kind, label) fields in pairs, for the template."""
        return [
            (self[f"accessory_{index}"], self[f"label_{index}"])
            for index in range(1, MAX_ACCESSORIES + 1)
        ]


class TuneForm(LookForm):
    """The words and things; choices about the figure are the editor's."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["pose"]
        self.refused: dict[str, str] = {}

    def refuse(self, error: LookRefused) -> None:
        """Keep what is wrong with a choice for its place in the editor."""
        key = error.field.removeprefix("choices.")
        if key not in self.fields:
            self.refused[key] = error.message
        super().refuse(error)


class EmailForm(forms.Form):
    """Where to write when a person has looked at the figure; may stay empty."""

    email = forms.EmailField(
        label="Email",
        required=False,
        help_text="We write when a person has looked at your figure. The page shows it too.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
