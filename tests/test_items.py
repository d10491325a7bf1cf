"""Items are read as they are given, or refused with a message that names the place."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import json
import os
import shutil
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.render import UnknownNameError
from pipelines import item_bytes
from pipelines.item_notes import ItemNotes
from pipelines.items import items_digest, read_items, read_values, require_names
from state.errors import ItemsError, NotBuiltError
from state.records import Json, NewItem

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file below the test's folder."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def read(base: Path, *sources: str, id_field: str = "id", skip_unknown: bool = False) -> list[NewItem]:
    """All items of the sources."""
    return list(read_items(sources, id_field=id_field, skip_unknown=skip_unknown, base=base))


def values(*given: Json, id_field: str = "id") -> list[NewItem]:
    """The items of a list."""
    return list(read_values(given, id_field=id_field))


def sha(text: str) -> str:
    """The first 16 hex digits of a text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def refusal(reading: Callable[[], object]) -> ItemsError:
    """The error that a reading ends in."""
    with pytest.raises(ItemsError) as caught:
        reading()
    assert type(caught.value) is ItemsError
    return caught.value


# ── what is read ────────────────────────────────────────────────────────────────────────────────


def test_jsonl(tmp_path: Path, write: Write) -> None:
    """A line is an item: an object's text is `content`, else `text`, else its JSON; all other fields are kept."""
    lines = [
        '{"id": "a", "content": "one", "text": "kept", "n": 1}',
        "",
        '{"id": 2, "text": "zwei é", "metadata": {"title": "T"}}',
        "   \t",
        '{"id": 3.5, "title": "é", "n": [1, null]}',
        '{"id": "d", "content": "four", "text": {"deep": true}}',
    ]
    write("items.jsonl", "\n".join(lines))
    assert read(tmp_path, "items.jsonl") == [
        NewItem("a", "one", {"id": "a", "text": "kept", "n": 1}, source="items.jsonl line 1"),
        NewItem("2", "zwei é", {"id": 2, "metadata": {"title": "T"}}, source="items.jsonl line 3"),
        NewItem(
            "3.5",
            '{"id":3.5,"title":"é","n":[1,null]}',
            {"id": 3.5, "title": "é", "n": [1, None]},
            source="items.jsonl line 5",
        ),
        NewItem(
            "d",
            "four",
            {"id": "d", "text": {"deep": True}},
            source="items.jsonl line 6",
        ),
    ]


def test_ids_from_contents(tmp_path: Path, write: Write) -> None:
    """Without an id field the id is made from the text, and from the fields when there are more."""
    lines = ['{"content": "x"}', '{"text": "x"}', '"x"', '{"content": "x", "n": 1}', '{"n": 1, "content": "x"}', "7"]
    write("i.jsonl", "\n".join([*lines, '{"n": 1}']))
    items = read(tmp_path, "i.jsonl")
    assert all(item.generated for item in items)
    assert [item.item_id for item in items[:3]] == [sha("x")] * 3
    assert items[3].item_id == items[4].item_id != sha("x")
    assert items[5].item_id == sha("7")
    assert items[6].item_id == sha('{"n":1}')


def test_values_of_a_list() -> None:
    """In a list a text is an item's text and never a path; numbers, true and lists are their JSON."""
    items = values("items.jsonl", 5, 1.5, True, ["a", "é"], {"content": "c"})
    assert [item.text for item in items] == ["items.jsonl", "5", "1.5", "true", '["a","é"]', "c"]
    assert [item.source for item in items] == [f"items[{n}]" for n in range(6)]
    mixed: list[Json] = ["a text", {"content": "c"}]
    assert list(read_items(mixed, id_field="id", base=Path())) == values(*mixed)


def test_json_array(tmp_path: Path, write: Write) -> None:
    """A .json file is an array of items."""
    write("i.json", b'\xef\xbb\xbf[{"id": 1, "content": "a"}, {"id": 2, "content": "b"}]')
    assert [(i.item_id, i.text, i.source) for i in read(tmp_path, "i.json")] == [
        ("1", "a", "i.json item 1"),
        ("2", "b", "i.json item 2"),
    ]


def test_csv(tmp_path: Path, write: Write) -> None:
    """A row is an item; cells may hold commas and line breaks, a byte order mark is no part of a name."""
    write("i.csv", '\ufeffid,content , a b\r\n1,"one, ""two""\r\nthree",x\r\n\r\n2,é,\r\n')
    assert read(tmp_path, "i.csv") == [
        NewItem("1", 'one, "two"\r\nthree', {"id": "1", "a b": "x"}, source="i.csv line 2"),
        NewItem("2", "é", {"id": "2", "a b": ""}, source="i.csv line 5"),
    ]


