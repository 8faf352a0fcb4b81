"""The histories of the overlaps room."""

from compact.kernel.history import register_history
from workinggroups.overlaps.models import Candidate, Case, Consent, PairDecision, Position, Scan

for model in (PairDecision, Consent, Position):
    register_history(model, app="workinggroups")
register_history(Candidate, app="workinggroups", excluded=("evidence",))
register_history(Case, app="workinggroups", many=("groups", "action_items"))
register_history(
    Scan, app="workinggroups", excluded=("prepared", "records", "compared", "found", "heard_at", "stop_asked")
)
