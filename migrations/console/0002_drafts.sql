-- Forms that were begun and not sent. Times are Unix milliseconds in UTC.

CREATE TABLE draft (
    id         TEXT PRIMARY KEY NOT NULL,
    -- Counts the savings: who saves must name the one that was read, so that two tabs do not overwrite each other unseen.
    version    INTEGER NOT NULL,
    -- The job name that was typed.
    title      TEXT NOT NULL,
    -- The form as the pages wrote it, as JSON; only they read it.
    form       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE INDEX draft_changed ON draft (changed_at DESC, id);
