-- What only a phone keeps. Sync state stands in the same file as the data, so that a copied
-- file carries its own state.

-- Single values by name: epoch, certificate, cursor, horizon, last contact, …
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;

-- Documents that are or were attached. `have` is how far one is that was given later, null
-- once it has caught up. `stopped` holds a code while the phone does not send the document.
CREATE TABLE documents (
    document BLOB PRIMARY KEY,
    name     BLOB NOT NULL,
    writable INTEGER NOT NULL,
    attached INTEGER NOT NULL DEFAULT 1,
    have     INTEGER,
    stopped  TEXT
) WITHOUT ROWID;

-- One snapshot a document; `sum` is SHA-256 of the bytes, because the library hides torn tails.
CREATE TABLE snapshots (
    document BLOB PRIMARY KEY,
    bytes    BLOB NOT NULL,
    sum      BLOB NOT NULL
);

-- Every change, own and foreign, in an order in which each stands after its dependencies. The
-- hash is the checksum of the bytes; `deps` repeats the dependencies, 32 bytes each. `state`: 0
-- pending, else the number of the relay's verdict, or 13: another history of this phone took its
-- place. `present` is 0 for what left its document (the attic), or has to wait for what it
-- stands on: such rows keep their bytes and no fold reads them.
CREATE TABLE changes (
    place       INTEGER PRIMARY KEY,
    document    BLOB NOT NULL,
    hash        BLOB NOT NULL,
    actor       BLOB NOT NULL,
    seq         INTEGER NOT NULL,
    start_op    INTEGER NOT NULL,
    max_op      INTEGER NOT NULL,
    time        INTEGER NOT NULL,
    deps        BLOB NOT NULL,
    bytes       BLOB NOT NULL,
    own         INTEGER NOT NULL,
    state       INTEGER NOT NULL,
    answer      BLOB,
    relay_seq   INTEGER,
    in_snapshot INTEGER NOT NULL DEFAULT 0,
    present     INTEGER NOT NULL DEFAULT 1
);
-- By hash first: acknowledgements and verdicts name the change alone.
CREATE UNIQUE INDEX changes_by_hash ON changes (hash, document);
-- A phone and its copy can have given one place of a lane to two changes: one is in the document.
CREATE UNIQUE INDEX changes_by_actor ON changes (document, actor, seq) WHERE present = 1;
-- What no snapshot holds: counted with every edit, so it must not depend on the history.
CREATE INDEX changes_tail ON changes (document, state) WHERE in_snapshot = 0 AND present = 1;
-- Own edits that are not in their document for everyone: few, and asked for often.
CREATE INDEX changes_apart ON changes (place, state) WHERE own = 1 AND state > 1;
-- Dead changes that still stand in their document: none, except while one is taken out.
CREATE INDEX changes_dead ON changes (document) WHERE present = 1 AND state > 3;
CREATE INDEX changes_absent ON changes (own, place) WHERE present = 0;

-- Own changes that were read from a damaged database, and come into their document as soon as what
-- they stand on has come back from the relay.
CREATE TABLE rescued (
    change BLOB PRIMARY KEY
) WITHOUT ROWID;

