"""What must not change without somebody saying so: plans, digests, labels, as JSON files beside this one.

Rewrite them all with `REWRITE_GOLDEN=1 make test`, or a few with

    REWRITE_GOLDEN=1 python -m pytest tests/test_request.py tests/test_plan.py

and read the difference before it is committed: a changed request digest makes every recorded answer of that request
unknown to all who upgrade.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from state.records import Json

_FOLDER = Path(__file__).parent


def assert_golden(name: str, value: Json) -> None:
    """The value is the one in the file of that name."""
    path = _FOLDER / f"{name}.json"
    if os.environ.get("REWRITE_GOLDEN"):
        path.write_text(json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == value
