"""What is laid out by arrays is, byte for byte, what FTS5 makes of the same texts one by one."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.core.text.folding import fold
from zhunsheng.search.bulk import documents as laying
from zhunsheng.search.bulk import leading, listing, runs, segment, sheets
from zhunsheng.search.bulk import part as parts
from zhunsheng.search.bulk.documents import documents_path, lay_out_documents
from zhunsheng.search.bulk.folding import fold_all
from zhunsheng.search.bulk.leading import PAGE, varint
from zhunsheng.search.bulk.listing import lay_out_numbers, numbers_path
from zhunsheng.search.bulk.merging import Laid, merge, merged_path, part_path, records_of, union
from zhunsheng.search.bulk.part import Built, Part
from zhunsheng.search.bulk.rows import packed, rows_of
from zhunsheng.search.bulk.sharing import shares
from zhunsheng.search.numbers import apart_all, forms, lead_of
from zhunsheng.search.records import Record, record_of
from zhunsheng.search.shape import Document
from zhunsheng.search.sqlite import SqliteStore

LETTERS = "照明系统智能灯〇々ガ한𠀀㐀abcXYZ019éß -—/:（）.,\t"
TEXT = st.text(LETTERS, max_size=24)


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    """Documents of different keys, in any order of authority."""
    made = []
    for ref in range(draw(st.integers(1, 12))):
        numbers = draw(
            st.lists(st.sampled_from(["GB/T 1.1-2020", "ISO 9:2001", "T/ZMXH 7", "照明 5"]), max_size=2)
        )
        level = draw(st.sampled_from(["national", "group"]))
        made.append(
            Document(
                draw(st.sampled_from(["standard", "planned"])),
                ref,
                draw(TEXT),
                f"/{ref}/",
                tuple(numbers),
                titles=tuple(draw(st.lists(TEXT, max_size=2))),
                scope=draw(st.one_of(st.just(""), st.text(LETTERS, max_size=90))),
                status="current",
                facets={"level": (level,), "year": ("2020",)},
                rank=draw(st.integers(0, 5)),
            )
        )
    return made


def by_hand(made: list[Document], page: int = PAGE) -> sqlite3.Connection:
    """The same tables filled row by row by FTS5."""
    db = sqlite3.connect(":memory:")
    records = sorted(map(record_of, made))
    for table, options in SqliteStore.full.items():
        db.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(t, {options})")
        db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('pgsz', {page})")
        rows = [(record.id, " ".join(getattr(record.postings(), table))) for record in records]
        for row in rows:
            if row[1]:
                db.execute(f"INSERT INTO {table} (rowid, t) VALUES (?, ?)", row)
                # A segment for each row, so that there is something to merge.
                db.commit()
        db.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        db.commit()
    return db


def in_bulk(
    made: list[Document],
    size: int,
    folder: Path,
    *,
    most: int = 1 << 19,
    terms: int = 2048,
    page: int = PAGE,
    count: int = 1,
) -> sqlite3.Connection:
    """The tables as ``count`` shares of two parts make them.

    ``size`` characters a round, ``most`` postings at once, of ``terms`` terms.
    """
    with (
        patch.object(parts, "_ROUND", size),
        patch.multiple(runs, _MOST=most, _TERMS=terms),
        patch.object(segment, "PAGE", page),
        patch.object(leading, "PAGE", page),
    ):
        two = [Part(part_path(folder, place)) for place in range(2)]
        two[0].take(packed(made[::2]))
        two[1].take(packed(made[1::2]))
        built = [part.finish() for part in two]
        assert sum(one.size for one in built) == len(made)
        laid = [merge(folder, built, share) for share in shares(built, count)]
    return put_together(built, laid, folder)


def put_together(built: list[Built], laid: list[Laid], folder: Path) -> sqlite3.Connection:
    """What was merged, as an index has it."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    for one in laid:
        db.execute(f"ATTACH DATABASE ? AS merged{one.number}", (str(merged_path(folder, one.number)),))
    names = [f"merged{one.number}" for one in laid]
    db.execute(
        f"CREATE TABLE token AS {union([f'SELECT token, n, bare FROM {{}}.{words}' for words in ('token', 'single')], names)}"
    )
    for table, options in SqliteStore.full.items():
        db.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(t, {options})")
        db.execute(f"INSERT INTO {table}_data {union([f'SELECT id, block FROM {{}}.{table}_data'], names)}")
        db.execute(
            f"INSERT INTO {table}_idx {union([f'SELECT segid, term, pgno FROM {{}}.{table}_idx'], names)}"
        )
        ((old,),) = db.execute(f"SELECT block FROM {table}_data WHERE id = 10")
        records = records_of(table, built, laid, bytes(old))
        db.executemany(f"UPDATE {table}_data SET block = ? WHERE id = ?", records)
    return db


