"""Makes loose.sqlite: what SQLite lets into its tables, whatever they declare."""

import pathlib
import sqlite3

path = pathlib.Path(__file__).with_name("loose.sqlite")
path.unlink(missing_ok=True)
base = sqlite3.connect(path)
base.executescript(
    """
    CREATE TABLE loose (
        id INTEGER PRIMARY KEY, n INTEGER, r REAL, t TEXT COLLATE NOCASE, b BOOLEAN, d DATE,
        ts DATETIME, mixed, raw BLOB, price DECIMAL(10, 2)
    );
    CREATE INDEX by_n ON loose (n DESC);
    INSERT INTO loose VALUES
        (10, 5, 1.5, 'Ann', 1, '2013-01-05', '2013-01-05 06:07:08', 1, x'00ff', 2.50),
        (30, 7, 2, 'bob', 0, '2013-02-01', '2013-02-01T00:00:00Z', 'two', NULL, 3),
        (20, '', NULL, '', NULL, '', NULL, 2.5, x'', NULL),
        (40, NULL, -3.25, 'ANN', 1, '1969-12-31', '2013-02-01 10:00', NULL, x'41', 0.1),
        (50, 5, 0, 'Zoë', 0, NULL, '', 4, x'0a', 1e3);
    CREATE TABLE wrong (n INTEGER, d DATE);
    INSERT INTO wrong VALUES (1, '2013-01-01'), (2, '2013-01-02'), ('three', '2013-01-03');
    CREATE TABLE foreign_bytes (t TEXT);
    INSERT INTO foreign_bytes VALUES ('plain'), (CAST(x'636166e9' AS TEXT));
    CREATE TABLE keyed (k TEXT PRIMARY KEY, v INTEGER) WITHOUT ROWID;
    INSERT INTO keyed VALUES ('b', 2), ('a', 1);
    CREATE TABLE "two words" ("a ""b" INTEGER, "select" TEXT);
    INSERT INTO "two words" VALUES (1, 'x');
    CREATE VIEW positive AS SELECT id, n FROM loose WHERE n > 0 ORDER BY id DESC;
    CREATE TABLE late (n INTEGER);
    """
)
# A text that comes after the rows that are looked at.
base.executemany("INSERT INTO late VALUES (?)", [(i,) for i in range(12_000)] + [("end",)])
base.commit()
base.execute("VACUUM")
base.close()
