-- What phone and office share: registers, and the rows that screens read.
-- Everything here can be dropped and folded again from the changes.

-- Every operation ever seen. A superseded one keeps all but its value. Clustered by register,
-- which is how screens read; SQLite would not choose a second index for that by itself.
CREATE TABLE operations (
    document BLOB NOT NULL,
    counter  INTEGER NOT NULL,
    actor    BLOB NOT NULL,
    key      TEXT NOT NULL,
    edit     BLOB NOT NULL,
    change   BLOB NOT NULL,
    officer  BLOB,
    meaning  BLOB NOT NULL,
    live     INTEGER NOT NULL,
    value    BLOB,
    PRIMARY KEY (document, key, counter, actor)
) WITHOUT ROWID;
CREATE UNIQUE INDEX operations_by_id ON operations (document, counter, actor);

-- A put ended the life of an edit in one register.
CREATE TABLE kills (
    document BLOB NOT NULL,
    key      TEXT NOT NULL,
    edit     BLOB NOT NULL,
    counter  INTEGER NOT NULL,
    actor    BLOB NOT NULL,
    PRIMARY KEY (document, key, edit, counter, actor)
) WITHOUT ROWID;

-- Folded from directories.
CREATE TABLE units (
    unit       BLOB PRIMARY KEY,
    document   BLOB NOT NULL,
    kind       INTEGER NOT NULL,
    name       TEXT NOT NULL,
    reports_to BLOB
) WITHOUT ROWID;
CREATE INDEX units_below ON units (reports_to);

CREATE TABLE officers (
    officer  BLOB PRIMARY KEY,
    document BLOB NOT NULL,
    name     TEXT NOT NULL,
    title    TEXT
) WITHOUT ROWID;

CREATE TABLE devices (
    device   BLOB PRIMARY KEY,
    document BLOB NOT NULL,
    key      BLOB NOT NULL,
    unit     BLOB NOT NULL
) WITHOUT ROWID;

-- Folded from plans.
CREATE TABLE plans (
    plan     BLOB PRIMARY KEY,
    document BLOB NOT NULL,
    issuer   BLOB NOT NULL,
    title    TEXT NOT NULL,
    number   TEXT NOT NULL,
    issued   TEXT NOT NULL,
    year     INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE task_groups (
    task_group BLOB PRIMARY KEY,
    document   BLOB NOT NULL,
    number     TEXT NOT NULL,
    title      TEXT NOT NULL
) WITHOUT ROWID;

-- One row a task, put together from its registers `task`, `assign` and `deadline`.
CREATE TABLE tasks (
    task       BLOB PRIMARY KEY,
    document   BLOB NOT NULL,
    task_group BLOB NOT NULL,
    number     TEXT NOT NULL,
    title      TEXT NOT NULL,
    folded     TEXT NOT NULL,
    place      INTEGER NOT NULL,
    lead       BLOB NOT NULL,
    partners   TEXT,
    kind       INTEGER NOT NULL,
    last_day   TEXT,
    wording    TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE items (
    item      BLOB PRIMARY KEY,
    document  BLOB NOT NULL,
    task      BLOB NOT NULL,
    title     TEXT NOT NULL,
    place     INTEGER NOT NULL,
    selectors BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX items_by_task ON items (task, place);

-- The work books that this database shows.
CREATE TABLE books (
    document BLOB PRIMARY KEY,
    unit     BLOB NOT NULL,
    year     INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX books_by_unit ON books (unit, year);

-- One row for each task that a unit has to do with, folded from plan, directory and book. Title,
-- the same for search, and last day stand here for a task of the unit's own; of a plan's task
-- they are null and stand in `tasks`.
CREATE TABLE task_rows (
    book        BLOB NOT NULL,
    task        BLOB NOT NULL,
    leads       INTEGER NOT NULL,
    declared    INTEGER,
    declared_on TEXT,
    result      TEXT,
    newer       INTEGER NOT NULL,
    open        INTEGER NOT NULL,
    items       INTEGER NOT NULL,
    items_done  INTEGER NOT NULL,
    items_open  INTEGER NOT NULL,
    -- The last declared day of the ticks, once every item is done.
    items_done_on TEXT,
    notes       INTEGER NOT NULL,
    title       TEXT,
    folded      TEXT,
    last_day    TEXT,
    -- The edits that are shown, one after the other: a verdict stands on one of them.
    edits       BLOB NOT NULL,
    PRIMARY KEY (book, task)
) WITHOUT ROWID;

-- What the office says of the status of a task in a book, folded from reviews.
CREATE TABLE review_rows (
    book    BLOB NOT NULL,
    task    BLOB NOT NULL,
    edit    BLOB NOT NULL,
    outcome INTEGER NOT NULL,
    -- Two clerks say different things.
    open    INTEGER NOT NULL,
    comment TEXT,
    clerk   BLOB NOT NULL,
    said_on TEXT NOT NULL,
    PRIMARY KEY (book, task)
) WITHOUT ROWID;

-- One row for each item that a book ticks.
CREATE TABLE item_rows (
    book BLOB NOT NULL,
    task BLOB NOT NULL,
    item BLOB NOT NULL,
    done INTEGER NOT NULL,
    open INTEGER NOT NULL,
    -- The declared day, while it is done.
    done_on TEXT,
    PRIMARY KEY (book, task, item)
) WITHOUT ROWID;

-- What a search finds: one row for each title of a task (kind 0) and an item (1) and for each note
-- (2). `book` is empty for what a plan says: any book may show it. `place` is the order of hits: kind,
-- then the beginning of the id, of notes from the latest.
CREATE TABLE search_texts (
    place INTEGER PRIMARY KEY,
    kind  INTEGER NOT NULL,
    book  BLOB NOT NULL,
    task  BLOB NOT NULL,
    id    BLOB NOT NULL
);
CREATE INDEX search_texts_by_id ON search_texts (id, kind, book);

-- The words of each, by place. The text itself stands where it stood; which word it is in says all
-- that is asked, and not where in the text.
CREATE VIRTUAL TABLE search_words USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '=~.'"
);
