-- Who may speak to the relay.

CREATE TABLE devices (
    device      BLOB PRIMARY KEY,
    key         BLOB NOT NULL UNIQUE,
    certificate BLOB NOT NULL,
    signature   BLOB NOT NULL,
    enrolled    INTEGER NOT NULL
) WITHOUT ROWID;

-- Single-use codes. `code` is a keyed hash: the file does not give a code away. A used one
-- names the device that it became.
CREATE TABLE codes (
    code     BLOB PRIMARY KEY,
    expires  INTEGER NOT NULL,
    officers BLOB NOT NULL,
    units    BLOB NOT NULL,
    grants   BLOB NOT NULL,
    device   BLOB
) WITHOUT ROWID;

-- The random bytes of requests, remembered for a day.
CREATE TABLE nonces (
    nonce BLOB PRIMARY KEY,
    seen  INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX nonces_by_time ON nonces (seen);
