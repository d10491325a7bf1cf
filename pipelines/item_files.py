"""Find the files that a source names: one file, a folder, a glob; what cannot be read is said before the first item.

A folder is walked twice, once to look and once to read, so that a million files need no list of a million paths.
"""

from __future__ import annotations

import difflib
import errno
import glob
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePath

from pipelines.item_notes import ItemNotes
from state.errors import ItemsError, NotBuiltError
from state.storable import storable

READ = ".jsonl .json .csv .parquet (each also .gz), .txt .md .pdf .html .docx .epub, images"
"""What is read, for messages."""

_LISTED = 10  # files that a message names
_MAX_SHOWN = 200  # characters of a source that a message repeats
_WILD = re.compile(r"[*?\[]")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


class Kind(StrEnum):
    """What a file holds, by the end of its name."""

    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"
    TEXT = "text"
    PDF = "pdf"
    HTML = "html"
    DOCX = "docx"
    EPUB = "epub"
    IMAGE = "image"
    UNKNOWN = "unknown"


_KINDS = {
    ".jsonl": Kind.JSONL,
    ".json": Kind.JSON,
    ".csv": Kind.CSV,
    ".parquet": Kind.PARQUET,
    ".txt": Kind.TEXT,
    ".md": Kind.TEXT,
    ".pdf": Kind.PDF,
    **dict.fromkeys((".html", ".htm", ".xhtml"), Kind.HTML),
    ".docx": Kind.DOCX,
    ".epub": Kind.EPUB,
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp"), Kind.IMAGE),
}


DOCUMENTS = frozenset({Kind.PDF, Kind.HTML, Kind.DOCX, Kind.EPUB, Kind.IMAGE})
"""Files that are an item each and are read when its turn comes."""


@dataclass(frozen=True, slots=True)
class ItemFile:
    """A file to read items from.

    Args:
        name: Its path relative to the source, with `/`.
        shown: Its path as the user would write it, for messages.
    """

    path: Path
    name: str
    shown: str
    kind: Kind


@dataclass(slots=True)
class _Survey:
    """The files of a source that are not just read, by what is wrong with them."""

    usable: int = 0
    unreadable: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def kind_of(name: str) -> Kind:
    """What a file of this name holds."""
    stem, ending = os.path.splitext(name.lower())  # noqa: PTH122  # called for each of a million names
    if ending == ".gz":
        kind = _KINDS.get(os.path.splitext(stem)[1], Kind.UNKNOWN)  # noqa: PTH122  # the same
        return kind if kind in {Kind.JSONL, Kind.JSON, Kind.CSV, Kind.PARQUET} else Kind.UNKNOWN
    return _KINDS.get(ending, Kind.UNKNOWN)


def find_files(source: str, base: Path, *, skip_unknown: bool, notes: ItemNotes) -> Iterator[ItemFile]:
    """The files of one source in their order; everything that can be wrong with their names is checked at once.

    Args:
        source: A path or a glob, relative to `base` or absolute.
        skip_unknown: Leave out files of other kinds, in a folder or a glob, instead of refusing them.
        notes: Where links that are left out are counted.

    Raises:
        ItemsError: There is no such file, it cannot be read, or it is of another kind.
        NotBuiltError: This version does not read its kind.
    """
    if not source.strip():  # joined to the base, it would be the whole folder
        raise ItemsError("the path of items is empty", hint="name a file, a folder, a glob, or `-`")
    if _URL.match(source):
        raise NotBuiltError(
            "items are not read from URLs in this version", path=_shown(source), hint="copy them to a file or a folder"
        )
    path = base / os.path.expanduser(source)  # noqa: PTH111  # a Path would drop a trailing slash's meaning, and `~x`
    if os.path.isdir(path):  # noqa: PTH112  # Path.is_dir raises for a text that is no path at all
        return _checked(source, path, skip_unknown=skip_unknown, notes=notes)
    if os.path.exists(path):  # noqa: PTH110  # the same
        return iter((_one_file(source, path),))
    if _WILD.search(source):
        return _checked(source, path, skip_unknown=skip_unknown, notes=notes)
    raise _missing(source, path)


def _one_file(source: str, path: Path) -> ItemFile:
    shown = _shown(source)
    kind = kind_of(path.name)
    if kind is Kind.UNKNOWN:
        raise ItemsError(
            f"is of a kind that is not read; read are {READ}", path=shown, hint="`-` reads JSONL of any name"
        )
    if not path.is_file():  # a pipe would wait for ever, and cannot be read twice
        raise ItemsError("is no file but a pipe or a device", path=shown, hint="give JSONL by stdin with `-`")
    if not _readable(path):
        raise ItemsError("cannot be read: permission denied", path=shown)
    return ItemFile(path, path.name, shown, kind)


def _checked(source: str, path: Path, *, skip_unknown: bool, notes: ItemNotes) -> Iterator[ItemFile]:
    """Look at all files of a folder or a glob; then, when nothing is wrong, give those that are read."""
    survey = _Survey()
    for file in _candidates(source, path, survey):
        if file.kind is Kind.UNKNOWN:
            survey.unknown.append(file.shown)
        elif _readable(file.path):
            survey.usable += 1
        else:
            survey.unreadable.append(file.shown)
    _refuse(_shown(source), survey, skip_unknown=skip_unknown)
    notes.leave_out(survey.links)
    return (file for file in _candidates(source, path, _Survey()) if file.kind is not Kind.UNKNOWN)


