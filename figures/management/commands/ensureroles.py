"""`manage.py ensureroles`: the group of moderators with exactly the permissions they need."""

from typing import Any

from django.core.management.base import BaseCommand

from figures.moderation.roles import MODERATORS_MAY, ensure_roles


class Command(BaseCommand):
    """Make the staff's roles; running it again changes nothing."""

    help = "Make the group of moderators with exactly the permissions they need."

    def handle(self, *args: Any, **options: Any) -> None:
        """Set the permissions and list them."""
        group = ensure_roles()
        self.stdout.write(f"{group.name}: {', '.join(MODERATORS_MAY)}")
