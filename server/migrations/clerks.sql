-- The office's named clerks. A stolen copy of this file opens nothing: passwords are slow
-- hashes, tokens of sessions and links are kept as hashes only.

-- One who was removed stays, because what that clerk wrote keeps its author. `memory` (KiB) and
-- `passes` are the cost with which this very hash was made; all four are null without a password.
CREATE TABLE clerks (
    officer BLOB PRIMARY KEY,
    name    TEXT NOT NULL UNIQUE,
    shown   TEXT NOT NULL,
    salt    BLOB,
    hash    BLOB,
    memory  INTEGER,
    passes  INTEGER,
    added   INTEGER NOT NULL,
    removed INTEGER
) WITHOUT ROWID;

CREATE TABLE sessions (
    token   BLOB PRIMARY KEY,
    officer BLOB NOT NULL,
    begun   INTEGER NOT NULL,
    seen    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_by_clerk ON sessions (officer);

-- Links that sign in once.
CREATE TABLE links (
    token   BLOB PRIMARY KEY,
    officer BLOB NOT NULL,
    expires INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX links_by_clerk ON links (officer);