def pages(db: sqlite3.Connection, table: str) -> list[tuple[int, bytes]]:
    """Pages of the one segment there is, whatever its number."""
    rows = db.execute(f"SELECT id, block FROM {table}_data WHERE id > 10 ORDER BY id").fetchall()
    assert len({id >> 37 for id, _ in rows}) <= 1
    return [(id & (1 << 37) - 1, bytes(block)) for id, block in rows]


@settings(max_examples=60, deadline=None)
@given(
    documents(), st.integers(1, 60), st.integers(1, 40), st.integers(1, 9), st.sampled_from([40, 90, PAGE])
)
def test_pages_are_those_of_fts5(made: list[Document], size: int, most: int, terms: int, page: int) -> None:
    """Whatever is taken apart, merged and laid out at once, and whatever fits on a page."""
    with TemporaryDirectory() as name:
        ours = in_bulk(made, size, Path(name), most=most, terms=terms, page=page)
        theirs = by_hand(made, page)
        for table in SqliteStore.full:
            number = ours.execute(f"SELECT count(DISTINCT segid) FROM {table}_idx").fetchone()[0]
            if number:
                assert pages(ours, table) == pages(theirs, table), table
            leads = f"SELECT term, pgno FROM {table}_idx ORDER BY term"
            assert ours.execute(leads).fetchall() == theirs.execute(leads).fetchall()
            totals = f"SELECT block FROM {table}_data WHERE id = 1"
            assert ours.execute(totals).fetchone()[0] == theirs.execute(totals).fetchone()[0]
            ours.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
        ours.close()


@settings(max_examples=40, deadline=None)
@given(documents(), st.integers(1, 60), st.integers(2, 4))
def test_shares_of_several_processes_are_the_whole(made: list[Document], size: int, count: int) -> None:
    """However the postings are shared out: FTS5 finds no fault, and merges them into what it has of its own."""
    with TemporaryDirectory() as name:
        ours, theirs = in_bulk(made, size, Path(name), count=count, page=60), by_hand(made, 60)
        for table in SqliteStore.full:
            ours.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
            ours.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('pgsz', 60)")
            ours.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
            assert pages(ours, table) == pages(theirs, table), table
        ours.close()


@settings(max_examples=40, deadline=None)
@given(documents(), st.integers(1, 60), st.integers(1, 3))
def test_words_are_counted_once_a_document(made: list[Document], size: int, count: int) -> None:
    expected: Counter[str] = Counter()
    bare: Counter[str] = Counter()
    for record in map(record_of, made):
        counted = record.postings().counted
        expected.update(counted)
        bare.update(counted if not record.scope else ())
    with TemporaryDirectory() as name:
        ours = in_bulk(made, size, Path(name), count=count)
        found = ours.execute("SELECT token, n, bare FROM token").fetchall()
        ours.close()
    assert {token: n for token, n, _ in found} == expected
    assert {token: n for token, _, n in found if n} == bare


