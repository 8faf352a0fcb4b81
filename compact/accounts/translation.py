"""History of the accounts; no field of theirs is translated."""

from compact.accounts.models import User
from compact.kernel.history import register_history

register_history(User, app="compact", excluded=("password", "last_login"))
