-- How far the office's tables have followed the log. The tables themselves are the core's
-- (migrations/tables.sql there): phones and office fold the same rows.
CREATE TABLE IF NOT EXISTS followed (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    seq    INTEGER NOT NULL,
    chain8 BLOB NOT NULL
);

-- Changes that are, or were, not in their document for everyone: held, parked, refused, and those
-- about which a person at the office decided. `row` holds the bytes, `seq` is the row of the
-- present state. `open` says what waits for the office: 1 held, 2 refused, 3 parked under
-- `parent`; null when nothing does. `decision` is the row of the last decision.
CREATE TABLE apart (
    document BLOB NOT NULL,
    change   BLOB NOT NULL,
    row      INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    state    BLOB NOT NULL,
    open     INTEGER,
    parent   BLOB,
    device   BLOB,
    decision INTEGER,
    PRIMARY KEY (document, change)
) WITHOUT ROWID;
CREATE INDEX apart_by_open ON apart (open, seq);
CREATE INDEX apart_by_parent ON apart (document, parent) WHERE parent IS NOT NULL;
CREATE INDEX apart_by_device ON apart (device) WHERE open IS NOT NULL;

-- Edits of work books that are not shown any more because another value took their place, and
-- that their officers have not accepted: one row for each notice of that kind.
CREATE TABLE replaced (
    document BLOB NOT NULL,
    key      TEXT NOT NULL,
    mine     BLOB NOT NULL,
    me       BLOB NOT NULL,
    PRIMARY KEY (document, key, mine)
) WITHOUT ROWID;

-- How large the documents are: what is stored in them, and how many actors write there.
CREATE TABLE weights (
    document BLOB PRIMARY KEY,
    changes  INTEGER NOT NULL,
    bytes    INTEGER NOT NULL,
    actors   INTEGER NOT NULL
) WITHOUT ROWID;

-- Phones whose edits carry times that cannot be right: the furthest one ahead of the office's
-- clock and the furthest one before it, in milliseconds.
CREATE TABLE odd_times (
    document BLOB NOT NULL,
    device   BLOB NOT NULL,
    ahead    INTEGER NOT NULL,
    drift    INTEGER NOT NULL,
    PRIMARY KEY (document, device, ahead)
) WITHOUT ROWID;
