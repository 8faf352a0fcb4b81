"""``python -m tests.bench.memory ADDRESS``: prints the most memory, in megabytes, that writing all projects takes."""

from __future__ import annotations

import os
import resource
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from rest_framework.test import APIClient

from compact.accounts.models import User


def main() -> None:
    """Read both files to their ends, piece by piece."""
    client = APIClient()
    user = User.objects.get(email=sys.argv[1])
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    for form in ("csv", "jsonl"):
        answer: Any = client.get("/api/v1/projects/", {"format": form})
        for _piece in answer.streaming_content:
            pass
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
