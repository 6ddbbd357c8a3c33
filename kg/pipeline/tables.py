"""The tables of the SQLite file in which a build remembers what it read and found."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS source (
    name TEXT PRIMARY KEY, stamp TEXT NOT NULL, mark TEXT NOT NULL, payload BLOB NOT NULL, digest BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS article (
    id TEXT, variant TEXT, payload BLOB NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (id, variant));
CREATE TABLE IF NOT EXISTS introductions (id TEXT PRIMARY KEY, payload BLOB NOT NULL, digest BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS lesson (version TEXT PRIMARY KEY, payload BLOB NOT NULL, digest BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS told (id TEXT PRIMARY KEY, mark TEXT NOT NULL, version TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS extraction (
    id TEXT PRIMARY KEY, mark TEXT NOT NULL, payload BLOB NOT NULL, digest BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS gist (id TEXT PRIMARY KEY, mark TEXT NOT NULL, payload BLOB NOT NULL, digest BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS lot (id TEXT PRIMARY KEY, mark TEXT NOT NULL, payload BLOB NOT NULL, digest BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS clauses (
    id TEXT PRIMARY KEY, day TEXT NOT NULL, payload BLOB NOT NULL, digest BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sieve (id TEXT PRIMARY KEY, mark TEXT NOT NULL, payload BLOB NOT NULL, digest BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS clauses_day ON clauses (day, id);
CREATE TABLE IF NOT EXISTS copied (
    day TEXT PRIMARY KEY, mark TEXT NOT NULL, payload BLOB NOT NULL, digest BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS part (id TEXT PRIMARY KEY, mark TEXT NOT NULL, payload BLOB NOT NULL, digest BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS above (id TEXT PRIMARY KEY, mark TEXT NOT NULL, payload BLOB NOT NULL, digest BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS pieces (graph TEXT PRIMARY KEY, payload BLOB NOT NULL, digest BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sheet (
    name TEXT PRIMARY KEY, stamp TEXT NOT NULL, payload BLOB NOT NULL, digest BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS built (key TEXT NOT NULL, stamp TEXT NOT NULL);
"""
VERSION = 10  # of the tables; a file of another version is made anew
OF_ARTICLES = ("introductions", "told", "extraction", "gist", "clauses", "sieve", "part")
WITH_DIGEST = ("article", "introductions", "extraction", "gist", "clauses", "sieve", "part", "above", "lot")
