"""Mistakes that a user can make: what is typed with which files, and words that the message must hold.

`tests/golden/mistakes.txt` shows each with all that is said, to be read as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tests.commands import JOB

# ruff: noqa: E501  # a mistake is a line of the table


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is typed, with which files, and what is said.

    Args:
        said: Words of the message or of the hint: the thing, and both sides.
        files: Written before, by name.
        environ: Set before.
        before: Commands that are typed before.
    """

    name: str
    command: str
    said: tuple[str, ...]
    code: int = 2
    files: tuple[tuple[str, str | bytes], ...] = ()
    environ: tuple[tuple[str, str], ...] = ()
    before: tuple[str, ...] = ()
    area: str = ""


def _m(
    name: str,
    command: str,
    *said: str,
    code: int = 2,
    files: dict[str, str | bytes] | None = None,
    environ: dict[str, str] | None = None,
    before: tuple[str, ...] = (),
) -> Mistake:
    return Mistake(name, command, said, code, tuple((files or {}).items()), tuple((environ or {}).items()), before)


def _job(name: str, text: str, *said: str, environ: dict[str, str] | None = None) -> Mistake:
    """A mistake in a job file, which `run` meets before anything is stored or sent."""
    return _m(name, "run bad.yaml --items items.jsonl", *said, files={"bad.yaml": text}, environ=environ)


def _items(name: str, file: str, held: str | bytes, *said: str) -> Mistake:
    """A mistake in the items, which `create` meets before it stores the job."""
    return _m(name, f"create job.yaml --no-start --items {file}", *said, files={file: held})


def _phase(words: str) -> str:
    return JOB.replace("model:", f"{words}, model:")


def _with(line: str) -> str:
    return f"{JOB}{line}\n"


def _config(name: str, text: str, *said: str) -> Mistake:
    return _m(name, "run job.yaml --items items.jsonl", *said, files={"batchwright.toml": text}, environ=_KEY)


_KEY = {"OPENAI_API_KEY": "any"}
_STORED = ("create job.yaml --no-start --items items.jsonl",)
_CANCELLED = (*_STORED, "cancel last")


def _stored(name: str, command: str, *said: str, before: tuple[str, ...] = _STORED) -> Mistake:
    return _m(name, command, *said, before=before)


JOB_FILE = [
    _m("no_file", "run jb.yaml", "there is no job file", "jb.yaml"),
    _m("endless", "run /dev/zero", "the job file /dev/zero is longer than 100,000,000 bytes", "items"),
    _m("job_is_folder", "run texts", "texts is a folder, not a job file", files={"texts/a.txt": "a"}),
    _job("empty_file", "", "bad.yaml"),
    _job("not_yaml", "name: [a\n", "line 2, column 1: not YAML"),
    _job("tab", "name: a\n\tphases: []\n", "line 2", "tab"),
    _job("a_list", "- name: a\n", "bad.yaml"),
    _job("twice_a_key", "name: a\nname: b\nphases: []\n", "name"),
    _m("not_json", "run bad.json", "bad.json", "line 1", files={"bad.json": '{"name": '}),
    _m("job_encoding", "run bad.yaml", "bad.yaml", "UTF-8", files={"bad.yaml": b"name: caf\xe9\n"}),
    _job("no_name", JOB.replace("name: Ships\n", ""), "name: missing"),
    _job("no_phases", "name: a\n", "phases: missing"),
    _job("zero_phases", "name: a\nphases: []\n", "phases"),
    _job(
        "eleven_phases",
        "name: a\nphases: [" + ", ".join(f"{{name: p{n}}}" for n in range(11)) + "]\n",
        "phases",
        "11",
        "10",
    ),
    _job("phase_twice", "name: a\nphases: [{name: x}, {name: x}]\n", "phases[1].name", "x"),
    _job("key", JOB.replace("model:", "modle:"), "phases[0].modle: unknown key; did you mean 'model'?"),
    _job("key_on_top", _with("bugdet_usd: 3"), "bugdet_usd"),
    _job("task_type", JOB.replace("summarization", "sumarization"), "sumarization", "summarization"),
    _job("model_without_provider", JOB.replace("openai/", ""), "gpt-6-luna", "provider/model"),
    _job("input", _phase("input: shrten"), "phases[0].input", "shrten"),
    _job("labels_elsewhere", _phase("labels: [a, b]"), "phases[0].labels", "categorize"),
    _job("range", _phase("validation: {min_score: 11}"), "phases[0].validation.min_score: 11 is above 10"),
    _job(
        "min_score_text",
        _phase("validation: {min_score: high}"),
        "phases[0].validation.min_score: expected a whole number, got 'high'",
    ),
    _job("tokens", _phase("max_output_tokens: 0"), "phases[0].max_output_tokens", "0"),
    _job("concurrency", _with("options: {concurrency: 500}"), "options.concurrency", "500", "50"),
    _job("budget_negative", _with("options: {budget_usd: -1}"), "options.budget_usd", "-1"),
    _job("budget_text", _with("options: {budget_usd: five}"), "options.budget_usd", "five"),
    _job("max_failed", _with("options: {max_failed_percent: 200}"), "options.max_failed_percent: 200 is above 100"),
    _job("schema", _phase("output: {schema: {type: strng}}"), "phases[0].output.schema.type: 'strng' is no JSON type"),
    _job("check", _phase("checks: {lenght: false}"), "phases[0].checks", "lenght"),
    _job("own_check", _phase('checks: {mine: "rules:good"}'), "phases[0].checks.mine", "rules"),
    _job(
        "two_problems",
        _with("options: {concurrency: 0}").replace("model:", "modle:"),
        "bad.yaml has 2 problems",
        "phases[0].modle",
        "options.concurrency",
    ),
    _job("password", _with("password_env: hunter2"), "password_env: is the name of an environment variable"),
    _job(
        "password_not_set",
        _with("password_env: PDF_PASSWORD"),
        "password_env: names PDF_PASSWORD",
        "`export PDF_PASSWORD=…`",
        environ=_KEY,
    ),
    _job(
        "split",
        "name: a\nphases: [{name: v, task_type: embedding_generation, on_too_long: split}]\n",
        "phases[0].on_too_long: the parts of a text have a vector each",
    ),
]

