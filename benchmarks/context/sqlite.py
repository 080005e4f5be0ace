"""The three works of the SQLite benchmarks with Python's own sqlite3, for context. Prints operations a second.

    python3 benchmarks/context/sqlite.py
"""
import os
import random
import sqlite3
import tempfile
import time

ROWS = 100_000
SECONDS = 4


def measure(name, work):
    end_of_warmup = time.perf_counter() + 1
    while time.perf_counter() < end_of_warmup:
        work()
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        work()
        done += 1
    print(f"sqlite3 (Python): {name}: {done / (time.perf_counter() - start):,.1f}")


def movies(folder, synchronous):
    connection = sqlite3.connect(os.path.join(folder, synchronous), isolation_level=None)
    connection.execute("PRAGMA journal_mode=wal")
    connection.execute(f"PRAGMA synchronous={synchronous}")
    connection.execute("PRAGMA foreign_keys=on")
    connection.execute("CREATE TABLE movies (id INTEGER PRIMARY KEY, title TEXT NOT NULL, year INTEGER NOT NULL)")
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO movies VALUES (?, ?, ?)",
        ((id, f"The Movie Number {id}", 1900 + id % 120) for id in range(1, ROWS + 1)))
    connection.execute("COMMIT")
    return connection


def update(connection):
    connection.execute("UPDATE movies SET year = year + 1 WHERE id = ?", (random.randint(1, ROWS),))


def session(connection):
    connection.execute("BEGIN IMMEDIATE")
    update(connection)
    for _ in range(2):
        connection.execute("SAVEPOINT child")
        update(connection)
        connection.execute("RELEASE child")
    connection.execute("COMMIT")


with tempfile.TemporaryDirectory() as folder:
    for synchronous in ("FULL", "NORMAL"):
        connection = movies(folder, synchronous)
        measure(f"session, update and two children, {synchronous}", lambda: session(connection))
    by_key = "SELECT id, title, year FROM movies WHERE id = ?"
    measure("select by key", lambda: connection.execute(by_key, (random.randint(1, ROWS),)).fetchone())
    many = "SELECT id, title, year FROM movies LIMIT 10000"
    measure("10,000 rows", lambda: connection.execute(many).fetchall())
    connection.close()
