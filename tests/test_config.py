"""The configuration and the place of the state: what is read, what is refused, and in which words."""

from __future__ import annotations

import pickle
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from orchestrator.pricing import PriceTable
from orchestrator.providers.registry import known_providers
from state.config import BUILT_IN_PROVIDERS, Config, ProviderSection, load_config, parse_config
from state.config_text import config_text
from state.errors import ConfigError
from state.place import StatePlace, locate
from state.provider_settings import ProviderSettings, ScopeLimit
from state.spec import SpecLimits

WHOLE = """
[providers.groq]
base_url = "https://api.groq.com/openai/v1/"
api_key_env = "GROQ_API_KEY"
headers = { X-Team = "docs", X-Api-Key = "Bearer ${TEAM_KEY}" }

[tiers]
fast = ["groq/llama", "openai/gpt-6-luna"]
embedding = ["openai/text-embedding-3-small"]

[limits]
max_concurrency = 200
max_items = 5_000
max_phases = 4
check_timeout_s = 30

[limits."openai/gpt-6-luna"]
requests_per_minute = 500
tokens_per_minute = 200_000
concurrency = 8

[limits.groq]
requests_per_minute = 30

[prices."groq/llama"]
input = 0.1000000000000000000
output = 1
cached = "0.05"

[ask]
above_usd = 2.5

[notify]
command = "say done"
webhook = "https://example.org/hook"

[network]
proxy = "http://user:${WORD}@proxy:3128"
no_proxy = ["localhost", ".internal"]
ca_file = "ca.pem"

[dataflow]
project = "a-project"
region = "europe-west1"
temp_location = "gs://a-bucket/temp"
image = "europe-west1-docker.pkg.dev/a-project/b/workers:1"
workers = 4
service_options = ["enable_prime"]
options = ["--machine_type=n2-standard-2"]
"""


def refused(text: str) -> list[str]:
    """The lines of the error that a configuration is refused with; a single one without the name of the file."""
    with pytest.raises(ConfigError) as caught:
        parse_config(text, source="c.toml")
    said = str(caught.value)
    assert "c.toml" in said
    return said.removesuffix(" (in c.toml)").splitlines()


# ── what is read ────────────────────────────────────────────────────────────────────────────────


def test_everything_that_may_be_configured_is_read() -> None:
    """Each key of the contract reaches the place that asks for it, prices exactly as they were written."""
    config = parse_config(WHOLE, source="c.toml")
    assert config.provider_settings() == (
        ProviderSettings(
            "groq",
            "https://api.groq.com/openai/v1",
            "GROQ_API_KEY",
            (("X-Team", "docs"), ("X-Api-Key", "Bearer ${TEAM_KEY}")),
        ),
    )
    assert config.tiers.fast == ("groq/llama", "openai/gpt-6-luna")
    assert config.tiers.balanced == ("anthropic/claude-sonnet-5-5", "openai/gpt-6-sol")
    assert config.spec_limits() == SpecLimits(max_concurrency=200, max_phases=4)
    assert (config.limits.max_items, config.limits.check_timeout_s) == (5000, 30)
    assert config.scope_limits() == (
        ScopeLimit("groq", requests_per_minute=30),
        ScopeLimit("openai/gpt-6-luna", 500, 200_000, 8),
    )
    assert config.prices["groq/llama"].cached == Decimal("0.05")
    assert config.ask.above_usd == Decimal("2.5")
    assert (config.dataflow.workers, config.dataflow.options) == (4, ("--machine_type=n2-standard-2",))


@pytest.mark.parametrize(
    "config",
    [
        parse_config(WHOLE, source="c.toml"),
        Config(),
        Config(providers={"mine": ProviderSection(base_url="http://h/v1", headers={"X-Odd": 'a"\\b'})}),
    ],
)
def test_a_configuration_is_written_as_it_is_read(config: Config) -> None:
    """The text of a configuration is read as the same one, whichever of its keys were set."""
    again = parse_config(config_text(config), source="c.toml")
    assert again == config


def test_prices_are_what_the_price_table_takes() -> None:
    """A price of the file is the price of a call."""
    prices = parse_config(WHOLE, source="c.toml").prices
    plan = PriceTable(prices).model_plan("groq/llama")
    assert (plan.input_usd_per_mtok, plan.output_usd_per_mtok) == (Decimal("0.1"), Decimal(1))


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    """No file is no error, and the tiers name models of both providers."""
    config = load_config(None, tmp_path, {})
    assert config == Config()
    assert config.tiers.fast == ("anthropic/claude-haiku-5-5", "openai/gpt-6-luna")
    assert config.tiers.premium == ("anthropic/claude-opus-5-5", "openai/gpt-6-astra")
    assert config.ask.above_usd == 10


