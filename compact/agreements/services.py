"""Every write to agreements, signatures and instruments."""

from __future__ import annotations

from compact.agreements import policies
from compact.agreements.models import Agreement, Instrument, Signature
from compact.kernel.writes import RecordServices

agreements = RecordServices(Agreement, policies.agreement_write)
agreement_create, agreement_update = agreements.create, agreements.update
agreement_archive, agreement_restore = agreements.archive, agreements.restore

signatures = RecordServices(Signature, policies.agreement_write)
signature_create, signature_update = signatures.create, signatures.update
signature_archive, signature_restore = signatures.archive, signatures.restore

instruments = RecordServices(Instrument, policies.agreement_write)
instrument_create, instrument_update = instruments.create, instruments.update
instrument_archive, instrument_restore = instruments.archive, instruments.restore
