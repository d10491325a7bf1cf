"""The keys of the job file and of batchwright.toml, from their models; what stands under a key says what it does."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import textwrap
from collections.abc import Iterator
from typing import get_args, get_origin

import annotated_types
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from state.casing import snake
from state.config import Config, ScopeSection
from state.spec import ALIASES, JobSpec

KINDS = {
    "Whole": "whole number", "Number": "number", "Flag": "`true` or `false`", "Text": "text", "Line": "a line of text",
    "PhaseName": "a line of text", "Languages": "list of language codes", "ModelName": "`provider/model`",
    "Task": "a [task type](tasks.md)", "Usd": "USD",
    "Glossary": "mapping or list of names", "Json": "any value", "Address": "address",
    "KeyVariable": "name of a variable", "PasswordVariable": "name of a variable",
    "ProxyAddress": "address", "ProjectId": "id of a project", "Region": "region", "GsFolder": "`gs://` address",
    "BeamFlag": "flag", "Price": "USD", "str": "text", "Models": "list of `provider/model`",
}  # fmt: skip
"""The kinds of values in words, by the names that the models give them."""

_CAMEL = {"use_rag": "useRAG"}
"""What the guide writes in another way than plain camelCase."""

_PRICES = '[prices."provider/model"]'
_SCOPES = '[limits.PROVIDER]` and `[limits."provider/model"]'


@dataclasses.dataclass(frozen=True, slots=True)
class Key:
    """One key of a section; `said` is empty where nobody wrote down what it does."""

    name: str
    kind: str
    default: str
    said: str


def keys(section: type[BaseModel]) -> list[Key]:
    """The keys of a section, in the order in which they are written down."""
    return [
        Key(
            info.alias or name,
            _kind(annotation) + _bounds(info),
            _default(info),
            re.sub(r"\s+", " ", said),
        )
        for name, annotation, said in _written(section)
        if (info := section.model_fields.get(name)) is not None and not _holds_scopes(info)
    ]


def sections(section: type[BaseModel], path: str = "") -> Iterator[tuple[str, type[BaseModel]]]:
    """A section and those below it, each with its path, as `phases[].output`."""
    yield path, section
    for name, info in section.model_fields.items():
        for below in _models(info.annotation):
            many = "[]" if get_origin(info.annotation) is tuple else ""
            yield from sections(below, f"{path}{'.' if path else ''}{info.alias or name}{many}")


def camel(key: str) -> str:
    """How the guide writes a key of a job file, the key itself where that is no other way."""
    other = {name: alias for alias, name in ALIASES.items()}.get(key, key)
    written = _CAMEL.get(key) or re.sub(r"_([a-z])", lambda letter: letter[1].upper(), other)
    assert ALIASES.get(snake(written), snake(written)) == key
    return written


# ── the pages ───────────────────────────────────────────────────────────────────────────────────


def job_file() -> str:
    """A table for each section of the job file."""
    lines: list[str] = []
    for path, section in sections(JobSpec):
        lines += [f"## {title(section)}", "", f"`{path}`: {_said(section)}" if path else _said(section), ""]
        lines += ["| key | what it does | value | default |", "|---|---|---|---|"]
        for key in keys(section):
            also = "" if camel(key.name) == key.name else f", `{camel(key.name)}`"
            lines.append(f"| `{key.name}`{also} | {key.said} | {key.kind} | {key.default} |")
        lines.append("")
    return "\n".join(lines)


def config_file() -> str:
    """A table for each section of batchwright.toml."""
    lines: list[str] = []
    for name, section in config_sections():
        lines += [f"## `{name}`", "", _said(section), "", "| key | what it does | value | default |"]
        lines += ["|---|---|---|---|"]
        lines += [f"| `{key.name}` | {key.said} | {key.kind} | {key.default} |" for key in keys(section)]
        lines.append("")
    return "\n".join(lines)


def config_sections() -> Iterator[tuple[str, type[BaseModel]]]:
    """The sections of batchwright.toml, each as it is written there."""
    for name, info in Config.model_fields.items():
        (section,) = _models(info.annotation)
        several = {"prices": _PRICES}.get(name, f"[{name}.NAME]")
        yield (f"[{name}]" if section is info.annotation else several), section
        for path, below in sections(section):
            if path:
                yield _SCOPES, below


def title(section: type[BaseModel]) -> str:
    """The heading of a section of the job file."""
    name = section.__name__.removesuffix("Spec").lower()
    return {"job": "The job", "phase": "A phase", "example": "An example"}.get(name, name.capitalize())


def _said(section: type[BaseModel]) -> str:
    return inspect.cleandoc(section.__doc__ or "").partition("\n\n")[0]


# ── what the models say ─────────────────────────────────────────────────────────────────────────


def _written(section: type[BaseModel]) -> Iterator[tuple[str, ast.expr, str]]:
    """Each annotated name of a class with its annotation and the text that stands under it."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(section))).body
    assert isinstance(tree, ast.ClassDef)
    for here, below in zip(tree.body, [*tree.body[1:], ast.Pass()], strict=True):
        if isinstance(here, ast.AnnAssign) and isinstance(here.target, ast.Name):
            text = below.value if isinstance(below, ast.Expr) else None
            said = text.value if isinstance(text, ast.Constant) and isinstance(text.value, str) else ""
            yield here.target.id, here.annotation, said