def test_a_segment_of_many_pages(tmp_path: Path) -> None:
    """Terms over many pages, rows of one term over many pages, long words: FTS5 finds and merges them all."""
    made = [
        Document("standard", ref, f"照明系统{chr(0x4E00 + ref % 3000)} {'x' * (ref % 70)}", "/", rank=ref % 7)
        for ref in range(6000)
    ]
    ours, theirs = in_bulk(made, 40_000, tmp_path), by_hand_at_once(made)
    assert len(pages(ours, "title")) > 100
    assert pages(ours, "title") == pages(theirs, "title")
    found = ours.execute("SELECT count(*) FROM title WHERE title MATCH ?", ('"照明 明系 系统"',)).fetchone()
    assert found == (6000,)
    ours.close()


@pytest.mark.parametrize("most", [700, 1 << 19])
def test_an_index_of_doclists_that_is_a_tree(tmp_path: Path, most: int) -> None:
    """Rows of one term over so many small pages that what leads to them fills several pages, on several levels."""
    made = [
        Document("standard", ref, "照明" * (1 + ref % 40 // 39 * 30), "/", rank=ref * 7919 % 100_003)
        for ref in range(3000)
    ]
    ours, theirs = in_bulk(made, 9000, tmp_path, most=most, page=50), by_hand_at_once(made, 50)
    assert pages(ours, "title") == pages(theirs, "title")
    assert {id >> 31 & 31 for id, _ in pages(ours, "title")} >= {0, 1, 2}
    ours.execute("INSERT INTO title (title) VALUES ('integrity-check')")
    ours.close()


def by_hand_at_once(made: list[Document], page: int = PAGE) -> sqlite3.Connection:
    """Like :func:`by_hand`, in two pieces."""
    db = sqlite3.connect(":memory:")
    records = sorted(map(record_of, made))
    db.execute(f"CREATE VIRTUAL TABLE title USING fts5(t, {SqliteStore.full['title']})")
    db.execute(f"INSERT INTO title (title, rank) VALUES ('pgsz', {page})")
    for half in (records[::2], records[1::2]):
        rows = [(record.id, " ".join(record.postings().title)) for record in half]
        db.executemany("INSERT INTO title (rowid, t) VALUES (?, ?)", rows)
        db.commit()
    # The command "optimize" merges a thousand pages at a time, and begins a page each time.
    db.execute("INSERT INTO title (title, rank) VALUES ('merge', -1000000)")
    db.commit()
    return db


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.one_of(TEXT, st.text(max_size=8), st.text("ﬁ①e\u0301照 .\x1f臺\ud800", max_size=8)), max_size=5
    )
)
def test_texts_are_folded_together_as_one_by_one(texts: list[str]) -> None:
    assert fold_all(texts) == list(map(fold, texts))


@pytest.mark.parametrize("width", [7, 1 << 30])
def test_postings_are_sorted_however_wide_they_are(width: int) -> None:
    some = np.array([2, 0, 1, 0]), np.array([1, 5, 0, 3], np.int32), np.array([0, 7, 2, 1], np.int32)
    more = np.array([0]), np.array([3], np.int32), np.array([0], np.int32)
    found = runs._ordered([some, more], 3, 1 << 31, width)
    assert list(zip(*map(list, found), strict=True)) == [
        (0, 3, 0),
        (0, 3, 1),
        (0, 5, 7),
        (1, 0, 2),
        (2, 1, 0),
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "00"), (127, "7f"), (128, "8100"), (16_383, "ff7f"), (1 << 52, "8880808080808000")],
)
def test_numbers_are_written_like_sqlite_does(value: int, written: str) -> None:
    assert varint(value).hex() == written


@given(documents(), st.sampled_from(["", "\0", "\ud800", "\x1f", "\n"]))
def test_rows_of_a_batch_are_those_of_its_documents(made: list[Document], odd: str) -> None:
    """Whatever stands in them, and whether the database may keep it or not."""
    made[0].title += odd.replace("\ud800", "")
    made[-1].address += odd
    made[-1].related_numbers = ("ISO 1",) * (len(made) % 2)
    made[-1].rank -= 1
    assert [Record._make(row) for row in zip(*rows_of(packed(made))[0], strict=True)] == [
        *map(record_of, made)
    ]