def test_the_nearest_file_upwards_is_read(tmp_path: Path) -> None:
    """The file is looked for upwards; the environment wins over that, and the flag over both."""
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "batchwright.toml").write_text("limits = {max_phases = 1}")
    (tmp_path / "a" / "batchwright.toml").write_text("limits = {max_phases = 2}")
    (tmp_path / "env.toml").write_text("limits = {max_phases = 3}")
    (below / "flag.toml").write_text("limits = {max_phases = 4}")
    environ = {"BATCHWRIGHT_CONFIG": str(tmp_path / "env.toml")}
    assert load_config(None, below, {}).limits.max_phases == 2
    assert load_config(None, below, environ).limits.max_phases == 3
    assert load_config(Path("flag.toml"), below, environ).limits.max_phases == 4


def test_built_in_providers_are_those_of_the_registry() -> None:
    """The names that a section may not take are exactly the providers that need none."""
    assert tuple(BUILT_IN_PROVIDERS) == known_providers(())


def test_a_configuration_pickles() -> None:
    """A configuration crosses processes unchanged."""
    config = parse_config(WHOLE, source="c.toml")
    assert pickle.loads(pickle.dumps(config)) == config


# ── what is refused ─────────────────────────────────────────────────────────────────────────────

LIMITS = ("max_concurrency", "max_items", "max_phases", "check_timeout_s", "provider", '"provider/model"')
BAD = [
    ("limits = {max_phases = 0}", ["limits.max_phases: 0 is below 1"]),
    ("limits = {max_phases = 'x'}", ["limits.max_phases: expected a whole number, got 'x'"]),
    ("[tier]", ["tier: unknown key; did you mean 'tiers'?"]),
    (
        "[limits]\nfoo = 1",
        [f"limits.foo: unknown key; known here are {', '.join(LIMITS)}"],
    ),
    ("[limits]\nmodels = 5", ['limits.models: unknown key; each model has a section, as [limits."openai/gpt-6-luna"]']),
    (
        "[limits.gpt]\nconcurrency = 3",
        ["limits.gpt: is no provider; known here are anthropic, openai, local; a model is provider/model in quotes"],
    ),
    (
        "[providers.x]\nbase_url = 'http://h'\n[limits.x]\nconcurrency = 0",
        ["limits.x.concurrency: 0 is below 1"],
    ),
    (
        "[limits.openai]\nrequests_per_min = 5",
        ["limits.openai.requests_per_min: unknown key; did you mean 'requests_per_minute'?"],
    ),
    ("[limits]\nopenai = 5", ["limits.openai: expected a mapping, got 5"]),
    ('[limits."a/"]\nconcurrency = 3', ['limits."a/": is no model name; write provider/model in quotes']),
    ('[limits."a/b"]\nconcurrency = 0', ['limits."a/b".concurrency: 0 is below 1']),
    (
        '[limits."a/b"]\nrequests_per_min = 5',
        ["limits.\"a/b\".requests_per_min: unknown key; did you mean 'requests_per_minute'?"],
    ),
    ("[prices.gpt]\ninput = 1\noutput = 2", ["prices.gpt: is no model name; write provider/model in quotes"]),
    ('[prices."a/b"]\ninput = 1', ['prices."a/b".output: missing']),
    (
        '[prices."a/b"]\ninput = -1\noutput = nan',
        [
            "c.toml has 2 problems:",
            '  prices."a/b".input: -1 is below 0',
            '  prices."a/b".output: expected an amount in USD, got NaN',
        ],
    ),
    ("tiers = {fast = 'a/b'}", ["tiers.fast: expected a list, got 'a/b'"]),
    (
        "tiers = {fast = ['gpt']}",
        ["tiers.fast[0]: 'gpt' is no model name; write provider/model, as openai/gpt-6-luna"],
    ),
    (
        "[providers.openai]\nbase_url = 'http://h'",
        ["providers.openai: is built in; its address is read from OPENAI_BASE_URL; call yours by another name"],
    ),
    (
        "[providers.'a b']\nbase_url = 'http://h'",
        ['providers."a b": is no name of a provider; use letters, digits, ., _ and -, at most 64'],
    ),
    ("[providers.x]", ["providers.x.base_url: missing"]),
    ("[providers.x]\nbase_url = 'h:80'", ["providers.x.base_url: expected an address as https://host/v1"]),
    ("[providers.x]\nbase_url = 'http://h:0'", ["providers.x.base_url: expected an address as https://host/v1"]),
    ("[providers.x]\nbase_url = 'http://h:65536'", ["providers.x.base_url: expected an address as https://host/v1"]),
    ("ask = {above_usd = 2024-01-01}", ["ask.above_usd: expected an amount in USD, got 2024-01-01"]),
    ("limits = 5", ["limits: expected a mapping, got 5"]),
    ("a = 1\na = 2", ["c.toml is not TOML: Cannot overwrite a value (at end of document)"]),
]


