"""The tables. Alembic builds them; `state/migrations` must lead to exactly what stands here (a test compares).

No index stands on a column that settle changes, but the partial one on open calls: an update then moves no index entry.
That of failed items gets an entry where an item fails, and none where one is completed.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from state.columns import Moment, Usd

metadata = MetaData()

IS_OPEN = text("status IN ('admitted', 'sent', 'parked')")
IS_UNKNOWN = text("status = 'unknown'")
IS_FAILED = text("status = 'FAILED'")
IS_READ = text("file_key IS NOT NULL")
"""Open calls, those whose outcome nobody saw, failed items, and files that were read, word for word as their partial
indexes have it: with bound values neither planner may use such an index."""


def _count(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default="0")


def _usd(name: str) -> Column[object]:
    return Column(name, Usd, nullable=False, server_default="0")


projects = Table(
    "projects",
    metadata,
    Column("project", String(200), primary_key=True),
    Column("cap_usd", Usd),
    _usd("spent_usd"),
    _usd("reserved_usd"),
    Column("created_at", Moment, nullable=False),
    _count("alerted_percent"),  # of the cap as it is now; another cap begins at 0
)

batch_jobs = Table(
    "batch_jobs",
    metadata,
    Column("job_id", String(40), primary_key=True),
    Column("project", String(200), nullable=False),
    Column("name", Text, nullable=False),
    Column("status", String(16)),  # null while items are still coming in: no query shows the job
    Column("wanted", String(16), nullable=False, server_default="run"),
    Column("epoch", BigInteger, nullable=False, server_default="0"),
    Column("spec", Text, nullable=False),
    Column("spec_digest", String(64), nullable=False),
    Column("items_digest", String(64)),
    Column("plan", Text),  # null while the spec asks for something that this version does not have
    Column("plan_digest", String(64)),
    _count("total_items"),
    _count("open_items"),
    _count("failed_items"),
    _usd("spent_usd"),
    _usd("reserved_usd"),
    Column("budget_usd", Usd),
    Column("max_failed_percent", Float),
    Column("concurrency", Integer, nullable=False),
    Column("checkpoint_frequency", Integer, nullable=False),
    Column("auto_start", Boolean, nullable=False),
    Column("first", BigInteger),  # `--first N`: ordinals from N on wait; null: none does
    Column("runner", String(32)),
    Column("error_class", String(64)),
    Column("error_message", Text),
    Column("created_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("completed_at", Moment),
    _count("alerted_percent"),  # of the budget as it is now; another one begins at 0
    Column("notified_event_id", BigInteger),  # people were told of the events up to this one; null: nobody ever was
    Column("purged_at", Moment),  # since then its payloads are gone, or going
    Index("ix_batch_jobs_project", "project", "job_id"),
    Index("ix_batch_jobs_spec", "spec_digest"),
)

batch_items = Table(
    "batch_items",
    metadata,
    Column("job_id", String(40), primary_key=True),
    Column("ordinal", BigInteger, primary_key=True, autoincrement=False),
    Column("item_id", String(200), nullable=False),
    Column("text", Text),
    Column("payload_ref", String(200)),
    Column("fields", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("status", String(16), nullable=False),
    Column("error_class", String(64)),
    Column("error_phase", Integer),
    Column("error_message", Text),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("ended_at", Moment),
    Column("file", Text),  # JSON of state.files: which file the item is, null for a text
    Column("file_key", String(200)),  # of the text that was read in the file, null until it was
    Column("pages", Text),  # JSON: of that text's pages, where each begins and how it was read
    UniqueConstraint("job_id", "item_id", name="uq_batch_items_item_id"),
    Index("ix_batch_items_failed", "job_id", "ended_at", sqlite_where=IS_FAILED, postgresql_where=IS_FAILED),
    Index("ix_batch_items_file", "file_key", sqlite_where=IS_READ, postgresql_where=IS_READ),
)

batch_checkpoints = Table(
    "batch_checkpoints",
    metadata,
    Column("job_id", String(40), primary_key=True),
    Column("ordinal", BigInteger, primary_key=True, autoincrement=False),
    Column("phase", Integer, primary_key=True, autoincrement=False),
    Column("ok", Boolean, nullable=False),
    Column("output", Text),
    Column("payload_ref", String(200)),
    Column("attempts", Integer, nullable=False),
    Column("score", Integer),
    Column("root_digest", String(64)),
    Column("error_class", String(64)),
    Column("error_message", Text),
    Column("code_digest", String(64)),  # of the user's checks, where one of them failed the phase
    Column("cut_chars", BigInteger),  # how much of its input the phase read, where that was cut
    Column("beside", Text),  # root digests of what failed beside it, with a space between two
    Column("at", Moment, nullable=False),
)

batch_calls = Table(
    "batch_calls",
    metadata,
    Column("call_id", String(40), primary_key=True),
    Column("job_id", String(40), nullable=False),
    Column("project", String(200), nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("worker_id", String(40), nullable=False),
    Column("bundle_id", String(40), nullable=False),
    Column("ordinal", BigInteger, nullable=False),
    Column("item_id", String(200), nullable=False),
    Column("phase", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("role", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("items", Integer, nullable=False, server_default="1"),  # inputs of a packed call
    Column("remote_ref", String(200)),
    Column("provider", String(64), nullable=False),
    Column("model", String(200), nullable=False),
    Column("answered_model", String(200)),
    Column("status", String(16), nullable=False),
    Column("digest", String(64), nullable=False),
    _usd("reserved_usd"),
    _usd("cost_usd"),
    Column("price_version", String(80), nullable=False),
    _count("input_tokens"),
    _count("output_tokens"),
    _count("cached_tokens"),
    _count("cache_write_tokens"),
    Column("boot", String(64)),
    Column("admitted_at", Float, nullable=False),  # database seconds, as sent_at and expires_at
    Column("sent_at", Float),
    Column("expires_at", Float),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("latency_ms", Integer),
    Column("http_status", Integer),
    Column("request_id", String(200)),
    Column("error_class", String(64)),
    Column("error_message", Text),
    Index("ix_batch_calls_job", "job_id", "call_id"),
    Index("ix_batch_calls_item", "job_id", "ordinal"),
    Index("ix_batch_calls_bundle", "bundle_id"),
    Index("ix_batch_calls_open", "project", "digest", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    Index("ix_batch_calls_unknown", "job_id", sqlite_where=IS_UNKNOWN, postgresql_where=IS_UNKNOWN),
)

call_items = Table(
    "call_items",
    metadata,
    Column("call_id", String(40), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("job_id", String(40), nullable=False),
    Column("ordinal", BigInteger, nullable=False),
    Column("phase", Integer, nullable=False),
    _usd("share_usd"),  # of what the call reserves, and then of what it cost
    Index("ix_call_items_digest", "digest"),
    Index("ix_call_items_item", "job_id", "ordinal"),
)

answers = Table(
    "answers",
    metadata,
    Column("project", String(200), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("requested_model", String(200), primary_key=True),
    Column("model", String(200), nullable=False),
    Column("text", Text),
    Column("payload_ref", String(200)),
    Column("finish", String(16), nullable=False),
    _count("input_tokens"),
    _count("output_tokens"),
    _count("cached_tokens"),
    _count("cache_write_tokens"),
    _usd("cost_usd"),
    Column("call_id", String(40), nullable=False),
    Column("created_at", Moment, nullable=False),
)

answer_uses = Table(
    "answer_uses",
    metadata,
    Column("job_id", String(40), primary_key=True),
    Column("ordinal", BigInteger, primary_key=True, autoincrement=False),
    Column("phase", Integer, primary_key=True, autoincrement=False),
    Column("attempt", Integer, primary_key=True, autoincrement=False),
    Column("role", String(16), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("requested_model", String(200), nullable=False),
    Column("call_id", String(40), nullable=False),
    Column("known", Boolean, nullable=False),
    _usd("saved_usd"),
    Column("components", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_answer_uses_digest", "digest"),
)

retries = Table(
    "retries",
    metadata,
    Column("project", String(200), primary_key=True),
    Column("root_digest", String(64), primary_key=True),
    Column("generation", Integer, nullable=False),
)

batch_totals = Table(
    "batch_totals",
    metadata,
    Column("job_id", String(40), primary_key=True),
    Column("epoch", BigInteger, primary_key=True, autoincrement=False),
    Column("worker_id", String(40), primary_key=True),
    Column("phase", Integer, primary_key=True, autoincrement=False),  # -1: counts of items
    _count("completed"),
    _count("failed"),
    _count("cut"),  # of them, those whose input was cut
    _count("calls"),
    _count("limited"),
    _count("input_tokens"),
    _count("output_tokens"),
    _count("cached_tokens"),
    _count("busy_ms"),  # what its calls took, one after the other
    _usd("settled_usd"),
    _usd("unknown_usd"),
    _usd("saved_usd"),
)

batch_events = Table(
    "batch_events",
    metadata,
    Column("event_id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("job_id", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("message", Text, nullable=False),
    Column("facts", Text),  # JSON
    Index("ix_batch_events_job", "job_id", "event_id"),
)

runs = Table(
    "runs",
    metadata,
    Column("job_id", String(40), primary_key=True),
    Column("epoch", BigInteger, primary_key=True, autoincrement=False),
    Column("runner", String(32), nullable=False),
    Column("runner_job_id", String(200)),
    Column("plan_digest", String(64)),
    Column("started_at", Moment, nullable=False),
    Column("taken_at", Float, nullable=False),  # database seconds; the submitter's process follows
    Column("clock_boot", String(64)),
    Column("host", String(200), nullable=False),
    Column("boot", String(64), nullable=False),
    Column("pid_namespace", String(64), nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started", String(64), nullable=False),
    Column("ended_at", Moment),
    Column("outcome", String(32)),
    Column("combined_usd", Usd),  # what the combiner added up
    Column("ledger_usd", Usd),  # what SQL adds up over the same bundles
)

bundle_sums = Table(
    "bundle_sums",
    metadata,
    Column("bundle_id", String(40), primary_key=True),
    Column("job_id", String(40), nullable=False),
    Column("epoch", BigInteger, nullable=False),
    _count("calls"),
    _usd("cost_usd"),  # as the combiner added it up, of a bundle that the runner delivered
    Index("ix_bundle_sums_run", "job_id", "epoch"),
)

workers = Table(
    "workers",
    metadata,
    Column("worker_id", String(40), primary_key=True),
    Column("job_id", String(40), nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("host", String(200), nullable=False),
    Column("boot", String(64), nullable=False),
    Column("pid_namespace", String(64), nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started", String(64), nullable=False),
    Column("clock_boot", String(64)),
    Column("beat_at", Float, nullable=False),
    Column("cut_off_until", Float),  # it had lapsed and came back: until then it declares nobody lapsed
    Column("joined_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("reason", Text),
    Column("held_items", BigInteger, nullable=False, server_default="0"),
    Column("doing", Text),  # JSON of state.doing: what it does and waits for, and where it stood before
    Index("ix_workers_job", "job_id", "epoch"),
)

shares = Table(
    "shares",
    metadata,
    Column("scope", String(200), primary_key=True),
    Column("worker_id", String(40), primary_key=True),
    Column("job_id", String(40), nullable=False),
    Column("held", Integer, nullable=False),
    Column("wanted", Integer, nullable=False),
)

flows = Table(
    "flows",
    metadata,
    Column("scope", String(200), primary_key=True),  # "provider/model"
    Column("worker_id", String(40), primary_key=True),
    Column("job_id", String(40), nullable=False),
    Column("taken", BigInteger, nullable=False),
    Column("out", Integer, nullable=False),
    Column("wanted", Integer, nullable=False),
    Column("at", Float, nullable=False),  # database seconds
)

limits = Table(
    "limits",
    metadata,
    Column("scope", String(200), primary_key=True),  # "provider/model", or "provider" for all its models together
    Column("learned", Text),  # canonical JSON of orchestrator.limiter's learned limit
    Column("cuts", BigInteger, nullable=False, server_default="0"),  # how often it was cut for 429s, by all workers
    Column("rates", Text),  # JSON of state.rates: what of the configured limits by the minute is taken
    Column("at", Moment, nullable=False),
)

batch_passages = Table(
    "batch_passages",
    metadata,
    Column("job_id", String(40), primary_key=True),
    Column("ordinal", BigInteger, primary_key=True, autoincrement=False),
    Column("phase", Integer, primary_key=True, autoincrement=False),
    Column("passages", Text, nullable=False),  # JSON of state.passages: what the phase was given for the item
)
