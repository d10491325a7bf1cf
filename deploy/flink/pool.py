"""A pool of Python workers beside one TaskManager, at an address of its own.

Elsewhere each TaskManager has its sidecar, and Beam's own `worker_pool_main` serves it; it listens on all addresses, so
that one machine has room for one. This one listens where it is told, and two TaskManagers of one machine have two.
"""

from __future__ import annotations

import sys
import threading

import grpc
from apache_beam.portability.api import beam_fn_api_pb2_grpc
from apache_beam.runners.worker.worker_pool_main import BeamFnExternalWorkerPoolServicer
from apache_beam.utils import thread_pool_executor


def serve(address: str) -> None:
    """Start workers as they are asked for, until the process is ended.

    Args:
        address: host:port.

    Raises:
        RuntimeError: Somebody else listens there.
    """
    options = [("grpc.http2.max_pings_without_data", 0), ("grpc.http2.max_ping_strikes", 0), ("grpc.so_reuseport", 0)]
    server = grpc.server(thread_pool_executor.shared_unbounded_instance(), options=options)
    server.add_insecure_port(address)
    pool = BeamFnExternalWorkerPoolServicer(use_process=True)
    beam_fn_api_pb2_grpc.add_BeamFnExternalWorkerPoolServicer_to_server(pool, server)
    server.start()
    threading.Event().wait()


if __name__ == "__main__":
    serve(sys.argv[1])