def _models(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models(inner)]


def _kind(annotation: ast.expr) -> str:
    """What may stand there, in words."""
    match annotation:
        case ast.BinOp(left=left, right=ast.Constant(value=None)):
            return _kind(left)
        case ast.BinOp(left=left, right=right):
            return f"{_kind(left)} or {_kind(right)}"
        case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[first, *_])):
            return _kind(first)
        case ast.Subscript(value=ast.Name(id="Literal"), slice=ast.Tuple(elts=values)):
            return " or ".join(_literal(value) for value in values)
        case ast.Subscript(value=ast.Name(id="Literal"), slice=value):
            return _literal(value)
        case ast.Subscript(value=ast.Name(id="tuple"), slice=ast.Tuple(elts=[first, *_])):
            return f"list ({_kind(first)})"
        case ast.Subscript(value=ast.Name(id="list"), slice=first):
            return f"list ({_kind(first)})"
        case ast.Subscript(value=ast.Name(id="dict"), slice=ast.Tuple(elts=[_, value])):
            return f"mapping ({_kind(value)})"
        case ast.Name(id=name) if name.endswith("Spec"):
            heading = title(next(one for _, one in sections(JobSpec) if one.__name__ == name))
            return f"[{heading[0].lower()}{heading[1:]}](#{heading.lower().replace(' ', '-')})"
        case ast.Name(id=name):
            return KINDS[name]
    raise KeyError(ast.unparse(annotation))


def _literal(value: ast.expr) -> str:
    assert isinstance(value, ast.Constant)
    return "`false`" if value.value is False else f"`{value.value!s}`"


def _holds_scopes(info: FieldInfo) -> bool:
    """Whether it is what the sections of providers and models become, which stand beside the keys in the file."""
    return ScopeSection in _models(info.annotation)


def _bounds(info: FieldInfo) -> str:
    """The least and the most, as `, 1–50`."""
    found = {type(bound): bound for bound in info.metadata}
    match found:
        case {annotated_types.MaxLen: annotated_types.MaxLen(max_length=longest)}:
            return f", at most {longest} characters"
        case {annotated_types.Ge: annotated_types.Ge(ge=low), annotated_types.Le: annotated_types.Le(le=high)}:
            return f", {low}–{high:,}"
        case {annotated_types.Gt: annotated_types.Gt(gt=low), annotated_types.Le: annotated_types.Le(le=high)}:
            return f", above {low}, at most {high:,}"
        case {annotated_types.Gt: annotated_types.Gt(gt=low), annotated_types.Lt: annotated_types.Lt(lt=high)}:
            return f", above {low}, below {high:,}"
    return ""


def _default(info: FieldInfo) -> str:
    value = info.default
    if info.is_required():
        return "required"
    if value is PydanticUndefined or value is None or isinstance(value, BaseModel) or value in ((), ""):
        return "–"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return ", ".join(f"`{one}`" for one in (value if isinstance(value, tuple) else (value,)))
