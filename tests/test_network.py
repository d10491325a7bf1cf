"""How providers are reached: through a proxy, plain and tunnelled, and with an authority of the user's own."""

from __future__ import annotations

import asyncio
import json
import pickle
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from orchestrator.errors import Failure, FailureClass
from orchestrator.providers import transport
from orchestrator.providers.base import Message, ProviderError, Reply, Request
from orchestrator.providers.registry import make_provider
from orchestrator.providers.route import Proxy as ProxyRoute
from orchestrator.providers.route import Route, route_to
from pipelines.run import worker_settings
from state.config import Config, load_config, parse_config
from state.config_text import config_text
from state.errors import ConfigError
from state.provider_settings import NetworkSettings, ProviderSettings
from tests.commands import KEYS, PLACES, environment, folder, run_command, typed
from tests.fakes.authority import Authority, make_authority
from tests.fakes.hostile_server import HOLD, HostileServer, http
from tests.fakes.provider_server import ProviderServer
from tests.fakes.proxy import Proxy

HOST = "models.test"
KEY = "sk-made-up-0123456789abcdef"
WORD = "p@ss:/w?rd%20#é"
ASKED = Request("", (Message("user", "Ships carry nine tenths of the world's goods."),), 100)
F = FailureClass
GOOD = {
    "openai": {
        "id": "c1",
        "model": "m-1",
        "choices": [{"message": {"content": "fine"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 9, "completion_tokens": 3},
    },
    "anthropic": {
        "id": "m1",
        "model": "m-1",
        "content": [{"type": "text", "text": "fine"}],
        "stop_reason": "end_turn",
        "usage": {"input_tokens": 9, "output_tokens": 3},
    },
}
GOOD["gateway"] = GOOD["openai"]
APIS = pytest.mark.parametrize("api", list(GOOD))


@pytest.fixture(autouse=True)
def _no_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this machine's own environment says of proxies is none of the tests' business."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """One for the module."""
    return make_authority(HOST, tmp_path_factory.mktemp("authority"))


def answers(api: str) -> bytes:
    """A good reply."""
    return http(json.dumps(GOOD[api]).encode())


@pytest.fixture
def secure(authority: Authority, api: str) -> Iterator[HostileServer]:
    """A provider that speaks TLS."""
    with HostileServer(lambda _: [answers(api)], tls=authority.server) as server:
        yield server


def ask(api: str, url: str, network: NetworkSettings, environ: Mapping[str, str] | None = None) -> Reply:
    """Send one request to an address."""
    given = {"ANTHROPIC_API_KEY": KEY, "OPENAI_API_KEY": KEY, "ANTHROPIC_BASE_URL": url, "OPENAI_BASE_URL": url}
    settings = (ProviderSettings("gateway", url),)

    async def send() -> Reply:
        provider = make_provider(api, settings, {**given, **(environ or {})}, network)
        assert WORD not in repr(provider._endpoint)  # type: ignore[attr-defined]
        try:
            return await provider.send(ASKED, model="m", call_id="call-1", timeout_s=20, gate=lambda _: None)
        finally:
            await provider.close()

    return asyncio.run(send())


def failure_of(api: str, url: str, network: NetworkSettings, environ: Mapping[str, str] | None = None) -> Failure:
    """What one request comes to; no message holds the key or the password."""
    with pytest.raises(ProviderError) as caught:
        ask(api, url, network, environ)
    failure = caught.value.failure
    assert failure is not None
    for secret in (KEY, WORD):
        assert secret not in f"{caught.value} {failure}"
    return failure


# ── through a proxy ─────────────────────────────────────────────────────────────────────────────


@APIS
def test_a_tunnel_leads_to_the_provider(api: str, secure: HostileServer, authority: Authority) -> None:
    """The proxy is told a host and who asks, the provider gets the request, and neither gets what is the other's."""
    with Proxy({HOST: secure.port}, login=f"me:{WORD}") as proxy:
        network = NetworkSettings(f"http://me:${{WORD}}@127.0.0.1:{proxy.port}", ca_pem=authority.certificate)
        assert ask(api, f"https://{HOST}/v1", network, {"WORD": f"{WORD}\n"}).text == "fine"
    (heard,) = proxy.heard
    assert heard.startswith(f"CONNECT {HOST}:443 ")
    assert KEY not in heard
    (asked,) = secure.asked
    assert asked.header("proxy-authorization") is None
    assert asked.header("x-batchwright-call-id") == "call-1"


@APIS
def test_a_tunnel_is_used_again(api: str, authority: Authority) -> None:
    """Two calls one after the other need one tunnel, and one handshake."""

    async def twice(url: str, network: NetworkSettings) -> None:
        environ = {"ANTHROPIC_API_KEY": KEY, "OPENAI_API_KEY": KEY, "ANTHROPIC_BASE_URL": url, "OPENAI_BASE_URL": url}
        provider = make_provider(api, (ProviderSettings("gateway", url),), environ, network)
        for number in range(2):
            await provider.send(ASKED, model="m", call_id=f"call-{number}", timeout_s=20, gate=lambda _: None)
        await provider.close()

    with (
        HostileServer(lambda _: (answers(api),), tls=authority.server) as server,
        Proxy({HOST: server.port}) as proxy,
    ):
        network = NetworkSettings(f"http://127.0.0.1:{proxy.port}", ca_pem=authority.certificate)
        asyncio.run(twice(f"https://{HOST}/v1", network))
    assert (len(server.asked), server.connections, len(proxy.heard)) == (2, 1, 1)


@APIS
def test_a_plain_request_is_passed_on(api: str) -> None:
    """Without TLS the proxy gets the request itself, with its own login."""
    with (
        HostileServer(lambda _: [answers(api)]) as server,
        Proxy({HOST: server.port}, login=f"me:{WORD}") as proxy,
    ):
        network = NetworkSettings("${PROXY}")
        place = f"http://me:p%40ss%3A%2Fw%3Frd%2520%23%C3%A9@127.0.0.1:{proxy.port}/"
        assert ask(api, f"http://{HOST}/v1", network, {"PROXY": place}).text == "fine"
    (heard,) = proxy.heard
    assert heard.startswith(f"POST http://{HOST}/v1/")
    assert server.asked[0].header("proxy-authorization") is None


@APIS
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_refuses_is_named_and_costs_nothing(api: str, scheme: str, authority: Authority) -> None:
    """A wrong password is told with the proxy and the key that names it; nothing was asked of the provider."""
    with Proxy({}, login="me:other") as proxy:
        place = f"http://127.0.0.1:{proxy.port}"
        network = NetworkSettings(place.replace("//", "//me:${WORD}@"), ca_pem=authority.certificate)
        failure = failure_of(api, f"{scheme}://{HOST}/v1", network, {"WORD": WORD})
    assert (failure.billed, failure.outcome_known) == (False, True)
    assert failure.failure_class in (F.BAD_KEY, F.CONNECTION)
    assert f"the proxy {place} (see network.proxy)" in failure.message
    assert "407" in failure.message


@APIS
def test_a_proxy_that_reaches_nobody_costs_nothing(api: str) -> None:
    """A tunnel that does not come about is no connection: the gate was not passed."""
    with Proxy({}) as proxy:
        failure = failure_of(api, f"https://{HOST}/v1", NetworkSettings(f"http://127.0.0.1:{proxy.port}"))
    assert (failure.failure_class, failure.billed, failure.outcome_known) == (F.CONNECTION, False, True)
    assert "the proxy answered 502" in failure.message


@APIS
def test_a_proxy_that_is_not_there_is_named(api: str) -> None:
    """A wrong address of a proxy is told as that, not as one of the provider alone."""
    failure = failure_of(api, f"https://{HOST}/v1", NetworkSettings("http://127.0.0.1:9"))
    assert (failure.failure_class, failure.billed, failure.outcome_known) == (F.CONNECTION, False, True)
    assert failure.message.endswith("through the proxy http://127.0.0.1:9 (see network.proxy)")


@APIS
def test_a_proxy_that_says_nothing_is_left_soon(api: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that does not come about is not waited for as long as an answer, and costs nothing."""
    monkeypatch.setattr(transport, "CONNECT_S", 0.3)
    with HostileServer(lambda _: [HOLD]) as silent:
        failure = failure_of(api, f"https://{HOST}/v1", NetworkSettings(silent.url))
    assert (failure.failure_class, failure.billed, failure.outcome_known) == (F.CONNECTION, False, True)
    assert failure.message.startswith("not sent, no connection: none within 0.3 s; ")


# ── certificates ────────────────────────────────────────────────────────────────────────────────


@APIS
def test_a_server_that_nobody_vouches_for_is_sent_nothing(api: str, secure: HostileServer) -> None:
    """Without its authority a server is not trusted, and the message says where one is named."""
    with Proxy({HOST: secure.port}) as proxy:
        failure = failure_of(api, f"https://{HOST}/v1", NetworkSettings(f"http://127.0.0.1:{proxy.port}"))
    assert (failure.failure_class, failure.billed, failure.outcome_known) == (F.CONNECTION, False, True)
    assert "ca_file under [network]" in failure.message
    assert secure.asked == []


@APIS
def test_the_authority_is_added_to_the_systems(api: str, secure: HostileServer, authority: Authority) -> None:
    """With a file of one's own, the authorities of the system are trusted all the same."""
    from orchestrator.providers.transport import Transport

    own = Transport(Route(ca_pem=authority.certificate))._ssl.get_ca_certs()
    system = Transport(Route())._ssl.get_ca_certs()
    assert len(own) == len(system) + 1
    assert all(one in own for one in system)


FILES = {
    "missing": (None, "cannot be read: No such file or directory"),
    "words": ("no certificate", "holds no certificates in PEM form"),
    "broken": ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "holds no certificates in PEM form"),
    "a key": ("-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----", "holds no certificates in PEM form"),
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a job, and an environment without keys."""
    for name in (*KEYS, *PLACES):
        monkeypatch.delenv(name, raising=False)
    place = folder(tmp_path / "work")
    monkeypatch.chdir(place)
    return place


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_holds_no_certificate_is_refused_at_create(case: str, here: Path) -> None:
    """The key and the file are named before anything is stored, and commands that only look go on."""
    text, said = FILES[case]
    (here / "batchwright.toml").write_text('network = {ca_file = "own/ca.pem"}')
    if text is not None:
        (here / "own").mkdir()
        (here / "own" / "ca.pem").write_text(text)
    refused = typed("create", "job.yaml", "--no-start", "--items", "items.jsonl")
    assert refused.code == 2
    assert refused.err.startswith(f"batchwright: network.ca_file: {here / 'own' / 'ca.pem'} {said}")
    assert "hush" not in refused.err
    assert typed("list", "--json").document["total"] == 0


def test_a_file_is_meant_from_its_configuration(tmp_path: Path, authority: Authority) -> None:
    """A relative path starts from the configuration's folder, also for a process that gets it as text."""
    (tmp_path / "ca.pem").write_text(authority.certificate)
    (tmp_path / "batchwright.toml").write_text('[network]\nca_file = "ca.pem"')
    config = load_config(None, tmp_path, {})
    again = parse_config(config_text(config), source="c.toml")
    assert again == config
    assert again.network_settings().ca_pem == authority.certificate


def test_no_key_of_a_file_travels(tmp_path: Path, authority: Authority) -> None:
    """What goes to workers are certificates: a private key in the same file, and the proxy's password, stay here."""
    key = "-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----\n"
    (tmp_path / "ca.pem").write_text(key + authority.certificate + key)
    network = {"proxy": "http://me:${WORD}@proxy:3128", "no_proxy": [".internal"], "ca_file": str(tmp_path / "ca.pem")}
    settings = worker_settings(Config.model_validate({"network": network}))
    packed = pickle.dumps(settings)
    assert b"hush" not in packed
    assert pickle.loads(packed) == settings
    assert settings.network == NetworkSettings("http://me:${WORD}@proxy:3128", (".internal",), authority.certificate)


# ── which way ───────────────────────────────────────────────────────────────────────────────────

CONFIGURED = NetworkSettings("http://own:1", (".internal", "near.example", "port.example:8443"))
WAYS: list[tuple[str, NetworkSettings, dict[str, str], str | None]] = [
    ("https://api.example/v1", NetworkSettings(), {}, None),
    ("https://api.example/v1", CONFIGURED, {}, "http://own:1"),
    ("https://models.internal/v1", CONFIGURED, {}, None),
    ("https://near.example/v1", CONFIGURED, {}, None),
    ("https://below.near.example/v1", CONFIGURED, {}, None),
    ("https://linear.example/v1", CONFIGURED, {}, "http://own:1"),
    ("https://port.example:8443/v1", CONFIGURED, {}, None),
    ("https://port.example/v1", CONFIGURED, {}, "http://own:1"),
    ("https://api.example/v1", NetworkSettings("http://own:1", ("*",)), {}, None),
    ("http://localhost:8000/v1", CONFIGURED, {}, None),
    ("http://127.0.0.1:8000/v1", CONFIGURED, {}, None),
    ("http://[::1]:8000/v1", CONFIGURED, {}, None),
    ("https://api.example/v1", CONFIGURED, {"HTTPS_PROXY": "http://env:2"}, "http://own:1"),
    ("https://api.example/v1", NetworkSettings(), {"HTTPS_PROXY": "http://env:2"}, "http://env:2"),
    ("https://api.example/v1", NetworkSettings(), {"https_proxy": "env:2"}, "http://env:2"),
    ("https://api.example/v1", NetworkSettings(), {"ALL_PROXY": "http://env:2"}, "http://env:2"),
    ("https://api.example/v1", NetworkSettings(), {"HTTP_PROXY": "http://env:2"}, None),
    ("http://api.example/v1", NetworkSettings(), {"HTTP_PROXY": "http://env:2"}, "http://env:2"),
    ("https://api.example/v1", NetworkSettings(), {"HTTPS_PROXY": "http://env:2", "NO_PROXY": ".example"}, None),
    ("https://api.example/v1", NetworkSettings("http://own:1"), {"NO_PROXY": "api.example"}, None),
    ("https://api.example/v1", CONFIGURED, {"NO_PROXY": "api.example"}, "http://own:1"),
    ("https://api.example/v1", NetworkSettings(), {"HTTPS_PROXY": ""}, None),
]


@pytest.mark.parametrize(("url", "network", "environ", "wanted"), WAYS)
def test_the_way_is_the_configurations_then_the_environments(
    url: str, network: NetworkSettings, environ: dict[str, str], wanted: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proxy of the configuration wins, exceptions are left out, and this machine itself needs none."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    proxy = route_to(url, network, environ).proxy
    assert (proxy.url if proxy else None) == wanted


def test_the_environments_proxy_may_have_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """A login in HTTPS_PROXY is used, and its text shows it nowhere."""
    monkeypatch.setenv("HTTPS_PROXY", "http://me:hush%20%40${A}@env:2")
    proxy = route_to("https://api.example/v1", NetworkSettings(), {}).proxy
    assert proxy == ProxyRoute("http://env:2", "HTTPS_PROXY", "Basic bWU6aHVzaCBAJHtBfQ==")
    assert "hush" not in repr(proxy)
    assert "bWU6" not in repr(proxy)


@pytest.mark.parametrize(
    ("said", "environ", "message"),
    [
        ("${PROXY}", {}, "network.proxy: the environment does not set PROXY, which the proxy needs"),
        ("http://me:${WORD}@h:1", {}, "network.proxy: the environment does not set WORD, which the proxy needs"),
        ("${PROXY}", {"PROXY": "http://hush@"}, "network.proxy: expected the address of a proxy, as http://host:3128"),
        ("${PROXY}", {"PROXY": ""}, "network.proxy: expected the address of a proxy, as http://host:3128"),
        ("${PROXY}", {"PROXY": "http://h:hush"}, "network.proxy: expected the address of a proxy, as http://host:3128"),
        ("${PROXY}", {"PROXY": "socks5://me:hush@h:1"}, "network.proxy: expected the address of a proxy, as http://host:3128"),
    ],
)  # fmt: skip
def test_a_proxy_that_cannot_be_one_is_refused_without_its_secret(
    said: str, environ: dict[str, str], message: str
) -> None:
    """What variables hold is judged where they are read, and repeated nowhere."""
    with pytest.raises(ConfigError) as caught:
        make_provider("openai", (), environ, NetworkSettings(said))
    assert str(caught.value) == message
    assert "hush" not in f"{caught.value} {caught.value.hint}"


# ── a job ───────────────────────────────────────────────────────────────────────────────────────


def test_a_job_runs_through_a_proxy(here: Path, provider: ProviderServer) -> None:
    """All calls of a run go through the proxy of the configuration, and its password is in no file of the job."""
    with Proxy({HOST: provider.port}, login="me:hush-hush-0") as proxy:
        toml = f'network = {{proxy = "http://me:${{WORD}}@127.0.0.1:{proxy.port}"}}'
        (here / "batchwright.toml").write_text(toml)
        environ = environment(provider, OPENAI_BASE_URL=f"http://{HOST}/v1", WORD="hush-hush-0")
        ended = run_command(here, environ, "run", "job.yaml", "--items", "items.jsonl", "--json")
    assert ended.code == 0, ended.err
    assert ended.document["progress"]["completed_items"] == 4
    assert len(provider.invoice()) == 4
    assert len(proxy.heard) >= 1
    assert all(f"POST http://{HOST}/v1/chat/completions" in heard for heard in proxy.heard)
    assert not any(b"hush-hush-0" in path.read_bytes() for path in here.rglob("*") if path.is_file())
