-- What the relay last heard of each phone. Nothing here is evidence; losing it loses nothing.
CREATE TABLE contacts (
    device     BLOB PRIMARY KEY,
    last       INTEGER NOT NULL,
    waiting    INTEGER NOT NULL,
    app        TEXT NOT NULL,
    drift      INTEGER NOT NULL,
    client_seq INTEGER NOT NULL
) WITHOUT ROWID;
