"""The labels of both graphs: a contract with runners, which find a step's state and metrics by its label."""

from __future__ import annotations

# ── export ──────────────────────────────────────────────────────────────────────────────────────

READ_RESULTS = "ReadResults"
LIST_PARTS = "ListParts"
SPREAD_PARTS = "SpreadParts"
WRITE_RESULTS = "WriteResults"
WRITE_PART = "WritePart"
WRITE_MANIFEST = "WriteManifest"
START = "Start"
WRITE_ONCE = "WriteOnce"

# ── the job ─────────────────────────────────────────────────────────────────────────────────────

READ_ITEMS = "ReadItems"
LIST_LANES = "ListLanes"
SPREAD_LANES = "SpreadLanes"
LIST_PAGES = "ListPages"
THROTTLE = "Throttle"
OPEN_PAGES = "OpenPages"
EXTRACT = "Extract"
ATTACH = "Attach"
COLLECT = "Collect"
AWAIT_ENDS = "AwaitEnds"
SUM_COSTS = "SumCosts"
COSTS_BY_BUNDLE = "CostsByBundle"
ADD_COSTS = "AddCosts"
COMPARE = "Compare"
LIST_BUNDLES = "ListBundles"
COMPARE_BUNDLES = "CompareBundles"

# ── doctor ──────────────────────────────────────────────────────────────────────────────────────

PROBE_WORKERS = "ProbeWorkers"
LIST_PROBES = "ListProbes"
SPREAD_PROBES = "SpreadProbes"
TAKE_LOOKS = "TakeLooks"
SEE_WORKER = "SeeWorker"


def run_phase(index: int, slug: str) -> str:
    """The label of a phase's step: its place, from 1, and its slug in CamelCase."""
    return f"RunPhase{index + 1}{''.join(part.capitalize() for part in slug.split('_'))}"
