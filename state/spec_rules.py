"""The rules between the keys of a job file: names, inputs, templates, schemas, and what JSON cannot hold.

They look at the document before it is a model, so that their findings stand beside all others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from state import templates
from state.job_text import MAX_DEPTH
from state.json_schema import schema_faults
from state.records import Json
from state.spec_errors import Loc, nearest, shown

Fault: TypeAlias = tuple[Loc, str]

PREVIOUS, ORIGINAL = "previous", "original"
"""What `input` may say beside the name of a phase."""

MAX_SAFE_INT = 2**53 - 1
_UNSTORABLE = re.compile("[\ud800-\udfff\0]")


def slug_of(name: str) -> str:
    """A phase's name in columns and templates: a–z, 0–9 and _, empty if nothing of it can be said so."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode().lower()
    # Marks that NFKD splits off are dropped with the rest; other letters leave a gap, as spaces do.
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


# ── what JSON cannot hold ───────────────────────────────────────────────────────────────────────


def plain_json(value: object, loc: Loc = ()) -> tuple[Json, list[Fault]]:
    """A copy of a document in plain JSON values, and what in it is none or cannot be kept exactly.

    Items may hold any number and any text here; whoever reads items judges them.
    """
    faults: list[Fault] = []
    return _plain(value, loc, faults), faults


def _plain(value: object, loc: Loc, faults: list[Fault]) -> Json:
    if value is None or isinstance(value, bool):
        return value
    in_items = loc[:1] == ("items",)
    if isinstance(value, str):
        if not in_items and _UNSTORABLE.search(value):
            faults.append((loc, "holds a NUL or half a surrogate pair, which is no text"))
        return str(value)
    if isinstance(value, int):
        if not in_items and abs(value) > MAX_SAFE_INT:
            faults.append((loc, f"is beyond ±{MAX_SAFE_INT}, where JSON stops to keep whole numbers exactly"))
        return int(value)
    if isinstance(value, float):
        if value - value != 0:
            faults.append((loc, f"{value} is no JSON number"))
        return value
    if len(loc) > MAX_DEPTH and isinstance(value, Mapping | list | tuple):
        faults.append((loc[:4], f"is nested deeper than {MAX_DEPTH}"))
        return None
    if isinstance(value, Mapping):
        return _plain_mapping(value, loc, faults)
    if isinstance(value, list | tuple):
        return [_plain(each, (*loc, n), faults) for n, each in enumerate(value)]
    faults.append((loc, f"expected a JSON value, got {_kind(value)}"))
    return None


def _plain_mapping(value: Mapping[object, object], loc: Loc, faults: list[Fault]) -> dict[str, Json]:
    result: dict[str, Json] = {}
    for key, each in value.items():
        if not isinstance(key, str):
            faults.append((loc, f"has the key {shown(key)}, which is no text"))
        elif _UNSTORABLE.search(key) and loc[:1] != ("items",):
            faults.append((loc, "has a key with a NUL or half a surrogate pair, which is no text"))
        else:
            result[str(key)] = _plain(each, (*loc, key), faults)
    return result


def _kind(value: object) -> str:
    name = type(value).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


# ── between keys ────────────────────────────────────────────────────────────────────────────────


