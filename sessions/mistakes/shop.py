"""Makes shop.sqlite, a database with what goes wrong in databases."""

import pathlib
import sqlite3

path = pathlib.Path(__file__).with_name("shop.sqlite")
path.unlink(missing_ok=True)
base = sqlite3.connect(path)
base.executescript(
    """
    CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
    INSERT INTO customers VALUES (1, 'Ann'), (2, 'Bob');
    CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, pieces INTEGER);
    INSERT INTO orders VALUES (1, 1, 12), (2, 2, 'a dozen');
    CREATE VIEW large_orders AS SELECT * FROM orders WHERE pieces > 10;
    """
)
base.close()
