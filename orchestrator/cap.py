"""A cap: how many calls to a model, or to a provider, this process may have out; its part of what the config allows.

The part is a share that all jobs of the state divide among themselves (`state.shares`), as they do a job's concurrency.
"""

from __future__ import annotations

from dataclasses import dataclass

from state.provider_settings import ScopeLimit


@dataclass(slots=True)
class Cap:
    """This process's part of one limit.

    Args:
        limit: The config's, with its concurrency.
        share: Calls that may be out here; all of the limit's until it is negotiated, no more than were out while it is.
        placed: Calls that hold a place.
        out: Calls that hold a permit.
        told: What was last said to be wanted; nobody asks in vain again where more was wanted than there is.
    """

    limit: ScopeLimit
    share: int = 0
    out: int = 0
    placed: int = 0
    told: int = 0

    def freeze(self, wanted: int) -> int:
        """Let no more calls out than there are now, until `share` is set; returns how many are out."""
        self.told, self.share = wanted, min(self.share, self.out)
        return self.out
