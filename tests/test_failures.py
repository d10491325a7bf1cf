"""What a provider's refusal means, and that no message repeats what the user sent."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.errors import Failure, FailureClass
from orchestrator.providers.failures import MAX_MESSAGE_CHARS, SHINGLE_CHARS, failure_of, redacted, silence

F = FailureClass


def body(code: str = "", message: str = "", kind: str = "") -> bytes:
    """An error in OpenAI's words."""
    return json.dumps({"error": {"type": kind, "code": code, "message": message}}).encode()


MEANT: list[tuple[int, bytes, FailureClass]] = [
    (400, body(), F.BAD_REQUEST),
    (422, body(), F.BAD_REQUEST),
    (418, b"<html>teapot</html>", F.BAD_REQUEST),
    (400, body(message="This model's maximum context length is 8192 tokens"), F.TOO_LONG),
    (400, body(kind="exceed_context_size_error", message="request (5031 tokens) exceeds it"), F.TOO_LONG),
    (413, b"", F.TOO_LONG),
    (400, body(message="max_tokens: 99999 > 8192, the maximum of output tokens"), F.BAD_REQUEST),
    (400, body(code="content_filter"), F.DECLINED),
    (400, body(message="API key not valid. Please pass a valid API key."), F.BAD_KEY),
    (401, b"", F.BAD_KEY),
    (403, b"<html>", F.BAD_KEY),
    (403, body(code="model_not_found"), F.UNKNOWN_MODEL),
    (402, b"", F.NO_CREDIT),
    (403, body(code="billing_not_active"), F.NO_CREDIT),
    (429, body(code="insufficient_quota"), F.NO_CREDIT),
    (404, b"", F.UNKNOWN_MODEL),
    (405, b"", F.UNKNOWN_MODEL),
    (301, b"", F.UNKNOWN_MODEL),
    (400, body(message="The model gpt-9 does not exist"), F.UNKNOWN_MODEL),
    (429, b"", F.LIMITED),
    (
        429,
        body(message="Request too large for gpt-6 on tokens per min (TPM): Limit 30000"),
        F.TOO_LONG,
    ),
    (408, b"", F.SERVER_ERROR),
    (409, b"", F.SERVER_ERROR),
    (500, b"", F.SERVER_ERROR),
    (502, b"<html>", F.SERVER_ERROR),
    (503, b"", F.OVERLOADED),
    (529, b"", F.OVERLOADED),
    (500, body(kind="overloaded_error"), F.OVERLOADED),
    (500, body(message="insufficient_quota"), F.SERVER_ERROR),
]


@pytest.mark.parametrize(("status", "reply", "wanted"), MEANT)
def test_refusal_means_its_class(status: int, reply: bytes, wanted: FailureClass) -> None:
    """Status and words of a refusal decide its class; it costs nothing."""
    failure = failure_of(status, {}, reply)
    assert failure.failure_class is wanted
    assert (failure.billed, failure.outcome_known, failure.http_status) == (False, True, status)


@pytest.mark.parametrize("status", [504, 524])
def test_gateway_that_stopped_waiting_leaves_the_outcome_open(status: int) -> None:
    """Behind a gateway's time-out the model may have gone on, so it may be billed."""
    failure = failure_of(status, {}, b"<html>")
    assert (failure.failure_class, failure.billed, failure.outcome_known) == (F.SERVER_ERROR, True, False)


@pytest.mark.parametrize(("status", "wanted"), [(400, None), (404, None), (429, 4.0), (500, None), (503, None)])
def test_reset_of_a_limit_is_a_wait_for_a_limit_only(status: int, wanted: float | None) -> None:
    """The reset headers of a reply that is about something else are no wait."""
    assert failure_of(status, {"x-ratelimit-reset-requests": "4s"}, b"").retry_after_s == wanted


def test_retry_after_of_a_server_error_is_heard() -> None:
    """A server that is down may say when to come again; a refusal for good may not."""
    assert failure_of(503, {"retry-after": "4"}, b"").retry_after_s == 4.0
    assert failure_of(401, {"retry-after": "4"}, b"").retry_after_s is None


