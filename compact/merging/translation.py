"""The history of the merging room."""

from compact.kernel.history import register_history
from compact.merging.models import Merge

register_history(Merge, app="compact")
