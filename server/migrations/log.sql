-- The relay's log. Rows are only ever added; everything beside `log` is an index over it,
-- added in the same transaction. Every key begins with the tenant.

-- `grp` is the seq of the first row of the row's group: pages end where groups end.
-- `chain` covers everything up to the row; header and payload stand apart, so that a payload
-- can be made unreadable without breaking the chain.
CREATE TABLE log (
    tenant   BLOB NOT NULL,
    seq      INTEGER NOT NULL,
    grp      INTEGER NOT NULL,
    kind     INTEGER NOT NULL,
    document BLOB NOT NULL,
    device   BLOB,
    chain    BLOB NOT NULL,
    header   BLOB NOT NULL,
    payload  BLOB NOT NULL
);
CREATE UNIQUE INDEX log_by_seq ON log (tenant, seq);
CREATE INDEX log_by_document ON log (tenant, document, seq);
CREATE INDEX log_by_device ON log (tenant, device, seq) WHERE device IS NOT NULL;

-- A tool that opens the file by hand must not shorten the log by mistake.
CREATE TRIGGER log_keeps_rows BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER log_keeps_content BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;

-- What phones may do, beside and after their certificates; the last row of a phone and a
-- document counts.
CREATE TABLE rights (
    tenant   BLOB NOT NULL,
    device   BLOB NOT NULL,
    document BLOB NOT NULL,
    seq      INTEGER NOT NULL,
    payload  BLOB NOT NULL,
    PRIMARY KEY (tenant, device, document, seq)
) WITHOUT ROWID;

-- Changes that live or lived in a document. `row` holds the bytes; `dependencies` are hashes,
-- one after the other.
CREATE TABLE changes (
    tenant       BLOB NOT NULL,
    document     BLOB NOT NULL,
    hash         BLOB NOT NULL,
    actor        BLOB NOT NULL,
    seq          INTEGER NOT NULL,
    start_op     INTEGER NOT NULL,
    max_op       INTEGER NOT NULL,
    dependencies BLOB NOT NULL,
    row          INTEGER NOT NULL,
    PRIMARY KEY (tenant, document, hash)
) WITHOUT ROWID;
CREATE UNIQUE INDEX changes_by_actor ON changes (tenant, document, actor, seq);
CREATE INDEX changes_by_operation ON changes (tenant, document, actor, start_op);

-- Every state that a change ever had; the present one has the highest seq. The change stands
-- before the document, since the first carrier of an edit is sought in all of them.
CREATE TABLE states (
    tenant   BLOB NOT NULL,
    change   BLOB NOT NULL,
    document BLOB NOT NULL,
    seq      INTEGER NOT NULL,
    state    BLOB NOT NULL,
    PRIMARY KEY (tenant, change, document, seq)
) WITHOUT ROWID;

-- Changes that carry the edit of another change again, in whatever document.
CREATE TABLE carriers (
    tenant   BLOB NOT NULL,
    edit     BLOB NOT NULL,
    document BLOB NOT NULL,
    change   BLOB NOT NULL,
    PRIMARY KEY (tenant, edit, document, change)
) WITHOUT ROWID;

-- Edits that a clerk moved into a document: there they are stored whatever their author may do.
CREATE TABLE authorised (
    tenant   BLOB NOT NULL,
    edit     BLOB NOT NULL,
    document BLOB NOT NULL,
    PRIMARY KEY (tenant, edit, document)
) WITHOUT ROWID;

-- The phones' own numbers of their changes.
CREATE TABLE client_items (
    tenant     BLOB NOT NULL,
    device     BLOB NOT NULL,
    epoch      BLOB NOT NULL,
    client_seq INTEGER NOT NULL,
    change     BLOB NOT NULL,
    row        INTEGER NOT NULL,
    PRIMARY KEY (tenant, device, epoch, client_seq)
) WITHOUT ROWID;

-- Who an actor is; without a device an office's pen.
CREATE TABLE lanes (
    tenant   BLOB NOT NULL,
    actor    BLOB NOT NULL,
    document BLOB NOT NULL,
    device   BLOB,
    epoch    BLOB,
    number   INTEGER,
    row      INTEGER NOT NULL,
    PRIMARY KEY (tenant, actor, document)
) WITHOUT ROWID;

-- Batches as they were signed: evidence, never a gate. `flag`: 0 in order, 1 the batch before
-- is not here, 2 another batch names the same one before it.
CREATE TABLE batches (
    tenant   BLOB NOT NULL,
    device   BLOB NOT NULL,
    epoch    BLOB NOT NULL,
    hash     BLOB NOT NULL,
    previous BLOB NOT NULL,
    flag     INTEGER NOT NULL,
    received INTEGER NOT NULL,
    sealed   BLOB NOT NULL,
    PRIMARY KEY (tenant, device, epoch, hash)
) WITHOUT ROWID;
CREATE INDEX batches_by_previous ON batches (tenant, device, epoch, previous);

-- What the documents with stored changes are about: their ids are hashes of it.
CREATE TABLE documents (
    tenant   BLOB NOT NULL,
    document BLOB NOT NULL,
    name     BLOB NOT NULL,
    PRIMARY KEY (tenant, document)
) WITHOUT ROWID;