@pytest.mark.parametrize(
    ("reply", "wanted"),
    [
        (b'{"error": "plainly no"}', "HTTP 400: plainly no"),
        (b'{"message": "no"}', "HTTP 400: no"),
        (b'{"detail": [{"input": "the whole request"}]}', "HTTP 400"),
        (b"<html>no</html>", "HTTP 400"),
        (b"[1]", "HTTP 400"),
        (b'{"error": [1]}', "HTTP 400"),
        (b'{"error": {"message": 5}}', "HTTP 400"),
        (b"[" * 100_000, "HTTP 400"),
        (b'["\\u0041", ' + b"[" * 100_000, "HTTP 400"),
    ],
)
def test_words_are_found_where_providers_put_them(reply: bytes, wanted: str) -> None:
    """The sentence for people is taken from every known form, and from no other."""
    assert failure_of(400, {}, reply).message == wanted


def test_long_words_are_cut() -> None:
    """A message has a length that fits into a row."""
    assert len(failure_of(400, {}, body(message="no " * 5000)).message) == MAX_MESSAGE_CHARS


def test_address_that_redirects_says_so() -> None:
    """A wrong base URL is told by what to check."""
    assert "base URL" in failure_of(308, {}, b"").message


def test_silence_is_free_only_if_nothing_was_sent() -> None:
    """Without a byte sent nothing can be billed; after one, nobody knows."""
    unsent = silence("refused", sent=False, timed_out=True)
    assert (unsent.failure_class, unsent.billed, unsent.outcome_known) == (F.CONNECTION, False, True)
    for timed_out, wanted in ((True, F.TIMEOUT), (False, F.CONNECTION)):
        failure = silence("reset", sent=True, timed_out=timed_out)
        assert (failure.failure_class, failure.billed, failure.outcome_known) == (wanted, True, False)


def safe(message: str, key: str | None = None, *texts: str) -> str:
    """The message as it may be shown."""
    return redacted(Failure(F.BAD_REQUEST, message), key=key, texts=texts).message


DOCUMENT = "Patient Ada Lovelace, born 1815, complains of a cough and of people who ask for the engine."


def test_pieces_of_the_request_are_hidden() -> None:
    """What a provider quotes of the user's text does not get into a message; its own words do."""
    said = f"HTTP 400: cannot parse '{DOCUMENT[8:60]}' at line 1"
    assert safe(said, None, "System.", DOCUMENT) == "HTTP 400: cannot parse '[…]' at line 1"


def test_short_texts_are_hidden_whole() -> None:
    """A text that is shorter than a run is hidden too, a single word of it is not."""
    assert safe("HTTP 400: bad input 'Ada L.'", None, " Ada L.\n") == "HTTP 400: bad input '[…]'"
    assert safe("HTTP 400: bad input", None, "bad") == "HTTP 400: bad input"


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Incorrect API key provided: sk-proj-ab12***9.", "Incorrect API key provided: [key]"),
        ("Incorrect API key provided. You can find it", "Incorrect API key provided. You can find it"),
        ("got Bearer abcdef123456", "got [key]"),
        ("it was hunter2hunter2 again", "it was [key] again"),
    ],
)
def test_keys_are_hidden(said: str, wanted: str) -> None:
    """The key itself, and whatever looks like one, is not repeated; plain words are."""
    assert safe(said, "hunter2hunter2") == wanted


def test_message_can_be_stored() -> None:
    """Control characters and lone surrogates of a provider's sentence become spaces."""
    assert safe("HTTP 400: a\0b\nc\ud800d") == "HTTP 400: a b c d"


@given(text=st.text("abc ", min_size=SHINGLE_CHARS, max_size=80), before=st.text("xyz ", max_size=20), data=st.data())
def test_no_run_of_the_request_survives(text: str, before: str, data: st.DataObject) -> None:
    """Wherever in a message a long run of the request stands, nothing as long of it is left."""
    start = data.draw(st.integers(0, len(text) - SHINGLE_CHARS))
    end = data.draw(st.integers(start + SHINGLE_CHARS, len(text)))
    message = safe(before + text[start:end] + before, None, text)
    assert not any(text[at : at + SHINGLE_CHARS] in message for at in range(len(text) - SHINGLE_CHARS + 1))
