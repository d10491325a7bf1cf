"""The company of a model: who else calls it, and what our part of its limit is.

    limit of all (calls out, calls a second) ─► max-min fair by what each wants ─► our part of it
                                     what nobody wants is split, so that who comes to want more has some at once

Each process knows of the others what they told last, a quarter of a second ago on average less (`state.flows`). Pure;
used by one thread.
"""

from __future__ import annotations

from collections.abc import Mapping

from state.flows import Flow, Flows
from state.shares import fair_parts

_FINE = 1000
"""Parts of a rate are counted in thousandths of a call."""


class Company:
    """Those who call a model beside us; nobody until we hear of them.

    Args:
        wanted: Calls that could be out here if the model allowed it; set anew with each flow that is told.
    """

    def __init__(self, wanted: int) -> None:
        self.wanted = wanted
        self.taken = 0
        """Calls of the others that the model has taken since we first heard of each."""
        self._me = ""
        self._others: Mapping[str, Flow] = {}
        self._seen: dict[str, int] = {}
        self._places = 0
        self._parts: Mapping[str, int] = {}

    def __len__(self) -> int:
        """How many others want to call."""
        return len(self._others)

    def heed(self, told: Flows) -> None:
        """Take what the others told."""
        self._me = told.me
        for name, flow in told.others.items():
            self.taken += max(0, flow.taken - self._seen.get(name, flow.taken))
            self._seen[name] = flow.taken
        self._others = {name: flow for name, flow in told.others.items() if flow.wanted}
        self._parts = {}

    def part_of(self, places: int) -> int:
        """How many of so many calls may be out here: at least one, or we would never hear that there is room."""
        return max(1, self._parts_of(places)[self._me]) if self._others else places

    def fraction_of(self, places: float) -> float:
        """Which part of a rate is ours, by the calls that it keeps out over all."""
        if not self._others:
            return 1.0
        fine = max(_FINE, int(_FINE * places))
        return self._divide(fine, _FINE)[self._me] / fine

    def out(self, mine: int, places: int) -> int:
        """How many calls the others have out now.

        What they told is a moment old. Who wants more than that has by now as much of its part as we have of ours.

        Args:
            mine: Calls out here.
            places: That all may have out; 0 when that is not limited, and what they told must do.
        """
        if not places or not self._others:
            return sum(flow.out for flow in self._others.values())
        parts = self._parts_of(places)
        used = mine / max(1, parts[self._me])
        return sum(
            max(flow.out, int(used * parts[name])) if flow.wanted > flow.out else flow.out
            for name, flow in self._others.items()
        )

    @property
    def could_be_out(self) -> int:
        """How many calls the others could have out."""
        return sum(flow.wanted for flow in self._others.values())

    def _parts_of(self, places: int) -> Mapping[str, int]:
        if self._places != places or not self._parts:
            self._places, self._parts = places, self._divide(places, 1)
        return self._parts

    def _divide(self, places: int, each: int) -> dict[str, int]:
        wanted = {name: each * flow.wanted for name, flow in self._others.items()}
        parts = fair_parts(places, {**wanted, self._me: each * max(1, self.wanted)})
        left = (places - sum(parts.values())) // len(parts)
        return {name: part + left for name, part in parts.items()}
