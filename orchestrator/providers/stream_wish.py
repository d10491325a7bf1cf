"""How one address is asked to stream, and what of that it does not take: learned from its refusals, which are free."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from orchestrator.errors import Failure, FailureClass
from orchestrator.providers.failures import refused_parameters
from state.records import Json

_REFUSALS = frozenset({400, 404, 422})


class StreamWish:
    """What asks for events in place of a whole reply.

    Args:
        keys: Of the request, the one that asks first, then its options.
    """

    def __init__(self, keys: Mapping[str, Json]) -> None:
        self._keys = keys
        self._not_taken: set[str] = set()

    def keys(self) -> dict[str, Json]:
        """What to add to a request; nothing when this address does not stream."""
        if not self._not_taken.isdisjoint([*self._keys][:1]):
            return {}
        return {key: value for key, value in self._keys.items() if key not in self._not_taken}

    def learn(self, failure: Failure, body: bytes, asked: Mapping[str, Json]) -> Failure:
        """The failure of a call; when it is about what was asked so, nobody asks so again, and the call is repeated.

        Args:
            body: Of the refusal.
            asked: What was added to its request.
        """
        said = refused_parameters(body) if asked and failure.http_status in _REFUSALS else ""
        refused = next((key for key in [*asked][::-1] if re.search(rf"\b{key}(ing)?\b", said, re.IGNORECASE)), None)
        if refused is None:
            return failure
        self._not_taken.add(refused)
        message = f"{failure.message}; from now on it is asked without {refused}"
        return replace(failure, failure_class=FailureClass.SERVER_ERROR, message=message)