def test_csv_cells_may_be_large(tmp_path: Path, write: Write) -> None:
    """A cell of a megabyte is read."""
    write("i.csv", "content\n" + "x" * 1_000_000)
    assert len(read(tmp_path, "i.csv")[0].text) == 1_000_000


def test_parquet(tmp_path: Path) -> None:
    """A row is an item; times are ISO-8601, decimals texts, NaN is an empty cell, nested values stay nested."""
    table = pa.table(
        {
            "id": pa.array([1, 2]),
            "content": ["one", "two\x00"],
            "at": pa.array([dt.datetime(2026, 1, 2, tzinfo=dt.UTC), None]),
            "price": pa.array([Decimal("1.10"), None]),
            "score": pa.array([1.5, float("nan")]),
            "tags": [["a", "b"], []],
            "meta": [{"title": "T"}, None],
            "raw": pa.array(["é".encode(), None]),
        }
    )
    pq.write_table(table, tmp_path / "i.parquet")
    first, second = read(tmp_path, "i.parquet")
    assert first == NewItem(
        "1",
        "one",
        {
            "id": 1,
            "at": "2026-01-02T00:00:00+00:00",
            "price": "1.10",
            "score": 1.5,
            "tags": ["a", "b"],
            "meta": {"title": "T"},
            "raw": "é",
        },
        source="i.parquet row 1",
    )
    assert (second.text, second.fields["score"], second.fields["meta"]) == ("two\ufffd", None, None)


def test_packed_files_are_read_alike(tmp_path: Path, write: Write) -> None:
    """Each of the four formats reads the same from .gz, and names in capitals mean the same."""
    write("i.jsonl", '{"id": "1", "content": "a"}\n')
    write("i.json", '[{"id": "1", "content": "a"}]')
    write("i.csv", "id,content\n1,a\n")
    pq.write_table(pa.table({"id": ["1"], "content": ["a"]}), tmp_path / "i.parquet")
    for ending in ("jsonl", "json", "csv", "parquet"):
        plain = tmp_path / f"i.{ending}"
        packed = tmp_path / f"p.{ending.upper()}.gz"
        packed.write_bytes(gzip.compress(plain.read_bytes()))
        for path in (plain, packed):
            (item,) = read(tmp_path, path.name)
            assert (item.item_id, item.text, item.fields) == ("1", "a", {"id": "1"})


def test_folder(tmp_path: Path, write: Write) -> None:
    """A folder is read recursively in sorted order, without hidden files and links; ids are relative paths."""
    write("docs/b.md", "bee")
    write("docs/a/z.txt", "\ufeffzed\r\n")
    write("docs/a.txt", "ay")
    write("docs/rows.jsonl", '{"id": "r", "content": "row"}')
    write("docs/.hidden.txt", "no")
    write("docs/.git/x.txt", "no")
    (tmp_path / "docs/link.txt").symlink_to(tmp_path / "docs/a.txt")
    (tmp_path / "docs/linked").symlink_to(tmp_path / "docs/a")
    items = read(tmp_path, "docs/")
    assert [(i.item_id, i.text, i.source) for i in items] == [
        ("a/z.txt", "zed\r\n", "docs/a/z.txt"),
        ("a.txt", "ay", "docs/a.txt"),
        ("b.md", "bee", "docs/b.md"),
        ("r", "row", "docs/rows.jsonl line 1"),
    ]
    assert not any(item.generated for item in items)
    assert [i.item_id for i in read(tmp_path / "docs", ".")] == [i.item_id for i in items]
    assert [i.item_id for i in read(Path("/"), str(tmp_path / "docs"))] == [i.item_id for i in items]