def _refuse(shown: str, survey: _Survey, *, skip_unknown: bool) -> None:
    if survey.unreadable:
        raise ItemsError(f"cannot read {_listed(survey.unreadable)}: permission denied", path=shown)
    if survey.unknown and not skip_unknown:
        raise ItemsError(
            f"holds files of other kinds ({len(survey.unknown)}): {_listed(survey.unknown)}",
            path=shown,
            hint=f"--skip-unknown leaves them out; read are {READ}",
        )
    if not survey.usable:
        raise ItemsError("holds no file that items are read from", path=shown, hint=f"read are {READ}")


def _candidates(source: str, path: Path, survey: _Survey) -> Iterator[ItemFile]:
    """All files of a folder or a glob, of whatever kind, sorted, without hidden ones and links."""
    found: Iterable[tuple[str, Path, bool]]
    if os.path.isdir(path):  # noqa: PTH112  # see find_files
        root = _shown(source).rstrip("/")
        found = _walk(path, root, survey)
    else:
        prefix, found = _matches(source, path, survey)
        root = _shown(prefix).rstrip("/")
    for name, at, regular in found:
        yield ItemFile(at, name, _below(root, name), kind_of(name) if regular else Kind.UNKNOWN)


def _walk(top: Path, root: str, survey: _Survey) -> Iterator[tuple[str, Path, bool]]:
    """The entries below a folder: relative path, path, and whether it is a regular file."""
    folders_and_files = [("", os.fspath(top), False, True)]
    while folders_and_files:
        name, path, regular, folder = folders_and_files.pop()
        if not folder:
            yield name, Path(path), regular
            continue
        try:
            with os.scandir(path) as entries:
                inside = sorted(entries, key=lambda entry: entry.name, reverse=True)
        except PermissionError:
            survey.unreadable.append(_below(root, name))
            continue
        start = f"{name}/" if name else ""
        survey.links += [_below(root, start + entry.name) for entry in reversed(inside) if _is_left_out(entry)]
        folders_and_files += [
            (
                start + entry.name,
                entry.path,
                entry.is_file(follow_symlinks=False),
                entry.is_dir(follow_symlinks=False),
            )
            for entry in inside
            if not entry.name.startswith(".") and not entry.is_symlink()
        ]


def _is_left_out(entry: os.DirEntry[str]) -> bool:
    return entry.is_symlink() and not entry.name.startswith(".")


def _matches(source: str, path: Path, survey: _Survey) -> tuple[str, list[tuple[str, Path, bool]]]:
    """The part of a glob before its first wildcard, and the files that match."""
    fixed = 0
    while not _WILD.search(PurePath(source).parts[fixed]):
        fixed += 1
    wild = len(PurePath(source).parts) - fixed
    folder = Path(*path.parts[:-wild])
    pattern = os.path.join(*path.parts[-wild:])  # noqa: PTH118  # glob takes a text
    prefix = os.path.join(*PurePath(source).parts[:fixed]) if fixed else ""  # noqa: PTH118  # Path("") is "."
    found = []
    for name in sorted(glob.glob(pattern, root_dir=folder, recursive=True), key=lambda name: name.split("/")):  # noqa: PTH207  # pathlib's shows hidden files
        at = folder / name
        through = [folder.joinpath(*PurePath(name).parts[: depth + 1]) for depth in range(len(PurePath(name).parts))]
        link = next((step for step in through if step.is_symlink()), None)
        if link is not None:
            shown = _below(_shown(prefix).rstrip("/"), os.fspath(link.relative_to(folder)))
            survey.links += [shown] if shown not in survey.links[-1:] else []  # once for all that is behind it
        elif not at.is_dir():
            found.append((name, at, at.is_file()))
    if survey.links and not found:
        raise ItemsError("only links match, which are not followed", path=_shown(source), hint="name their targets")
    if not found:
        raise ItemsError("no file matches", path=_shown(source), hint="quote it, and write `**` for folders in folders")
    return prefix, found


def _missing(source: str, path: Path) -> ItemsError:
    if len(source) > _MAX_SHOWN or "\n" in source:
        return ItemsError(f"a text of {len(source)} characters stands where the path of items is expected")
    if os.path.islink(path):  # noqa: PTH114  # see find_files
        what = _where_to(path)
        return ItemsError(f"is a link that leads {what}", path=_shown(source), hint="mend it, or name its target")
    if not os.path.isdir(path.parent):  # noqa: PTH112  # see find_files
        return ItemsError(f"there is no folder {storable(os.fspath(path.parent))}", path=_shown(source))
    try:
        near = difflib.get_close_matches(path.name, os.listdir(path.parent), n=1)  # noqa: PTH208  # names alone
    except OSError:
        near = []
    hint = (
        f"the nearest name there is {storable(near[0])}" if near else "name a file, a folder, a glob, or `-` for stdin"
    )
    return ItemsError("there is no such file or folder", path=_shown(source), hint=hint)


def _where_to(link: Path) -> str:
    """How a link that leads to no file fails to."""
    try:
        link.stat()
    except OSError as error:
        if error.errno == errno.ELOOP:
            return "round in circles"
    return f"to {storable(os.readlink(link))}, which is not there"  # noqa: PTH115  # a text


def _listed(files: list[str]) -> str:
    more = f" and {len(files) - _LISTED} more" if len(files) > _LISTED else ""
    return ", ".join(files[:_LISTED]) + more


def _readable(path: Path) -> bool:
    return os.access(path, os.R_OK, effective_ids=os.access in os.supports_effective_ids)


def _below(root: str, name: str) -> str:
    """A path below a source, as the user would write it."""
    return storable(name if root in {"", "."} else f"{root}/{name}" if name else root)


def _shown(source: str) -> str:
    return storable(source) if len(source) <= _MAX_SHOWN else f"{storable(source[:_MAX_SHOWN])}…"
