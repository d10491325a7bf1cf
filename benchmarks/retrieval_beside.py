"""What the two databases have of their own for searching texts: SQLite's FTS5, and PostgreSQL's ranks."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing

from tests.fakes.postgres import PostgresServer

_WORD = re.compile(r"\w+")
_CONFIGURATIONS = {"de": "german", "fr": "french", "ja": "simple"}
"""What PostgreSQL has for a language; English, where it is not here."""

_MOST = 100


def sqlite_places(chunks: Sequence[str], queries: Sequence[str], language: str) -> Iterator[list[int]]:
    """The places of the chunks that FTS5's `bm25()` finds for each query; any of its words, by Porter's stems."""
    tokenize = "trigram" if language == "ja" else "porter unicode61"
    with closing(sqlite3.connect(":memory:")) as store:
        store.execute(f"CREATE VIRTUAL TABLE chunks USING fts5 (text, tokenize = '{tokenize}')")
        store.executemany("INSERT INTO chunks (rowid, text) VALUES (?, ?)", enumerate(chunks))
        find = "SELECT rowid FROM chunks WHERE chunks MATCH ? ORDER BY bm25(chunks), rowid LIMIT ?"
        for query in queries:
            words = (
                _WORD.findall(query) if language != "ja" else [query[place : place + 3] for place in range(len(query))]
            )
            wanted = " OR ".join('"' + word.replace('"', "") + '"' for word in words) or '""'
            yield [row[0] for row in store.execute(find, (wanted, _MOST))]


def postgres_places(chunks: Sequence[str], queries: Sequence[str], language: str, rank: str) -> Iterator[list[int]]:
    """The same of `ts_rank` or `ts_rank_cd`, with its stems of the language; long chunks are held against it."""
    import psycopg  # noqa: PLC0415  # only this measure needs it

    configuration = _CONFIGURATIONS.get(language, "english")
    with PostgresServer() as server:
        server.create_database("texts")
        with psycopg.connect(server.url("texts").replace("+psycopg", "")) as store:
            store.execute("CREATE TABLE chunks (place integer, terms tsvector)")
            with store.cursor() as cursor:
                cursor.executemany(
                    "INSERT INTO chunks VALUES (%s, to_tsvector(%s::regconfig, %s))",
                    [(place, configuration, text) for place, text in enumerate(chunks)],
                )
            store.execute("CREATE INDEX ON chunks USING gin (terms)")
            find = (
                "SELECT place FROM chunks, (SELECT replace(plainto_tsquery(%s::regconfig, %s)::text, '&', '|')::tsquery"
                " AS wanted) AS query WHERE terms @@ wanted"
                " ORDER BY CASE %s WHEN 'ts_rank' THEN ts_rank(terms, wanted, 1) ELSE ts_rank_cd(terms, wanted, 1) END"
                " DESC, place LIMIT %s"
            )
            for query in queries:
                yield [row[0] for row in store.execute(find, (configuration, query, rank, _MOST))]
