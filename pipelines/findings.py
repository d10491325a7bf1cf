"""What `doctor` finds: how it stands with one thing, and what to do where it does not stand well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from state.records import Json

NO_WORKSPACE = "none: payloads of any size stay in the database"
"""What is said of a workspace that there is nothing to look at in."""


class Health(StrEnum):
    """How a look came out."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look found.

    Args:
        about: What was looked at.
        said: What was found.
        fix: What to do about it; None where there is nothing to do.
        exit_code: What it makes of the command's exit code.
    """

    about: str
    health: Health
    said: str
    fix: str | None = None
    exit_code: int = 0

    def document(self) -> dict[str, Json]:
        """A row of `doctor --json`."""
        return {"about": self.about, "health": str(self.health), "said": self.said, "fix": self.fix}


def good(about: str, said: str) -> Finding:
    """There is nothing to do."""
    return Finding(about, Health.GOOD, said)


def exit_code(findings: Sequence[Finding]) -> int:
    """0 when a run can begin, 2 when the configuration or the installation is wrong, else 5."""
    codes = {finding.exit_code for finding in findings}
    return 2 if 2 in codes else max(codes, default=0)