TEMPLATES = [
    _job(
        "template_of_pages_alone",
        _phase("prompt: {user: 'Cite as {{page}}.'}"),
        "phases[0].prompt.user: names nothing of the item: {{page}} is how a page is cited",
        environ=_KEY,
    ),
    _job(
        "template_field",
        _phase("prompt: {user: '{{titel}} {{content}}'}"),
        "phases[0].prompt.user: phase 'shorten': {{titel}} names nothing: known are",
        environ=_KEY,
    ),
    _m(
        "template_near",
        "run bad.yaml --items t.jsonl",
        "phases[0].prompt.system: phase 'shorten': {{titel}} names nothing: did you mean {{title}}?",
        files={"bad.yaml": _phase("prompt: {system: 'Of {{titel}}'}"), "t.jsonl": '{"title": "a", "content": "b"}'},
        environ=_KEY,
    ),
    _m(
        "template_later",
        "run bad.yaml --items t.jsonl",
        "t.jsonl line 2: {{title}} names nothing",
        files={
            "bad.yaml": _phase("prompt: {user: '{{title}}'}"),
            "t.jsonl": '{"title": "a", "content": "b"}\n{"content": "b"}',
        },
        environ=_KEY,
    ),
    _job("template_open", _phase("prompt: {user: '{{content'}"), "phases[0].prompt.user", "{{"),
    _job("template_nothing", _phase("prompt: {user: 'Summarise.'}"), "phases[0].prompt.user"),
    _job("template_phase", _phase("prompt: {user: '{{phases.later}}'}"), "phases[0].prompt.user", "later"),
]

