"""The Beam transforms of the graph, one public PTransform a file."""

from __future__ import annotations

import logging

# Beam's import warns of Google's clients, which nobody here needs; every other warning of it stays.
logging.getLogger().addFilter(lambda record: not str(record.msg).startswith("apitools not found"))