@pytest.mark.parametrize(("text", "lines"), BAD)
def test_what_is_wrong_is_said_with_its_place(text: str, lines: list[str]) -> None:
    """Every problem is told, with its path, both sides and the nearest known word."""
    assert refused(text) == lines


SECRETS = [
    (
        "api_key_env = 'sk-hush-123'",
        "providers.x.api_key_env: is the name of an environment variable in capitals, not the key itself",
    ),
    (
        "headers = {Authorization = 'Bearer sk-hush-123'}",
        "providers.x.headers.Authorization: a file is no place for a secret; write ${NAME} and set that variable",
    ),
    ('headers = {X = "sk-hush-123\\n"}', "providers.x.headers.X: a header holds printable ASCII only"),
    ("headers = {'X Y' = 'sk-hush-123'}", 'providers.x.headers."X Y": is no name of a header'),
]


@pytest.mark.parametrize(("line", "message"), SECRETS)
def test_a_secret_in_the_file_is_refused_and_not_repeated(line: str, message: str) -> None:
    """A key belongs into the environment; the message that says so does not hold it."""
    assert refused(f"[providers.x]\nbase_url = 'http://h'\n{line}") == [message]


def test_an_address_with_a_password_is_refused_and_not_repeated() -> None:
    """A password in a provider's address would reach workers and messages."""
    (line,) = refused("[providers.x]\nbase_url = 'http://me:hush@h/v1'")
    assert line == (
        "providers.x.base_url: holds a user or a password; keys belong into the environment, named by api_key_env"
    )


PROXIES = [
    (
        "http://me:hush@proxy:3128",
        "a file is no place for a secret; write http://user:${NAME}@host and set that variable",
    ),
    ("proxy:3128", "expected the address of a proxy, as http://host:3128 or http://user:${NAME}@host:3128"),
    ("socks5://me:hush@h:1", "expected the address of a proxy, as http://host:3128 or http://user:${NAME}@host:3128"),
    ("http://h/hush", "expected the address of a proxy, as http://host:3128 or http://user:${NAME}@host:3128"),
    ("http://h:hush", "expected the address of a proxy, as http://host:3128 or http://user:${NAME}@host:3128"),
]


@pytest.mark.parametrize(("proxy", "message"), PROXIES)
def test_a_proxy_that_cannot_be_one_is_refused_and_not_repeated(proxy: str, message: str) -> None:
    """A proxy is the address of a host, and its password the name of a variable."""
    assert refused(f"[network]\nproxy = '{proxy}'") == [f"network.proxy: {message}"]


