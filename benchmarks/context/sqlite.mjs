// The three works of the SQLite benchmarks with better-sqlite3, for context. Prints operations a second.
//
//     cd benchmarks/context && npm install --no-save better-sqlite3@12 && node sqlite.mjs

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';

const ROWS = 100_000;
const SECONDS = 4;

function measure(name, work) {
    const endOfWarmup = performance.now() + 1000;
    while (performance.now() < endOfWarmup) {
        work();
    }
    const start = performance.now();
    let done = 0;
    while (performance.now() - start < SECONDS * 1000) {
        work();
        done++;
    }
    const rate = (done * 1000) / (performance.now() - start);
    console.log(`better-sqlite3 (Node): ${name}: ${rate.toLocaleString('en', { maximumFractionDigits: 1 })}`);
}

function movies(folder, synchronous) {
    const database = new Database(join(folder, synchronous));
    database.pragma('journal_mode = wal');
    database.pragma(`synchronous = ${synchronous}`);
    database.pragma('foreign_keys = on');
    database.exec('CREATE TABLE movies (id INTEGER PRIMARY KEY, title TEXT NOT NULL, year INTEGER NOT NULL)');
    const insert = database.prepare('INSERT INTO movies VALUES (?, ?, ?)');
    database.transaction(() => {
        for (let id = 1; id <= ROWS; id++) {
            insert.run(id, `The Movie Number ${id}`, 1900 + (id % 120));
        }
    })();
    return database;
}

const key = () => 1 + Math.floor(Math.random() * ROWS);

// A transaction inside a transaction is a savepoint.
function sessions(database) {
    const update = database.prepare('UPDATE movies SET year = year + 1 WHERE id = ?');
    const child = database.transaction(() => update.run(key()));
    return database.transaction(() => {
        update.run(key());
        child();
        child();
    }).immediate;
}

const folder = mkdtempSync(join(tmpdir(), 'context-'));
try {
    let database;
    for (const synchronous of ['FULL', 'NORMAL']) {
        database?.close();
        database = movies(folder, synchronous);
        measure(`session, update and two children, ${synchronous}`, sessions(database));
    }
    const byKey = database.prepare('SELECT id, title, year FROM movies WHERE id = ?');
    measure('select by key', () => byKey.get(key()));
    const many = database.prepare('SELECT id, title, year FROM movies LIMIT 10000');
    measure('10,000 rows', () => many.all());
    database.close();
} finally {
    rmSync(folder, { recursive: true });
}
