"""The staff's roles on this floor."""

from django.contrib.auth.models import Group, Permission

MODERATORS = "Moderators"
# As `app_label.codename`. Erasing is not among them: a person erases what is theirs.
MODERATORS_MAY = (
    "figures.view_review",
    "figures.decide_review",
    "figures.view_figure",
    "figures.view_figureversion",
    "figures.freeze_figure",
)


def ensure_roles() -> Group:
    """Make the group of moderators, or set its permissions to exactly what they need.

    Raises:
        Permission.DoesNotExist: the database has not been migrated.

    """
    group, _ = Group.objects.get_or_create(name=MODERATORS)
    group.permissions.set([_permission(name) for name in MODERATORS_MAY])
    return group


def _permission(name: str) -> Permission:
    app, _, codename = name.partition(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)
