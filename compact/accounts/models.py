"""Users sign in by e-mail; API tokens speak for a user, within a scope and until a day."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy
from knox.models import AbstractAuthToken

from compact.kernel.operations import operation
from compact.kernel.viewers import Viewer
from compact.kernel.zones import validate_zone

if TYPE_CHECKING:
    from collections.abc import Sequence


validate_time_zone = validate_zone
"""The name by which migrations know it."""


class InterfaceLanguage(models.TextChoices):
    """Languages in which every page is complete."""

    ENGLISH = "en", "English"
    FRENCH = "fr", "Français"


class UserManager(BaseUserManager["User"]):
    """Makes users for Django's own commands; staff use the services."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Store a user with a hashed ``password`` (None: sign-in by single sign-on or reset only)."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        with operation(actor=Viewer.system("user_create"), reason=""):
            user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Store a superuser, who manages user accounts."""
        return self.create_user(email, password, **{**fields, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> User:
        """The user of an e-mail address, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in. What they may do derives from terms and affiliations, not from here."""

    uid = models.UUIDField(gettext_lazy("identifier"), unique=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(gettext_lazy("version"), default=1, editable=False)
    email = models.EmailField(
        gettext_lazy("e-mail address"),
        unique=True,
        error_messages={"unique": gettext_lazy("A user has this address already.")},
    )
    full_name = models.CharField(gettext_lazy("full name"), max_length=200)
    language = models.CharField(
        gettext_lazy("language"), max_length=10, choices=InterfaceLanguage, default=InterfaceLanguage.ENGLISH
    )
    time_zone = models.CharField(
        gettext_lazy("time zone"),
        max_length=60,
        default="UTC",
        validators=[validate_time_zone],
        help_text=gettext_lazy("IANA name, for example Africa/Nairobi."),
    )
    is_active = models.BooleanField(
        gettext_lazy("active"),
        default=True,
        help_text=gettext_lazy(
            "Untick instead of deleting: the person can no longer sign in, their acts stay on record."
        ),
    )
    date_joined = models.DateTimeField(gettext_lazy("account made at"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = gettext_lazy("user")
        verbose_name_plural = gettext_lazy("users")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="compact_user_email_any_case",
                violation_error_message=gettext_lazy("A user has this address already."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def is_staff(self) -> bool:
        """Django's packages ask this; the admin itself asks the viewer's terms."""
        return self.is_superuser

    def get_full_name(self) -> str:
        """The name to greet the user by."""
        return self.full_name

    def get_short_name(self) -> str:
        """The same; we do not guess which part of a name is short."""
        return self.full_name


class TokenScope(models.TextChoices):
    """What a token may do; fixed when it is made."""

    READ = "read", gettext_lazy("Read only")
    WRITE = "write", gettext_lazy("Read and write")


class ApiToken(AbstractAuthToken):
    """A key to the API: stored as a digest, shown once, always with an end."""

    uid = models.UUIDField(gettext_lazy("identifier"), unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(
        gettext_lazy("name"), max_length=100, help_text=gettext_lazy("What the token is for, e.g. “monthly report”.")
    )
    scope = models.CharField(gettext_lazy("scope"), max_length=10, choices=TokenScope, default=TokenScope.READ)
    expiry = models.DateTimeField(gettext_lazy("valid until"))
    last_used_at = models.DateTimeField(
        gettext_lazy("last used"), null=True, blank=True, editable=False, help_text=gettext_lazy("Empty: never used.")
    )

    class Meta:
        verbose_name = gettext_lazy("API token")
        verbose_name_plural = gettext_lazy("API tokens")
        ordering: ClassVar[Sequence[str]] = ["-created"]

    def __str__(self) -> str:
        return self.name