Row = tuple[object, ...]


def laid_rows(made: list[Document], size: int, folder: Path) -> tuple[list[Row], list[Row]]:
    """Rows of documents and of numbers as two parts make them: those laid out in pages, in order, then the others."""
    with patch.object(parts, "_ROUND", size):
        two = [Part(part_path(folder, place)) for place in range(2)]
        for place, part in enumerate(two):
            for start in range(place, len(made), 1000):
                part.take(packed(made[start : start + 1000 : 2]))
        built = [part.finish() for part in two]
    lay_out_documents(folder, [run for part in built for run in part.cells])
    lay_out_numbers(folder, [run for part in built for run in part.numbers])
    paths = [documents_path(folder), numbers_path(folder), *[part_path(folder, place) for place in range(2)]]
    documents, numbers, *others = [sqlite3.connect(path) for path in paths]
    found = []
    for table, laid in (("document", documents), ("number", numbers)):
        assert laid.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = laid.execute(f"SELECT * FROM {table}").fetchall()
        assert rows == sorted(rows)
        for other in others:
            rows += other.execute(f"SELECT * FROM {table}").fetchall()
        found.append(rows)
    for db in (documents, numbers, *others):
        db.close()
    return found[0], found[1]


@settings(max_examples=60, deadline=None)
@given(
    documents(),
    st.integers(1, 60),
    st.sampled_from(["", "\x1d", "\x1e", "长" * 500, "长" * 700]),
    st.text("AB1-."),
)
def test_rows_laid_out_in_pages_are_those_of_documents(
    made: list[Document], size: int, odd: str, number: str
) -> None:
    """Whatever stands in them: what no page holds, cannot be told apart or sorted by arrays is a row of a table."""
    made[0].title += odd
    made[0].facets = {"year": (str(size % 3),)}
    made[-1].numbers += (number,)
    with TemporaryDirectory() as name:
        rows, numbers = laid_rows(made, size, Path(name))
    records = [*map(record_of, made)]
    assert sorted(rows) == sorted(record[:11] for record in records)
    assert sorted(numbers) == sorted(row for record in records for row in record.number_rows())


def test_many_rows_laid_out_in_pages(tmp_path: Path) -> None:
    """Pages that lead to pages that lead to others, over several pieces and rounds."""
    made = [
        Document(
            "standard",
            ref,
            "照明" * (1 + ref % 90),
            f"/{ref}/",
            (f"GB/T {ref * 7 % 500}.{ref}-2020",),
            rank=ref * 7919 % 1009,
        )
        for ref in range(3000)
    ]
    with (
        patch.object(laying, "ROWS", sheets.ROWS._replace(fan=3)),
        patch.object(laying, "_AT_ONCE", 70),
        patch.object(listing, "KEYED", sheets.KEYED._replace(fan=3)),
        patch.multiple(listing, _GATHERED=900, _AT_ONCE=128),
    ):
        rows, numbers = laid_rows(made, 9000, tmp_path)
    records = [*map(record_of, made)]
    assert rows == sorted(record[:11] for record in records)
    assert numbers == sorted(row for record in records for row in record.number_rows())


@given(
    st.lists(
        st.one_of(
            st.text("GBTZQ/ .-:0129a\n照", max_size=16),
            st.sampled_from(["GB/T 1.1-2020", "T/Z 7", "ISO/IEC TR 9-1:2001", "Q/ABC 3.1999", ""]),
        )
    )
)
def test_numbers_are_taken_apart_together_as_one_by_one(numbers: list[str]) -> None:
    leads, listed, further = apart_all(numbers)
    for place, (number, lead, forms_) in enumerate(zip(numbers, leads, listed, strict=True)):
        found = [(form, weight) for weight, form in enumerate(forms_) if form is not None]
        found += [form for at, form in further if at == place]
        assert (lead, sorted(found)) == (lead_of(number), sorted(forms(number)))
