"""What is made with the service's secret: the digests of cursors, and the keys of fingerprints of texts."""

import hashlib
import hmac
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Keys:
    secret: bytes

    def cursor(self, text: bytes) -> bytes:
        """A keyed digest, by which a cursor is known to be ours."""
        return hmac.new(self.secret, text, hashlib.sha256).digest()

    def fingerprints(self, org_id: UUID) -> bytes:
        """The organization's own key of the fingerprints of texts. Stored ones were made with it: it stays."""
        return hmac.new(self.secret, b"fingerprints of texts" + org_id.bytes, hashlib.sha256).digest()
