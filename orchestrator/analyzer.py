"""Profile work before anybody is asked: which task a phase is, how many tokens a text has, what a request needs.

Everything here is a rule, so that it costs no call and is the same on every machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from orchestrator.providers.base import Request

FALLBACK = "chat"
"""The task of a phase whose name and instructions name none: it does what the instructions say."""

NAME_WEIGHT = 3
"""A word in a phase's name says more about its task than one in its instructions."""

BYTES_PER_TOKEN = 4
"""Of UTF-8; near the truth for English, and for scripts of two and three bytes a character too."""

LEAST_BYTES_PER_TOKEN = 3
"""Hardly a text has fewer: digits, code and Chinese come near it."""

MESSAGE_TOKENS = 8
"""What a provider adds around each message, about."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """The words of a task type: each begins a word of the text, and is a whole one where a space ends it."""

    task_type: str
    words: tuple[str, ...]


_RULES: tuple[_Rule, ...] = (  # of two that fit equally well, the earlier one wins: it is the more special one
    _Rule("embedding_generation", ("embed", "vector")),
    _Rule("ocr_cleanup", ("ocr ", "scan ", "scans ", "scanned", "misread", "recognition error")),
    _Rule("xml_tagging", ("xml ", "tei ", "markup", "mark up", "tagging", "tag ", "tags ")),
    _Rule("translation", ("translat", "locali", "übersetz", "traduc", "traduire", "into english", "into german")),
    _Rule("entity_extraction", ("extract", "entit", "ner ", "metadata", "pull out")),
    _Rule("categorize", ("categor", "classif", "label", "topic", "sentiment", "triage", "sort into", "assign each")),
    _Rule(
        "summarization",
        ("summar", "abstract", "tldr", "tl dr ", "digest", "condens", "synops", "shorten", "key points"),
    ),
    _Rule("text_cleanup", ("clean", "normali", "proofread", "spelling", "typo", "hyphenat", "grammar")),
    _Rule("code", ("code ", "coding", "refactor", "python", "javascript", "sql ", "unit test", "script ", "program ")),
    _Rule("research", ("research", "literature", "investigat", "background on", "state of the art")),
    _Rule("analysis", ("analy", "evaluat", "assess", "compar", "review", "critique", "interpret", "explain", "risk")),
    _Rule("creative", ("creativ", "story", "stories", "poem", "slogan", "tagline", "fiction", "brainstorm", "invent ")),
    _Rule("chat", ("chat", "answer", "reply", "respond", "question", "dialog")),
)

TASK_TYPES = tuple(rule.task_type for rule in _RULES)
"""All task types that a phase may turn out to be."""


def infer_task_type(name: str, instructions: str) -> tuple[str, str]:
    """The task type that a phase's name and instructions point to, and the reason in words."""
    best, best_score, why = FALLBACK, 0, "neither its name nor its instructions name a task"
    for rule in _RULES:
        in_name, in_instructions = _found(rule.words, name), _found(rule.words, instructions)
        score = NAME_WEIGHT * len(in_name) + len(in_instructions)
        if score > best_score:
            place = "name" if in_name else "instructions"
            words = ", ".join(repr(word.strip()) for word in in_name or in_instructions)
            best, best_score, why = rule.task_type, score, f"inferred: {words} in its {place}"
    return best, why if best_score else f"inferred: {why}"


def _found(words: tuple[str, ...], text: str) -> list[str]:
    """The words that a text holds."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    plain = " " + re.sub(r"[\W_]+", " ", spaced).lower() + " "
    return [word for word in words if f" {word}" in plain]


def estimate_tokens(text: str) -> int:
    """About how many tokens a text has: a quarter of its bytes. An estimate; never what a budget relies on."""
    return _tokens(text, BYTES_PER_TOKEN)


def _tokens(text: str, bytes_per_token: int) -> int:
    size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
    return -(-size // bytes_per_token)


def needed_tokens(request: Request) -> int:
    """About how much of a model's window a request needs: what it says, and the longest answer to it."""
    return said_tokens(request, BYTES_PER_TOKEN) + request.max_tokens


def claimed_tokens(request: Request) -> int:
    """The most that a request will count towards a limit of tokens by the minute: as providers do, with its maximum."""
    return said_tokens(request, LEAST_BYTES_PER_TOKEN) + request.max_tokens


def said_tokens(request: Request, bytes_per_token: int = BYTES_PER_TOKEN) -> int:
    """About how many tokens a request has, without room for its answer."""
    said = _tokens(request.system, bytes_per_token) + _tokens(request.output.schema or "", bytes_per_token)
    said += sum(image.tokens for image in request.images)
    return said + sum(_tokens(message.content, bytes_per_token) + MESSAGE_TOKENS for message in request.messages)