-- Own edits: the typed edit beside the change that it became, and the edits that it replaced.
-- `place` is that of the edit's first change; `owner` the task or item of its register, null for
-- an accept, which changes nothing that a list shows; `undoable` is 0 for an accept and for an undo.
-- An edit has one row for each change that ever carried it, and one of them is not `superseded`.
-- `again` is the edit's id in all but the first; `moved` is 1 once an office moved it into another
-- document; `dismissed` and `written_again` (that edit's id) are what its officer did about it.
CREATE TABLE outbox (
    epoch         BLOB NOT NULL,
    client_seq    INTEGER NOT NULL,
    document      BLOB NOT NULL,
    change        BLOB NOT NULL,
    edit          BLOB NOT NULL,
    officer       BLOB NOT NULL,
    replaced      BLOB NOT NULL,
    grant_version INTEGER NOT NULL,
    made          INTEGER NOT NULL,
    batch         INTEGER,
    waiting       INTEGER NOT NULL,
    place         INTEGER NOT NULL,
    key           TEXT NOT NULL,
    owner         BLOB,
    undoable      INTEGER NOT NULL,
    again         BLOB,
    superseded    INTEGER NOT NULL DEFAULT 0,
    moved         INTEGER NOT NULL DEFAULT 0,
    dismissed     INTEGER NOT NULL DEFAULT 0,
    written_again BLOB,
    PRIMARY KEY (epoch, client_seq)
) WITHOUT ROWID;
CREATE INDEX outbox_waiting ON outbox (epoch, client_seq) WHERE waiting = 1;
CREATE INDEX outbox_by_change ON outbox (change);
CREATE INDEX outbox_again ON outbox (again) WHERE again IS NOT NULL;
CREATE INDEX outbox_moved ON outbox (place) WHERE moved = 1 AND superseded = 0;
-- What a list marks as not yet sent: asked for every row of a window.
CREATE INDEX outbox_unsent ON outbox (document, owner, key) WHERE waiting = 1;
-- What an officer did last.
CREATE INDEX outbox_last ON outbox (officer, place) WHERE undoable = 1;

-- Batches, sealed once and sent again verbatim.
CREATE TABLE batches (
    epoch  BLOB NOT NULL,
    number INTEGER NOT NULL,
    hash   BLOB NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (epoch, number)
) WITHOUT ROWID;

-- Own lanes, by document; `batch` is the batch that announced the lane. A lane whose last change
-- left its document is closed: nothing more is written with it.
CREATE TABLE lanes (
    actor    BLOB PRIMARY KEY,
    document BLOB NOT NULL,
    epoch    BLOB NOT NULL,
    number   INTEGER NOT NULL,
    batch    INTEGER,
    closed   INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX lanes_by_document ON lanes (document, epoch);

-- Who foreign actors are, from the log's lane rows. No device: an office's pen.
CREATE TABLE foreign_lanes (
    actor    BLOB PRIMARY KEY,
    document BLOB NOT NULL,
    device   BLOB,
    epoch    BLOB
) WITHOUT ROWID;

-- The latest verdict on changes that this phone does not hold: an own edit may be carried by one.
CREATE TABLE verdicts (
    change   BLOB PRIMARY KEY,
    document BLOB NOT NULL,
    answer   BLOB NOT NULL,
    seq      INTEGER NOT NULL
) WITHOUT ROWID;

-- What people at the office decided about changes, the latest for each, in their words.
CREATE TABLE decisions (
    change BLOB PRIMARY KEY,
    seq    INTEGER NOT NULL,
    clerk  BLOB,
    words  TEXT NOT NULL,
    at     INTEGER NOT NULL
) WITHOUT ROWID;

-- Signed proofs of what the relay once had, kept until they lie below its safe_seq.
CREATE TABLE receipts (
    from_seq INTEGER NOT NULL,
    next_seq INTEGER NOT NULL,
    receipt  BLOB NOT NULL,
    rows     BLOB NOT NULL,
    PRIMARY KEY (next_seq, from_seq)
) WITHOUT ROWID;

-- Rows of kinds that this version does not know: the next one reads them again.
CREATE TABLE unread_rows (
    seq     INTEGER PRIMARY KEY,
    header  BLOB NOT NULL,
    payload BLOB
);

-- What an officer of this phone has to know, folded again with every change of its register.
CREATE TABLE notices (
    document BLOB NOT NULL,
    key      TEXT NOT NULL,
    mine     BLOB NOT NULL,
    kind     INTEGER NOT NULL,
    me       BLOB NOT NULL,
    others   BLOB NOT NULL,
    PRIMARY KEY (document, key, mine, kind)
) WITHOUT ROWID;

-- What an officer is counting (kind 1) or typing (kind 2), before it is an edit; never sent. `sum`
-- is SHA-256 of the content. `told`: 0 nothing of it is an edit, 1 an edit says what stood earlier,
-- 2 an edit says exactly this.
CREATE TABLE drafts (
    officer  BLOB NOT NULL,
    document BLOB NOT NULL,
    owner    BLOB NOT NULL,
    kind     INTEGER NOT NULL,
    content  BLOB NOT NULL,
    sum      BLOB NOT NULL,
    told     INTEGER NOT NULL,
    PRIMARY KEY (officer, document, owner, kind)
) WITHOUT ROWID;

-- What has rung already; outlives removal, detaching and purging.
CREATE TABLE told (
    document BLOB NOT NULL,
    key      TEXT NOT NULL,
    mine     BLOB NOT NULL,
    kind     INTEGER NOT NULL,
    edit     BLOB NOT NULL,
    PRIMARY KEY (document, key, mine, kind, edit)
) WITHOUT ROWID;