ITEMS = [
    _m("no_items", "create job.yaml --no-start", "there are no items"),
    _items("empty_items", "e.jsonl", "", "there are no items in e.jsonl"),
    _m(
        "no_such_items",
        "create job.yaml --no-start --items itms.jsonl",
        "itms.jsonl: there is no such file or folder",
        "items.jsonl",
    ),
    _m("no_match", "create job.yaml --no-start --items '*.csv'", "*.csv"),
    _m("empty_folder", "create job.yaml --no-start --items texts", "texts", before=(), files={"texts/.hidden": "x"}),
    _items("null", "n.jsonl", "null\n", "n.jsonl line 1: is null"),
    _items("blank", "b.jsonl", '{"content": " "}', "b.jsonl line 1: `content` is an empty text"),
    _items("content_list", "b.jsonl", '{"content": ["a"]}', "b.jsonl line 1", "content", "list"),
    _items("empty_text", "x.txt", "", "x.txt: the file is an empty text"),
    _items(
        "twice_an_id",
        "d.jsonl",
        '{"id": "1", "content": "a"}\n{"id": "1", "content": "b"}\n',
        "two items have the id '1': 0 (d.jsonl line 1) and 1 (d.jsonl line 2)",
        "id_field",
    ),
    _items("some_ids", "d.jsonl", '{"id": "1", "content": "a"}\n{"content": "b"}\n', "d.jsonl line 2", "id"),
    _items("long_id", "d.jsonl", json.dumps({"id": "x" * 201, "content": "a"}), "d.jsonl line 1", "201", "200"),
    _m("id_field", "create bad.yaml --no-start --items items.jsonl", "doi", files={"bad.yaml": _with("id_field: doi")}),
    _items("broken_line", "j.jsonl", '{"content": "a"}\n' * 700 + '{"content": \n', "j.jsonl line 701: is not JSON"),
    _items("not_an_array", "j.json", '{"content": "a"}', "j.json"),
    _items("encoding", "c.csv", b"id,content\n1,caf\xe9\n", "c.csv line 2: is not UTF-8: byte 0xe9"),
    _items("csv_columns", "c.csv", "id,content\n1,a,b\n", "c.csv line 2"),
    _items("broken_gz", "j.jsonl.gz", b"no gzip", "j.jsonl.gz"),
    _items("broken_parquet", "j.parquet", b"no parquet", "j.parquet"),
    _items("kind", "z.xyz", "x", "z.xyz: is of a kind that is not read"),
    _m("url", "create job.yaml --no-start --items s3://bucket/a.jsonl", "s3://bucket/a.jsonl"),
    _m("stdin_twice", "create job.yaml --no-start --items - --items -", "`-` stands there twice"),
    _m(
        "both",
        "create bad.yaml --no-start --items items.jsonl",
        "items: the job has items, and others were given beside it",
        files={"bad.yaml": f"items: items.jsonl\n{JOB}"},
    ),
]

KEYS_AND_CONFIG = [
    _m("no_key", "run job.yaml --items items.jsonl", "OPENAI_API_KEY is not set"),
    _m("key_of_two_lines", "run job.yaml --items items.jsonl", "OPENAI_API_KEY", environ={"OPENAI_API_KEY": "a\nb"}),
    _m(
        "no_judge_key",
        "run bad.yaml --items items.jsonl",
        "ANTHROPIC_API_KEY is not set",
        "judge",
        files={"bad.yaml": _phase("validation: {judge_model: anthropic/claude-haiku-5-5}")},
        environ=_KEY,
    ),
    _m(
        "address",
        "run job.yaml --items items.jsonl",
        "OPENAI_BASE_URL",
        "127.0.0.1:9",
        environ={**_KEY, "OPENAI_BASE_URL": "127.0.0.1:9/v1"},
    ),
    _m(
        "address_with_password",
        "run job.yaml --items items.jsonl",
        "OPENAI_BASE_URL: the address holds a user or a password",
        environ={**_KEY, "OPENAI_BASE_URL": "http://me:secret@127.0.0.1:9/v1"},
    ),
    _job(
        "provider",
        JOB.replace("openai/", "opnai/"),
        "the model opnai/gpt-6-luna is of no provider that is known",
        environ=_KEY,
    ),
    _job("price", JOB.replace("luna", "lunatic"), "no price is known for the model openai/gpt-6-lunatic", environ=_KEY),
    _m("price_of", "prices gpt-6-lunatic", "gpt-6-lunatic"),
    _m("no_config", "--config no.toml run job.yaml", "--config: there is no file", "no.toml"),
    _m("no_config_needed", "--config no.toml list", "--config: there is no file", "no.toml"),
    _config("not_toml", "[tiers\n", "batchwright.toml", "line 1"),
    _config("config_key", "[tiers]\nfsat = []\n", "tiers.fsat: unknown key; did you mean 'fast'?"),
    _config("tier_model", '[tiers]\nfast = ["gpt"]\n', "tiers.fast", "gpt"),
    _config("price_negative", '[prices."openai/x"]\ninput = -1\noutput = 1\n', "input", "-1"),
    _config("limit", "[limits.openai]\nconcurrency = 0\n", "limits.openai.concurrency", "0"),
    _config(
        "base_url",
        '[providers.mine]\nbase_url = "here"\n',
        "providers.mine.base_url: expected an address as https://host/v1",
    ),
    _config("ca_file", '[network]\nca_file = "no.pem"\n', "network.ca_file", "no.pem"),
    _config("proxy", '[network]\nproxy = "socks5://h:1"\n', "network.proxy: expected the address of a proxy"),
]

