"""Builds an SQLite FTS5 table of a folder of articles: fts5.py FOLDER DATABASE"""
import os, sqlite3, sys

folder, database = sys.argv[1:]
table = sqlite3.connect(database)
table.execute('PRAGMA journal_mode = OFF')
table.execute("CREATE VIRTUAL TABLE d USING fts5(title, body, path UNINDEXED, source UNINDEXED, date UNINDEXED, tokenize = 'porter unicode61')")


def rows():
    for where, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(where, name)
            text = open(path, encoding='utf-8', errors='replace').read()
            title, date, source, body = (text.split('\n', 3) + [''] * 4)[:4]
            yield title, body, path, source[8:], date[6:]


table.executemany('INSERT INTO d VALUES (?, ?, ?, ?, ?)', rows())
table.commit()
