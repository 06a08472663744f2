"""`manage.py createapikey`: make a storefront's key and print its secret once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from shop.platform.apikeys.models import Scope
from shop.platform.apikeys.services import KeyRefused, create_key
from shop.platform.owners.models import Storefront


class Command(BaseCommand):
    """Make an API key."""

    help = "Make an API key for a storefront and print its secret; it is shown only this once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--storefront", required=True, metavar="SLUG")
        parser.add_argument("--name", required=True, help="What will use the key.")
        parser.add_argument(
            "--scopes", nargs="+", default=Scope.values, help="Default: every scope."
        )
        parser.add_argument("--live", action="store_true", help="A key for real orders.")
        parser.add_argument(
            "--create-storefront",
            action="store_true",
            help="Make the storefront if there is none of that slug.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the secret alone on standard output, so that a script can take it."""
        storefront = self._storefront(options["storefront"], create=options["create_storefront"])
        try:
            key, secret = create_key(
                storefront=storefront,
                name=options["name"],
                scopes=options["scopes"],
                live=options["live"],
            )
        except KeyRefused as error:
            raise CommandError(str(error)) from error
        self.stderr.write(f"{key.pk}: keep the secret, it is not shown again.")
        self.stdout.write(secret)

    def _storefront(self, slug: str, *, create: bool) -> Storefront:
        if create:
            return Storefront.objects.get_or_create(slug=slug, defaults={"name": slug})[0]
        try:
            return Storefront.objects.get(slug=slug)
        except Storefront.DoesNotExist:
            known = ", ".join(Storefront.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(
                f"There is no storefront {slug!r} (there are: {known}). "
                "Add --create-storefront to make it."
            ) from None