STATE = [
    _m("no_state", "status last", "there is no state at"),
    _m("no_folder_above", "--state no/such/dir/x.db list", "no/such for the state"),
    _m(
        "no_folder_to_make",
        "--state no/such/dir/x.db create job.yaml --no-start --items items.jsonl",
        "no/such for the state",
    ),
    _m(
        "kind_of_state",
        "list",
        "BATCHWRIGHT_STATE: a state cannot live in mysql",
        environ={"BATCHWRIGHT_STATE": "mysql://a/b"},
    ),
    _m("state_two_at", "--state postgresql://u:p@ss@h/x list", "--state: holds more than one @", "%40"),
    _m("state_address", "--state nonsense list", "--state: is neither a database URL nor a path ending in .db"),
    _m(
        "no_database",
        "list",
        "is no SQLite database, or a damaged one; it was not touched",
        code=5,
        files={"s.db": "no database" * 99},
        environ={"BATCHWRIGHT_STATE": "s.db"},
    ),
    _m(
        "no_server",
        "list",
        "postgresql+psycopg://u:***@127.0.0.1:1/x does not answer",
        code=5,
        environ={"BATCHWRIGHT_STATE": "postgresql://u:secret@127.0.0.1:1/x"},
    ),
    _m(
        "state_below_a_file",
        "create job.yaml --no-start --items items.jsonl",
        "the state's folder",
        code=5,
        files={"file": "x"},
        environ={"BATCHWRIGHT_STATE": "file/state.db"},
    ),
    _m(
        "workspace_is_a_file",
        "create job.yaml --no-start --items big.jsonl",
        "the workspace",
        code=5,
        files={"file": "x", "big.jsonl": json.dumps({"content": "x" * 300_000})},
        environ={"BATCHWRIGHT_WORKSPACE": "file"},
    ),
    _m("workspace_scheme", "--workspace ftp://host/x list", "a workspace cannot be at ftp://", "s3://bucket/prefix"),
    _m(
        "workspace_secret",
        "--workspace s3://key:secret@bucket/x list",
        "holds more than a bucket and a prefix",
        "put keys, region and endpoint into the environment",
    ),
]

JOBS = [
    _stored("job", "status job_X", "there is no job 'job_X'", "`batchwright list` shows the jobs"),
    _stored("item", "show last nobody", "has no item 'nobody'"),
    _stored("why_item", "why last nobody", "has no item 'nobody'"),
    _stored("phase", "show last doc-1 --phase shrten", "has no phase 'shrten'; it has shorten"),
    _m("preview_item", "preview job.yaml --items items.jsonl --item nobody", "none of the 4 items is 'nobody'"),
    _stored("item_status", "results last --status DONE", "status: 'DONE' is no status of an item"),
    _stored("call_status", "calls last --status DONE", "status: 'DONE' is no status of a call"),
    _stored("job_status", "list --status DONE", "status: 'DONE' is no status"),
    _stored("list_limit", "list --limit 0", "a list shows 1–100 jobs"),
    _stored("list_offset", "list --offset 99999999999999999999", "a list shows 1–100 jobs from 0 on"),
    _stored("results_limit", "results last --limit 99999999999999999999", "limit", "must be from 0 to"),
    _stored("calls_offset", "calls last --offset 99999999999999999999", "offset", "must be from 0 to"),
    _stored("no_utf8", "status '\udcff\udcfe'", "a word of the command is not UTF-8"),
    _stored("call", "reconcile last call_1 --drop", "has no call call_1"),
]

MOVES = [
    _stored("pause_pending", "pause last", "is PENDING: it cannot be paused", "cancel, delete, start"),
    _stored("retry_pending", "retry last", "is PENDING: it cannot be retried"),
    _stored("start_cancelled", "start last", "is CANCELLED: it cannot be started", "delete", before=_CANCELLED),
    _stored(
        "resume_cancelled", "resume last --attach", "is CANCELLED: it cannot be resumed", "delete", before=_CANCELLED
    ),
    _stored("pause_cancelled", "pause last", "is CANCELLED", before=_CANCELLED),
    _stored("start_no_key", "start last", "OPENAI_API_KEY is not set"),
    _stored("purge_open", "purge last --payloads --yes", "only a job that is over can be purged"),
    _stored("delete_unasked", "delete last", "would be deleted with its results", "--yes"),
    _stored("retry_class", "retry last --class timeot", "timeot"),
]