def test_links_that_are_left_out_are_counted(tmp_path: Path, write: Write) -> None:
    """Links in folders and globs are counted once each, with the first one's name; hidden ones are no loss."""
    write("docs/a.txt", "1")
    write("docs/in/b.txt", "2")
    (tmp_path / "docs/.l.txt").symlink_to("a.txt")
    (tmp_path / "docs/in/l.txt").symlink_to("b.txt")
    told = {}
    for source in ("docs", "docs/**/*.txt", "docs/*.txt"):
        notes = ItemNotes()
        list(read_items([source], id_field="id", base=tmp_path, notes=notes))
        told[source] = notes.lines()
    assert told == {
        "docs": ("1 link left out: docs/in/l.txt",),
        "docs/**/*.txt": ("1 link left out: docs/in/l.txt",),
        "docs/*.txt": (),
    }
    write("other/c.txt", "3")
    write("other/d.txt", "4")
    (tmp_path / "docs/linked").symlink_to(tmp_path / "other")
    for source, first in (("docs/", "docs/linked"), ("docs/**/*.txt", "docs/in/l.txt")):
        notes = ItemNotes()
        assert len(list(read_items([source], id_field="id", base=tmp_path, notes=notes))) == 2
        assert notes.lines() == (f"2 links left out, the first is {first}",)
    assert "only links match" in refusal(lambda: read(tmp_path, "docs/linked*")).message


def test_one_file_and_globs(tmp_path: Path, write: Write) -> None:
    """A file's id is its name, a glob's files are named from the first wildcard on, brackets may be a real name."""
    write("docs/a.txt", "1")
    write("docs/in/b.txt", "2")
    write("docs/in/c.md", "3")
    write("docs/x[1].txt", "4")
    (tmp_path / "docs/l.txt").symlink_to(tmp_path / "docs/a.txt")
    assert [i.item_id for i in read(tmp_path, "docs/in/b.txt")] == ["b.txt"]
    assert [i.item_id for i in read(tmp_path, "docs/*.txt")] == ["a.txt", "x[1].txt"]
    assert [i.item_id for i in read(tmp_path, "docs/**/*.txt")] == ["a.txt", "in/b.txt", "x[1].txt"]
    assert [i.item_id for i in read(tmp_path, "**/in/?.*")] == ["docs/in/b.txt", "docs/in/c.md"]
    assert [i.item_id for i in read(tmp_path, "docs/x[1].txt")] == ["x[1].txt"]
    assert read(Path("/"), str(tmp_path / "docs/*.txt"))[0].source == str(tmp_path / "docs/a.txt")


def test_stdin_is_jsonl() -> None:
    """`-` is JSONL from stdin, in its place among the sources."""
    stdin = io.BytesIO(b'"first"\n\n"second"\n')
    items = list(read_items(["-"], id_field="id", stdin=stdin, base=Path()))
    assert [(i.text, i.source) for i in items] == [("first", "stdin line 1"), ("second", "stdin line 3")]


