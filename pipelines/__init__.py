"""A job as a whole: the public API, the plan, the graph and its run."""

import transforms  # noqa: F401  # before any import of Beam: it silences one warning of that