MONEY = [
    _m("budget", "budget set much", "'much' is no amount in US dollars"),
    _m("budget_too_high", "budget set 99999999", "99999999 is not between 0 and 9000000 US dollars"),
    _m("no_budget", "budget set", "`budget set --project P USD` sets a cap"),
    _stored("project", "budget show --project nope", "there is no project 'nope'"),
    _stored("reconcile", "reconcile last call_1", "a call either cost something or was not billed", "--drop"),
    _stored("reconcile_cost", "reconcile last call_1 --cost much", "much"),
    _stored(
        "set_key",
        "set last concurency=3 budget_usd=x",
        "concurency: no option that can be changed; did you mean concurrency?",
        "budget_usd: 'x'",
    ),
    _stored("set_twice", "set last concurrency=5 concurrency=6", "concurrency stands there twice"),
    _stored("set_pair", "set last concurrency", "'concurrency' is no KEY=VALUE"),
    _stored("set_range", "set last concurrency=500", "concurrency", "500", "50"),
    _m(
        "dear",
        "--quiet run dear.yaml --items items.jsonl",
        "would cost about",
        "[ask] above_usd",
        "--yes",
        files={"dear.yaml": JOB, "batchwright.toml": "[ask]\nabove_usd = 0\n"},
        environ=_KEY,
    ),
    _m(
        "sample_in_vain",
        "estimate bad.yaml --items items.jsonl --sample 2",
        "phases[0].reuse",
        "run --first N",
        files={"bad.yaml": _phase("reuse: false")},
        environ=_KEY,
    ),
]

FILES = [
    _stored("export_file", "export last job.yaml", "job.yaml is a file; an export needs a folder"),
    _stored("export_below_a_file", "export last job.yaml/out", "job.yaml is a file; an export needs a folder"),
    _stored("export_nowhere", "export last ''", "the name of the export's folder is empty"),
    _stored("page_folder", "analytics last --html .", "--html", "is a folder, and a file is needed"),
    _stored("page_nowhere", "analytics last --html no/such.html", "there is no folder no"),
    _stored("db_backup_there", "db backup .", "is there already, and a backup overwrites nothing"),
    _stored("db_backup_above", "db backup no/such", "there is no folder"),
    _stored(
        "copy_to_itself", "state copy .batchwright/state.db .batchwright/state.db", "FROM and TO are the same state"
    ),
    _stored("copy_of_nothing", "state copy no.db b.db", "there is no state at"),
    _stored(
        "copy_to_nonsense", "state copy .batchwright/state.db nonsense", "TO: is neither a database URL nor a path"
    ),
    _stored("copy_to_nowhere", "state copy .batchwright/state.db no/such/b.db", "there is no folder"),
    _m("init_again", "init", "job.yaml and items.jsonl are there already", "batchwright init first-job"),
    _m("init_in_a_file", "init job.yaml", "job.yaml is a file"),
]

COMMAND_LINE = [
    _m("command", "frob", "no such command 'frob'", "`batchwright --help` shows how"),
    _m("command_near", "reslts last", "reslts", "results"),
    _m("option", "list --frob", "no such option '--frob'", "`batchwright list --help` shows how"),
    _m("option_of_all", "list --state x.db", "no such option '--state'", "it stands before the command"),
    _m("dash", "show last -dash", "no such option '-d'", "a name that begins with - stands behind --"),
    _m("argument", "status", "missing argument 'JOB'"),
    _m("no_number", "run job.yaml --first two", "--first", "two"),
    _m("zero", "run job.yaml --first 0", "--first", "0"),
    _m("runner", "run job.yaml --runner spark", "spark", "local"),
    _m("flink_option", "run job.yaml --parallelism 2", "--parallelism: only with --runner flink"),
    _m("flink_address", "run job.yaml --runner flink --job-endpoint jobserver", "--job-endpoint", "localhost:8099"),
    _m(
        "first_unasked",
        "run job.yaml --items items.jsonl --first 2",
        "--first asks whether to go on, and there is no terminal to ask on",
        "--yes",
    ),
    _stored("two_forms", "results last --format csv --json", "--json and --format csv are two forms of the same rows"),
    _stored("two_forms_of_a_page", "analytics last --html p.html --json", "--json and --html are two forms"),
    _m("db_backup_nowhere", "db backup", "`db backup DIR` takes a folder that is not there yet"),
    _m(
        "copy_with_state",
        "--state a.db state copy a.db b.db",
        "`state copy FROM TO` names both states: leave out the --state",
    ),
    _m("db_check_folder", "db check there", "`db check` and `db migrate` none"),
    _stored("purge_what", "purge last", "`purge JOB --payloads`: say what is to be removed"),
]

AREAS = {
    "The job file": JOB_FILE, "Templates": TEMPLATES, "Items": ITEMS, "Keys and configuration": KEYS_AND_CONFIG, "The state": STATE,
    "Jobs and their parts": JOBS, "Moves": MOVES, "Options and money": MONEY, "Files that are written": FILES, "The command line": COMMAND_LINE,
}  # fmt: skip


def mistakes() -> Iterable[Mistake]:
    """All of them, each with its area."""
    return [replace(one, area=area) for area, found in AREAS.items() for one in found]