def test_memory_stays_flat(tmp_path: Path) -> None:
    """Reading twenty megabytes holds less than one at a time."""
    line = json.dumps({"content": "x" * 1_000}) + "\n"
    with (tmp_path / "i.jsonl").open("w") as file:
        file.writelines(line for _ in range(20_000))
    tracemalloc.start()
    try:
        count = sum(1 for _ in read_items(["i.jsonl"], id_field="id", base=tmp_path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 20_000
    assert peak < 1_000_000


# ── what cannot be stored, or would change ──────────────────────────────────────────────────────


def test_what_cannot_be_stored_is_replaced(tmp_path: Path, write: Write) -> None:
    """NUL and lone surrogates become U+FFFD in texts, fields and keys, of every format; pairs stay letters."""
    bad = r'{"content": "a\u0000b\ud800c", "k\u0000": ["\udfff", "\ud83d\ude00"]}'
    for item in (*_one(write, tmp_path, "i.jsonl", bad), *_one(write, tmp_path, "i.json", f"[{bad}]")):
        assert item.text == "a\ufffdb\ufffdc"
        assert item.fields == {"k\ufffd": ["\ufffd", "😀"]}
    (row,) = _one(write, tmp_path, "i.csv", "content,n\na\x00b,\x00\n")
    assert (row.text, row.fields) == ("a\ufffdb", {"n": "\ufffd"})
    (document,) = _one(write, tmp_path, "i.txt", "a\x00b")
    assert document.text == "a\ufffdb"
    assert values({"content": "\ud800", "f": "\x00"})[0].fields == {"f": "\ufffd"}


def test_what_is_replaced_is_counted_by_item(tmp_path: Path, write: Write) -> None:
    """Each item that held what cannot be stored counts once, in every format; an escaped backslash is no NUL."""
    bad, good = r'{"content": "a\u0000\u0000", "k": "\ud800"}', r'{"content": "\\u0000 \ud83d\ude00"}'
    write("i.jsonl", f"{bad}\n{good}\n{bad}\n")
    write("i.json", f"[{bad}, {good}, {bad}]")
    write("i.csv", "content,n\na\x00b,\x00\nc,d\n\x00e,f\n")
    pq.write_table(pa.table({"content": ["a\x00", "b", "c\x00"]}), tmp_path / "i.parquet")
    write("d/1.txt", "a\x00b")
    write("d/2.txt", "b")
    write("d/3.md", "\x00c")
    for name in ("i.jsonl", "i.json", "i.csv", "i.parquet", "d"):
        notes = ItemNotes()
        assert len(list(read_items([name], id_field="id", base=tmp_path, notes=notes))) == 3
        assert notes.lines() == ("2 items held NUL characters or broken surrogates: replaced by U+FFFD",), name
    notes = ItemNotes()
    list(read_values(["a\x00", {"content": "b", "f": {"g\ud800": 1}}, "c"], id_field="id", notes=notes))
    assert notes.replaced == 2
    list(read_values(["a"], id_field="id", notes=notes))
    assert notes.replaced == 2


def _one(write: Write, base: Path, name: str, content: str) -> list[NewItem]:
    write(name, content)
    return read(base, name)


LETTERS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | LETTERS
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@given(
    st.dictionaries(
        LETTERS.filter(lambda name: name not in {"content", "path", "filename"}),
        st.recursive(
            SCALARS | NUMBERS,
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(LETTERS, inner, max_size=3),
            max_leaves=6,
        ),
        max_size=4,
    ),
    st.booleans(),
)
def test_fields_come_through_unchanged(fields: dict[str, Json], ascii_only: bool) -> None:
    """Whatever JSON an object holds, from a stream or a list, its fields arrive as they were."""
    whole: dict[str, Json] = {**fields, "content": "c"}
    line = json.dumps(whole, ensure_ascii=ascii_only).encode()
    read_back = read_items(["-"], id_field="content", stdin=io.BytesIO(line), base=Path())
    for item in (*read_back, *values(whole, id_field="content")):
        assert (item.item_id, item.text, item.fields) == ("c", "c", fields)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"n": 123456789012345678901234567890}', "64 bits"),
        ('{"n": [{"m": -9223372036854775809}]}', "64 bits"),
        ("18446744073709551616", "64 bits"),
        ('{"n": ' + "9" * 5_000 + "}", "64 bits"),
        ('{"n": NaN}', "NaN is not JSON"),
        ("-Infinity", "-Infinity is not JSON"),
        ('{"n": 1e999}', "infinite"),
        ("[" * 101 + "]" * 101, "nested more than 100 deep"),
        ("[" * 100_000, "nested more than 100 deep"),
    ],
)
def test_numbers_that_would_change_are_refused(line: str, message: str) -> None:
    """A number that no 64 bits hold, and nesting that nothing can store, is an error that names the line."""
    stdin = io.BytesIO(f'{{"content": "fine"}}\n{line}\n'.encode())
    error = refusal(lambda: list(read_items(["-"], id_field="id", stdin=stdin, base=Path())))
    assert error.path == "stdin line 2"
    assert message in error.message
    assert "9" * 50 not in str(error)


def test_large_numbers_that_fit_are_kept() -> None:
    """The largest integers of 64 bits and large fractions come through exactly."""
    stdin = io.BytesIO(b'{"a": 18446744073709551615, "b": -9223372036854775808, "c": 1e30, "content": "x"}')
    (item,) = read_items(["-"], id_field="id", stdin=stdin, base=Path())
    assert item.fields == {"a": 2**64 - 1, "b": -(2**63), "c": 1e30}


# ── errors name the place ───────────────────────────────────────────────────────────────────────


def test_broken_line_far_down(tmp_path: Path) -> None:
    """A broken line is named with its number and column, after the lines before it were given."""
    with (tmp_path / "items.jsonl").open("w") as file:
        file.writelines('{"content": "x"}\n' for _ in range(70_311))
        file.write('{"content": "secret" "x"}\n')
    items = read_items(["items.jsonl"], id_field="id", base=tmp_path)
    assert sum(1 for _ in zip(range(70_311), items, strict=False)) == 70_311
    error = refusal(lambda: next(items))
    assert error.path == "items.jsonl line 70312"
    assert "column 22" in error.message
    assert "secret" not in str(error)


