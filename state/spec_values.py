"""The kinds of values that job files and the configuration hold, each with what a wrong one is told."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from state.ocr_languages import ocr_language, ocr_languages
from state.spec_errors import Loc, fault, none_of, shown
from state.task_types import TASK_ALIASES, TaskType

_PICO = Decimal("1e-12")
_MAX_USD = 10**15
_MAX_PAIRS, _MAX_NAME = 1_000, 200


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _flag(value: object) -> object:
    """YAML 1.1's words for true and false, which job files written for other tools may hold."""
    words = {"yes": True, "on": True, "no": False, "off": False}
    return words.get(value.lower(), value) if isinstance(value, str) else value


def _line(value: str) -> str:
    if any(unicodedata.category(char) == "Cc" for char in value):
        raise fault("holds a control character")
    if value != value.strip():
        raise fault(f"{shown(value)} begins or ends with a space")
    return value


def _model_name(value: str) -> str:
    provider, slash, model = value.partition("/")
    if not (slash and provider and model) or re.search(r"\s", value):
        raise fault(f"{shown(value)} is no model name; write provider/model, as openai/gpt-6-luna")
    if len(provider) > 64 or len(model) > 200:
        raise fault("is too long; a provider has at most 64 characters, a model 200")
    return value


def _variable_of(secret: str) -> BeforeValidator:
    def checked(value: object) -> object:
        if not is_variable(value):  # it may be the secret itself, so it is not repeated
            raise fault(f"is the name of an environment variable in capitals, not the {secret} itself")
        return value

    return BeforeValidator(checked)


def is_variable(name: object) -> bool:
    """Whether it names an environment variable; one in small letters may be a password, and is taken for it."""
    return isinstance(name, str) and re.fullmatch(r"[A-Z_][A-Z0-9_]*", name) is not None


def _task_type(value: object) -> object:
    if not isinstance(value, str):
        raise fault(f"expected text, got {shown(value)}")
    known = {**{str(task): task for task in TaskType}, **TASK_ALIASES}
    if value not in known:
        raise fault(none_of(value, [*known], "no task type"))
    return known[value]


def _dollars(value: object) -> Decimal:
    """An amount of money, exactly as it was written: a float by the shortest text that means it."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise fault(f"expected an amount in USD, got {shown(value)}")
    try:
        amount = Decimal(repr(value) if isinstance(value, float) else value)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise fault(f"expected an amount in USD, got {shown(value)}")
    if abs(amount) < _MAX_USD and amount != amount.quantize(_PICO):
        raise fault(f"{shown(value)} is finer than a pico-dollar (12 decimal places)")
    return amount


def _glossary(value: object) -> object:
    """Names by how the source writes them; in a list they stay as they are."""
    if not isinstance(value, dict | list):
        raise fault(f"expected a mapping of names, or a list of names that stay as they are, got {shown(value)}")
    if not value:
        raise fault("is empty; give at least one name, or leave the key out")
    if len(value) > _MAX_PAIRS:
        raise fault(f"has {len(value)} names, the most are {_MAX_PAIRS}; keep those that must be one way")
    rows = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    wrong: list[tuple[Loc, str]] = []
    pairs: dict[str, str] = {}
    seen: set[str] = set()
    for place, name in rows:
        source = place if isinstance(place, str) else name
        found = _name_fault(name) or (_name_fault(source) if source is not name else None)
        same = unicodedata.normalize("NFC", source) if found is None and isinstance(source, str) else ""
        if found is None and same in seen:
            found = f"{shown(source)} stands twice"
        if found is not None:
            wrong.append(((place,), found))
        else:
            seen.add(same)
            pairs[str(source)] = str(name)
    if wrong:
        raise fault("", *wrong)
    return pairs


def _name_fault(name: object) -> str | None:
    """What is wrong with one side of a pair, None when nothing is."""
    if isinstance(name, dict):
        return "expected a name, got a mapping; where names change, write the glossary as one mapping, without dashes"
    if not isinstance(name, str):
        return f"expected a name, got {shown(name)}"
    if not name.strip():
        return "is empty; give the name as it is to be written"
    if len(name) > _MAX_NAME:
        return f"has a name of {len(name)} characters, the most are {_MAX_NAME}"
    if not any(map(str.isalnum, name)):
        return f"{shown(name)} has no letter and no digit"
    try:
        _line(name)
    except PydanticCustomError as error:
        return error.message()
    return None


def plain_decimal(amount: Decimal) -> str:
    """An amount without exponent and trailing zeros: equal amounts, equal text."""
    return f"{amount.normalize():f}"


Whole = Annotated[int, Field(strict=True), BeforeValidator(_whole)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Flag = Annotated[bool, Field(strict=True), BeforeValidator(_flag)]
Text = Annotated[str, Field(strict=True, min_length=1)]
Line = Annotated[str, Field(strict=True, min_length=1, max_length=200), AfterValidator(_line)]
Language = Annotated[str, Field(strict=True), AfterValidator(ocr_language)]
Languages = Annotated[tuple[Language, ...], AfterValidator(ocr_languages)]
KeyVariable = Annotated[str, Field(strict=True), _variable_of("key")]
PasswordVariable = Annotated[str, Field(strict=True), _variable_of("password")]
PhaseName = Annotated[str, Field(strict=True, min_length=1, max_length=64), AfterValidator(_line)]
ModelName = Annotated[str, Field(strict=True), AfterValidator(_model_name)]
Task = Annotated[TaskType, BeforeValidator(_task_type)]
Glossary = Annotated[dict[str, str], BeforeValidator(_glossary)]
Usd = Annotated[Decimal, BeforeValidator(_dollars), PlainSerializer(plain_decimal, return_type=str, when_used="json")]


class Section(BaseModel):
    """A mapping of known keys in a file that a user writes."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
