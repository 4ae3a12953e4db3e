-- How far the office's tables have followed the log. The tables themselves are the core's
-- (migrations/tables.sql there): phones and office fold the same rows.
CREATE TABLE IF NOT EXISTS followed (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    seq    INTEGER NOT NULL,
    chain8 BLOB NOT NULL
);