@pytest.mark.parametrize(
    ("name", "content", "path", "message"),
    [
        ("a.jsonl", b'"ok"\n"caf\xe9"\n', "a.jsonl line 2", "is not UTF-8: byte 0xe9 at byte 5"),
        ("a.csv", b"content\nok\ncaf\xe9\n", "a.csv line 3", "is not UTF-8: byte 0xe9 at byte 4"),
        ("a.json", b'["caf\xe9"]', "a.json", "is not UTF-8: byte 0xe9 at byte 6"),
        ("a.csv", "content\nx\n".encode("utf-16"), "a.csv", "is UTF-16"),
        ("a.jsonl", b'{"content": "x"}\n{"content":\n', "a.jsonl line 2", "is not JSON: Expecting value"),
        ("a.jsonl", b'"ok"\nnull\n', "a.jsonl line 2", "is null"),
        ("a.jsonl", b'"ok"\n" \\n"\n', "a.jsonl line 2", "empty text"),
        ("a.jsonl", b'{"content": "", "text": "x"}', "a.jsonl line 1", "`content` is an empty text"),
        ("a.jsonl", b'{"content": null, "text": "x"}', "a.jsonl line 1", "`content` is null; it is the item's text"),
        ("a.jsonl", b'{"id": "a", "text": null}', "a.jsonl line 1", "`text` is null; it is the item's text"),
        ("a.jsonl", b'{"text": ["x"]}', "a.jsonl line 1", "`text` is a list; it is the item's text"),
        ("a.json", b'[{"content": {"x": 1}}]', "a.json item 1", "`content` is an object; it is the item's text"),
        ("a.jsonl", b'{"text": 7}', "a.jsonl line 1", "`text` is a number; it is the item's text"),
        ("a.jsonl", b"{}", "a.jsonl line 1", "without fields"),
        ("a.txt", b" \n", "a.txt", "empty text"),
        ("a.txt", b"", "a.txt", "empty text"),
        ("a.jsonl", b"\n\n", None, "there are no items in a.jsonl"),
        ("a.json", b"[]", None, "there are no items in a.json"),
        ("a.json", b"", None, "there are no items in a.json"),
        ("a.csv", b"content\n", None, "there are no items in a.csv"),
        ("a.json", b'{"items": []}', "a.json", "no array"),
        ("a.json", b'["a",\n "b" "c"]', "a.json", "line 2, column 6"),
        ("a.json", b'"a"\n"b"', "a.json", "Extra data"),
        ("a.csv", b"content,n\na,1\nb\n", "a.csv line 3", "has 1 cells, the header has 2 columns"),
        ("a.csv", b"content,n\na,1,2\n", "a.csv line 2", "has 3 cells, the header has 2 columns"),
        ("a.csv", b"a,b,a\n1,2,3\n", "a.csv line 1", "more than one column is named a"),
        ("a.csv", b"a,,b\n1,2,3\n", "a.csv line 1", "column 2 has no name"),
        ("a.csv", b"id;content\n1;x\n", "a.csv line 1", "separated by `;`"),
        ("a.csv", b"a,b\n,\n", "a.csv line 2", "every cell is empty"),
        ("a.csv", b'content,n\n"open,1\nb,2\n', "a.csv line 2", "is not CSV"),
        ("a.csv.gz", b"content\nx\n", "a.csv.gz", "is not a gzip file"),
        ("a.csv.gz", gzip.compress(b"content\n" + b"x" * 9_999, mtime=0)[:-20], "a.csv.gz", "ends too early"),
        ("a.parquet", b"PAR1 no", "a.parquet", "is not a Parquet file"),
        ("a.xyz", b"x", "a.xyz", "of a kind that is not read"),
        ("a.txt.gz", b"x", "a.txt.gz", "of a kind that is not read"),
    ],
)
def test_errors_name_file_and_line(
    tmp_path: Path, write: Write, name: str, content: bytes, path: str | None, message: str
) -> None:
    """What is wrong in a file is an error with the file, the line where there are lines, and what is wrong."""
    write(name, content)
    error = refusal(lambda: read(tmp_path, name))
    assert error.path == path
    assert message in error.message


def test_wrong_encodings_come_with_a_way_out(tmp_path: Path, write: Write) -> None:
    """The error of a wrong encoding says how to convert this very file."""
    write("my rows.csv", b"content\ncaf\xe9\n")
    write("b.csv", "x".encode("utf-16"))
    assert "iconv -f WINDOWS-1252" in str(refusal(lambda: read(tmp_path, "my rows.csv")).hint)
    assert "'my rows.csv'" in str(refusal(lambda: read(tmp_path, "my rows.csv")).hint)
    assert "iconv -f UTF-16 -t UTF-8 b.csv" in str(refusal(lambda: read(tmp_path, "b.csv")).hint)