def relations(job: Mapping[str, Json], max_phases: int, max_concurrency: int) -> Iterator[Fault]:
    """Every rule between keys that a document in snake_case breaks; wrong types are passed over."""
    given = job.get("phases")
    phases = given if isinstance(given, list) else []
    if given == []:
        yield ("phases",), "is empty; a job has at least one phase"
    if len(phases) > max_phases:
        yield ("phases",), f"has {len(phases)} phases, the most are {max_phases}"
    options = job.get("options")
    concurrency = options.get("concurrency") if isinstance(options, dict) else None
    if isinstance(concurrency, int | float) and concurrency > max_concurrency:
        raised = "[limits] max_concurrency in batchwright.toml may raise it"
        yield ("options", "concurrency"), f"{concurrency} is above {max_concurrency}; {raised}"
    earlier: dict[str, int] = {}  # names and slugs of the phases before
    for n, phase in enumerate(phases):
        if isinstance(phase, dict):
            loc: Loc = ("phases", n)
            yield from _name(phase, loc, phases[:n])
            if n and phase.get("ocr_model") is not None:
                yield (*loc, "ocr_model"), "files are read before the first phase: name it there, in phases[0]"
            yield from _input(phase, loc, earlier)
            yield from _output(phase, loc)
            yield from _prompt(phase, loc, earlier)
            name = phase.get("name")
            if isinstance(name, str):
                earlier.setdefault(name, n)
                earlier.setdefault(slug_of(name), n)


def _name(phase: Mapping[str, Json], loc: Loc, before: list[Json]) -> Iterator[Fault]:
    name = phase.get("name")
    if not isinstance(name, str) or not name:
        return
    slug, loc = slug_of(name), (*loc, "name")
    if not slug:
        yield loc, f"{shown(name)} has no letter a–z and no digit; columns and templates need one"
        return
    if slug in (PREVIOUS, ORIGINAL):
        yield loc, f"{shown(name)} is taken: input: {slug} has a meaning of its own"
        return
    for n, other in enumerate(before):
        taken = other.get("name") if isinstance(other, dict) else None
        if isinstance(taken, str) and slug_of(taken) == slug:
            same = f"both give the column {slug!r}" if taken != name else "names are unique"
            yield loc, f"{shown(name)} and {shown(taken)} of phases[{n}]: {same}"
            return


def _input(phase: Mapping[str, Json], loc: Loc, earlier: Mapping[str, int]) -> Iterator[Fault]:
    source = phase.get("input", PREVIOUS)
    if not isinstance(source, str) or not source or source in (PREVIOUS, ORIGINAL) or source in earlier:
        return
    yield (*loc, "input"), f"{shown(source)} is no earlier phase; {_choices(source, [PREVIOUS, ORIGINAL, *earlier])}"


def _choices(word: str, known: list[str]) -> str:
    meant = nearest(word, known)
    return f"did you mean {meant!r}?" if meant else f"there are {', '.join(known)}" if known else "there is none"


def _output(phase: Mapping[str, Json], loc: Loc) -> Iterator[Fault]:
    output = phase.get("output")
    if not isinstance(output, dict):
        return
    loc, schema = (*loc, "output"), output.get("schema")
    form = output.get("format", None if schema is None else "json")
    if form is None:
        yield loc, "says nothing; give a format: text, json or xml"
    if schema is not None and form != "json":
        yield (*loc, "schema"), f"a schema needs format: json, the format is {shown(form)}"
    elif isinstance(schema, dict):
        for below, message in schema_faults(schema):
            yield (*loc, "schema", *below), message


def _prompt(phase: Mapping[str, Json], loc: Loc, earlier: Mapping[str, int]) -> Iterator[Fault]:
    prompt = phase.get("prompt")
    if not isinstance(prompt, dict):
        return
    loc = (*loc, "prompt")
    given = {key: text for key in ("system", "user") if isinstance(text := prompt.get(key), str)}
    if not prompt:
        yield loc, "says nothing; give system, user or both"
    names_something = False
    for key, text in given.items():
        wrong = templates.fault_of(text)
        if wrong is not None:
            yield (*loc, key), wrong
            names_something = True
            continue
        used = sorted(templates.names(text))
        names_something = names_something or bool(used)
        for name in used:
            phase_name = templates.phase_name(name)
            if phase_name is not None and phase_name not in earlier:
                choices = _choices(phase_name, [*earlier])
                yield (*loc, key), f"{{{{{name}}}}}: {shown(phase_name)} is no earlier phase; {choices}"
    if "user" in given and not names_something:
        yield (*loc, "user"), "names nothing of the item, so all items would be asked the same; write {{content}}"
