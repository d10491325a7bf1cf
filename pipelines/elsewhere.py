"""A job that a cluster runs for us, by the address that was kept of it: whichever cluster it is."""

from __future__ import annotations

from pipelines import dataflow_rest, flink_rest


def cancel_by_url(url: str) -> bool:
    """Have a cluster cancel what it runs; whether it was told so."""
    if dataflow_rest.is_job_url(url):
        return dataflow_rest.cancel_by_url(url)
    return flink_rest.cancel_by_url(url)