def test_values_over_several_lines_are_no_jsonl(tmp_path: Path, write: Write) -> None:
    """What breaks off with its line is wrong in that line, and an array over several lines comes with the way out."""
    write("cut.jsonl", '{"a":\n')
    error = refusal(lambda: read(tmp_path, "cut.jsonl"))
    assert str(error) == "cut.jsonl line 1: is not JSON: Expecting value at column 6"
    write("array.jsonl", json.dumps([{"id": "a", "text": "x"}], indent=2))
    error = refusal(lambda: read(tmp_path, "array.jsonl"))
    assert str(error.path) == "array.jsonl line 1"
    assert "several lines is a .json file" in str(error.hint)


def test_texts_have_a_limit(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten megabytes of text are an item; what is longer than the limit is refused, wherever it stands."""
    write("big.txt", "é" * 5_000_000)
    write("big.jsonl", json.dumps({"content": "x" * 10_000_000}))
    assert [len(item.text) for item in read(tmp_path, "big.txt", "big.jsonl")] == [5_000_000, 10_000_000]
    write("huge.txt", "é" * 25_000_001)
    assert "longer than 50,000,000 bytes" in refusal(lambda: read(tmp_path, "huge.txt")).message
    assert "longer than 50,000,000 bytes" in refusal(lambda: values("é" * 25_000_001)).message
    monkeypatch.setattr(item_bytes, "MAX_LINE_BYTES", 100)
    error = refusal(lambda: read(tmp_path, "big.jsonl"))
    assert (error.path, error.message) == ("big.jsonl line 1", "is longer than 100 bytes")


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ({"id": True}, "`id` is true or false"),
        ({"id": ["a"]}, "`id` is a list"),
        ({"id": {"a": 1}}, "`id` is an object"),
        ({"id": "x" * 201}, "201 characters"),
        ({"id": "a\nb"}, "control characters"),
        ({"id": "a\x1b"}, "control characters"),
        ({"id": "a\x85"}, "control characters"),
        ({}, "has no `id`, but items[0] has one"),
        ({"id": ""}, "has an empty text as `id`, but items[0] has one"),
        ({"id": None}, "has null as `id`, but items[0] has one"),
    ],
)
def test_ids_that_are_none(second: dict[str, Json], message: str) -> None:
    """An id is a text or a number of at most 200 characters, and either all items have one or none."""
    error = refusal(lambda: values({"id": "a" * 200, "content": "x"}, {**second, "content": "y"}))
    assert error.path == "items[1]"
    assert message in error.message


def test_ids_are_all_or_none_over_all_files(tmp_path: Path, write: Write) -> None:
    """An id after items without one is an error that names both places, in whatever files they stand."""
    write("a.jsonl", '"text alone"\n')
    write("b.csv", "doi,content\n10.1/x,y\n")
    write("c.csv", "id,content\n10.1/x,y\n")
    error = refusal(lambda: read(tmp_path, "a.jsonl", "c.csv"))
    assert (error.path, error.message) == ("c.csv line 2", "has a `id`, but a.jsonl line 1 has none")
    error = refusal(lambda: read(tmp_path, "b.csv", "a.jsonl", id_field="doi"))
    assert (error.path, error.message) == ("a.jsonl line 1", "has no `doi`, but b.csv line 2 has one")


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"text": "x", "DOI": "10.1/x"}, "has no `doi`, the job's `id_field`; its fields are DOI, text"),
        ({"text": "x", "doi": None}, "has null as `doi`, the job's `id_field`; its fields are doi, text"),
        ({"text": "x", "doi": ""}, "has an empty text as `doi`, the job's `id_field`; its fields are doi, text"),
        ("x", "has no `doi`, the job's `id_field`; it is no object"),
        (
            {f"f{number}": "x" for number in range(12)},
            "has no `doi`, the job's `id_field`; its fields are f0, f1, f2, f3, f4, f5, f6, f7, f8, f9 and 2 more",
        ),
    ],
)
def test_an_id_field_that_is_named_is_there(item: Json, message: str) -> None:
    """An id field that a job names and the first item lacks is an error that lists its fields, the nearest first."""
    error = refusal(lambda: values(item, id_field="doi"))
    assert (error.path, error.message) == ("items[0]", message)
    assert "id_field" in str(error.hint)


def test_paths_that_are_no_ids(tmp_path: Path, write: Write) -> None:
    """A path that is too long or holds control characters is no id."""
    write("d/" + "x" * 120 + "/" + "y" * 120 + ".txt", "x")
    assert "its path is 245 characters long" in refusal(lambda: read(tmp_path, "d")).message
    write("e/a\nb.txt", "x")
    assert "control characters" in refusal(lambda: read(tmp_path, "e")).message


def test_values_that_are_no_json() -> None:
    """A Python value that JSON cannot hold is refused with its place and its type."""
    for value, message in [
        ({"content": "x", "f": object()}, "type object"),
        ({"content": "x", 1: "y"}, "key of type int"),
        ({"content": "x", "f": float("nan")}, "NaN"),
        ({"content": "x", "f": 2**64}, "64 bits"),
        (None, "is null"),
    ]:
        error = refusal(lambda value=value: values("fine", value))  # type: ignore[misc]
        assert error.path == "items[1]"
        assert message in error.message


@pytest.mark.parametrize(
    ("given", "path", "message"),
    [
        ({"a": 1}, "items", "is one object; items are a list"),
        (b"abc", "items", "is bytes"),
        ([b"abc"], "items[0]", "is bytes; an item is a text"),
        (["a", bytearray(b"abc")], "items[1]", "is bytes; an item is a text"),
    ],
)
def test_what_is_no_list_of_values_is_refused(given: Any, path: str, message: str) -> None:
    """A mapping, whose keys would become items, and bytes, which nobody has decoded, are refused with the way out."""
    error = refusal(lambda: list(read_values(given, id_field="id")))
    assert error.path == path
    assert message in error.message
    assert "[{…}]" in str(error.hint) or "decode()" in str(error.hint)


# ── errors before the first item ────────────────────────────────────────────────────────────────


def test_sources_are_checked_at_once(tmp_path: Path, write: Write) -> None:
    """A name that is wrong is an error before any file is read, with the nearest name that there is."""
    write("items.jsonl", '"x"')
    opening: Callable[..., Iterator[NewItem]] = read_items
    for source, message, hint in [
        ("itms.jsonl", "there is no such file", "items.jsonl"),
        ("none/items.jsonl", "there is no folder", ""),
        ("*.md", "no file matches", "**"),
        ("z" * 5_000, "a text of 5000 characters", ""),
        ("", "the path of items is empty", "a folder"),
        ("a\x00b", "there is no such file", "a folder"),
    ]:
        error = refusal(lambda source=source: opening(["items.jsonl", source], id_field="id", base=tmp_path))  # type: ignore[misc]
        assert message in error.message
        assert hint in str(error.hint)
    assert "there are no items" in refusal(lambda: opening([], id_field="id", base=tmp_path)).message
    assert "twice" in refusal(lambda: opening(["-", "-"], id_field="id", base=tmp_path)).message


def test_links_that_lead_nowhere_are_named(tmp_path: Path) -> None:
    """A link without a target, and one of a circle, is said to be that, and is not its own nearest name."""
    (tmp_path / "broken.jsonl").symlink_to("gone.jsonl")
    (tmp_path / "l1").symlink_to("l2")
    (tmp_path / "l2").symlink_to("l1")
    assert refusal(lambda: read(tmp_path, "l1")).message == "is a link that leads round in circles"
    error = refusal(lambda: read(tmp_path, "broken.jsonl"))
    assert error.message == "is a link that leads to gone.jsonl, which is not there"
    assert "mend it" in str(error.hint)


def test_a_path_that_is_given_twice_is_said_to_be(tmp_path: Path, write: Write) -> None:
    """The same path twice, in other words too, is an error that names both, before any item is read."""
    write("a.txt", "x")
    write("d/i.jsonl", '"x"')
    assert str(refusal(lambda: read(tmp_path, "a.txt", "a.txt"))) == "a.txt: is given twice"
    assert str(refusal(lambda: read(tmp_path, "d", "d/../d/"))) == "d/../d/: is given twice, also as d"
    assert len(read(tmp_path, "a.txt", "d")) == 2


def test_other_kinds_are_listed_or_left_out(tmp_path: Path, write: Write) -> None:
    """Files of other kinds are an error that lists ten and counts the rest, unless they are to be left out."""
    for number in range(13):
        write(f"d/f{number:02}.xyz", "x")
    write("d/a.txt", "x")
    for source in ("d", "d/*"):
        error = refusal(lambda source=source: read(tmp_path, source))  # type: ignore[misc]
        assert "holds files of other kinds (13): d/f00.xyz" in error.message
        assert "d/f09.xyz and 3 more" in error.message
        assert "--skip-unknown" in str(error.hint)
        assert [i.item_id for i in read(tmp_path, source, skip_unknown=True)] == ["a.txt"]
    (tmp_path / "d/a.txt").unlink()
    assert "holds no file" in refusal(lambda: read(tmp_path, "d", skip_unknown=True)).message
    (tmp_path / "empty").mkdir()
    assert refusal(lambda: read(tmp_path, "empty")).path == "empty"


def test_pipes_are_no_files(tmp_path: Path, write: Write) -> None:
    """A pipe is refused by name, and of another kind within a folder: nobody waits for what may never come."""
    write("d/a.txt", "x")
    os.mkfifo(tmp_path / "d/p.txt")
    assert "a pipe" in refusal(lambda: read(tmp_path, "d/p.txt")).message
    assert "(1): d/p.txt" in refusal(lambda: read(tmp_path, "d")).message
    assert [i.item_id for i in read(tmp_path, "d", skip_unknown=True)] == ["a.txt"]


def test_items_are_not_read_from_addresses(tmp_path: Path) -> None:
    """A URL is refused in words, and never taken for a file's name."""
    with pytest.raises(NotBuiltError, match="in this version"):
        read(tmp_path, "s3://bucket/items.jsonl")


def test_a_text_beside_a_filename_is_a_text() -> None:
    """A text that says which PDF it is of is a text, and keeps that field."""
    item = values({"content": "The text of it.", "filename": "x.pdf", "path": "d/x.pdf"})[0]
    assert (item.text, item.fields) == ("The text of it.", {"filename": "x.pdf", "path": "d/x.pdf"})


def test_unreadable_files_are_listed() -> None:
    """Files and folders that may not be read are listed before the first item is."""
    base = Path(tempfile.mkdtemp(prefix="items"))
    me = os.geteuid()
    try:
        for name in ("d/a.txt", "d/b.txt", "d/locked/c.txt"):
            (base / name).parent.mkdir(parents=True, exist_ok=True)
            (base / name).write_text("x")
        base.chmod(0o755)
        (base / "d/b.txt").chmod(0)
        (base / "d/locked").chmod(0)
        if me == 0:
            os.seteuid(65534)  # root may read everything
        folder = refusal(lambda: read(base, "d"))
        file = refusal(lambda: read(base, "d/b.txt"))
    finally:
        os.seteuid(me)
        (base / "d/locked").chmod(0o755)
        shutil.rmtree(base)
    assert "d/b.txt" in folder.message
    assert "d/locked" in folder.message
    assert "a.txt" not in folder.message
    assert "permission denied" in file.message


# ── names and digests ───────────────────────────────────────────────────────────────────────────


def test_names_of_templates_are_checked_with_their_place(tmp_path: Path, write: Write) -> None:
    """An item without a field that a template names is an error with its line; reserved names are no fields."""
    write("i.jsonl", '{"content": "x", "meta": {"title": "T"}}\n{"content": "y", "meta": {"titel": "T"}}\n')
    used = {"meta.title", "content", "text", "page", "phases.summary"}
    items = require_names(read_items(["i.jsonl"], id_field="id", base=tmp_path), used)
    assert next(items).text == "x"
    with pytest.raises(UnknownNameError) as caught:
        next(items)
    assert (caught.value.path, caught.value.name) == ("i.jsonl line 2", "meta.title")
    assert caught.value.message == "{{meta.title}} names nothing: known are content, meta, page, text"


def test_digest_is_over_ids_and_contents_in_order() -> None:
    """The digest changes with an id, a text, a field or the order, and with nothing else."""
    one: dict[str, Json] = {"id": 1, "content": "a", "n": 1, "m": 2}
    two: dict[str, Json] = {"id": 2, "content": "b"}
    base = items_digest(values(one, two))
    assert len(base) == 64
    assert items_digest(values({"m": 2, "content": "a", "n": 1, "id": 1}, two)) == base
    assert items_digest(NewItem(i.item_id, i.text, i.fields, source="elsewhere") for i in values(one, two)) == base
    others: list[list[Json]] = [
        [two, one],
        [one],
        [{**one, "id": 3}, two],
        [{**one, "content": "c"}, two],
        [{**one, "n": 2}, two],
    ]
    digests = {items_digest(values(*other)) for other in others}
    assert len(digests | {base}) == 6