@pytest.mark.parametrize(
    "proxy", ["http://h:3128", "https://h/", "${P}", "http://me@h:1", "http://${U}:${P}@${H}:${N}"]
)
def test_a_proxy_is_an_address_with_variables(proxy: str) -> None:
    """Whatever is secret, or differs between machines, may stand in a variable."""
    assert parse_config(f"[network]\nproxy = '{proxy}'", source="c.toml").network.proxy == proxy


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    """A missing file is an error when somebody named it, with who named it."""
    with pytest.raises(ConfigError) as flag:
        load_config(Path("no.toml"), tmp_path, {})
    with pytest.raises(ConfigError) as variable:
        load_config(None, tmp_path, {"BATCHWRIGHT_CONFIG": "no.toml"})
    assert str(flag.value) == f"--config: there is no file {tmp_path / 'no.toml'}"
    assert str(variable.value) == f"BATCHWRIGHT_CONFIG: there is no file {tmp_path / 'no.toml'}"


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 end in a sentence, not in a traceback."""
    path = tmp_path / "batchwright.toml"
    path.write_bytes(b"# caf\xe9\n")
    with pytest.raises(ConfigError) as caught:
        load_config(None, tmp_path, {})
    assert str(caught.value) == f"{path} is not UTF-8; save it as UTF-8"


# ── where the state is ──────────────────────────────────────────────────────────────────────────

PG = "postgresql+psycopg://me:word@host/jobs"
PLACES = [
    # state, workspace, environment, URL, workspace that is found; all below the working folder
    (None, None, {}, "sqlite:///{cwd}/.batchwright/state.db", "{cwd}/.batchwright/workspace"),
    ("x/jobs.db", None, {}, "sqlite:///{cwd}/x/jobs.db", "{cwd}/x/workspace"),
    ("sqlite:///x/jobs.db", None, {}, "sqlite:///{cwd}/x/jobs.db", "{cwd}/x/workspace"),
    ("sqlite:////x/jobs.db", None, {}, "sqlite:////x/jobs.db", "/x/workspace"),
    ("sqlite+pysqlite:////x/y", None, {}, "sqlite:////x/y", "/x/workspace"),
    (PG, None, {}, PG, "{cwd}/.batchwright/workspace"),
    ("postgresql://me:word@host/jobs", "w", {}, PG, "{cwd}/w"),
    ("postgres://me:word@host/jobs", "/w", {}, PG, "/w"),
    (PG, "s3://bucket/w", {}, PG, "s3://bucket/w"),
    (None, "file:///w", {}, "sqlite:///{cwd}/.batchwright/state.db", "/w"),
    (None, None, {"BATCHWRIGHT_STATE": PG, "BATCHWRIGHT_WORKSPACE": "/e"}, PG, "/e"),
    ("/a.db", "/f", {"BATCHWRIGHT_STATE": PG, "BATCHWRIGHT_WORKSPACE": "/e"}, "sqlite:////a.db", "/f"),
    (None, None, {"BATCHWRIGHT_STATE": ""}, "sqlite:///{cwd}/.batchwright/state.db", "{cwd}/.batchwright/workspace"),
]


@pytest.mark.parametrize(("state", "workspace", "environ", "url", "found"), PLACES)
def test_the_state_is_found(
    tmp_path: Path, state: str | None, workspace: str | None, environ: dict[str, str], url: str, found: str
) -> None:
    """The flag wins over the environment, that over the folder; every path is absolute; nothing is made."""
    place = locate(state, workspace, tmp_path, environ)
    assert place == StatePlace(url.format(cwd=tmp_path), found.format(cwd=tmp_path))
    assert [*tmp_path.iterdir()] == []


def test_the_nearest_folder_upwards_holds_the_state(tmp_path: Path) -> None:
    """A command below a folder with a `.batchwright` works on its state, whatever the database."""
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / ".batchwright").mkdir()
    (tmp_path / "a" / ".batchwright").write_text("a file of that name is none")
    assert locate(None, None, below, {}).url == f"sqlite:///{tmp_path}/.batchwright/state.db"
    assert locate(PG, None, below, {}).workspace == f"{tmp_path}/.batchwright/workspace"


def test_a_path_with_odd_characters_stays_what_it_is(tmp_path: Path) -> None:
    """The database is the file that was named, whatever a URL makes of its letters."""
    folder = tmp_path / "100% a?b#c"
    folder.mkdir()
    place = locate("é x.db", None, folder, {})
    assert make_url(place.url).database == str(folder / "é x.db")
    assert place.workspace == str(folder / "workspace")


BAD_PLACES = [
    ("jobs", "--state: is neither a database URL nor a path ending in .db"),
    ("sqlite://", "--state: names no file; a state in memory would be gone with its process"),
    ("sqlite:///:memory:", "--state: names no file; a state in memory would be gone with its process"),
    ("mysql://me:word@host/jobs", "--state: a state cannot live in mysql, only in SQLite or PostgreSQL"),
    ("postgresql+asyncpg://me:word@h/j", "--state: asks for the driver asyncpg, there is psycopg (3)"),
    ("postgresql://me:word@h:port/j", "--state: is no database URL that can be read"),
]


@pytest.mark.parametrize(("state", "message"), BAD_PLACES)
def test_a_state_that_cannot_be_is_refused(tmp_path: Path, state: str, message: str) -> None:
    """What is wrong with a state's URL is said without its password."""
    with pytest.raises(ConfigError) as caught:
        locate(state, None, tmp_path, {})
    assert str(caught.value) == message
    assert caught.value.hint is not None


def test_a_password_is_not_shown() -> None:
    """Neither the printed place nor the URL for messages holds the password."""
    place = StatePlace(PG, "/w")
    assert "word" not in repr(place)
    assert place.shown_url == "postgresql+psycopg://me:***@host/jobs"
