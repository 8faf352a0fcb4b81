"""The project's settings for tests: fast hashing, mail in memory, plain static files."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-" * 5)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")
os.environ.setdefault("HTTPS", "0")

from compact.settings import *  # noqa: F403  # the site's, with what follows changed
from compact.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
AXES_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
#: Loading it takes a second and 150 MB in each process; tests that are about it ask for it.
SENTENCE_ENCODER = False
#: Tests that are about it ask for it; elsewhere a second project of the same title is no accident.
SIMILAR_WORK = ""
#: Tests that are about it ask for it; elsewhere a merge needs no entity's consent.
MERGE_RULES = ""
