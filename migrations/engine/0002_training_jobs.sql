-- Training jobs, their history, their log streams. Times are milliseconds since 1970-01-01 UTC.
-- Everything refers to the job's own id, not its name: a name may be used again after the job is deleted.

CREATE TABLE job (
    sequence            INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, -- order of creation: the queue is served in it
    id                  TEXT    NOT NULL UNIQUE,                    -- also the name of the job's folder
    name                TEXT    NOT NULL UNIQUE,
    arn                 TEXT    NOT NULL,
    request             TEXT    NOT NULL,                           -- the JSON body of CreateTrainingJob as it came
    status              TEXT    NOT NULL,
    secondary_status    TEXT    NOT NULL,
    failure_reason      TEXT,
    claimed             INTEGER NOT NULL DEFAULT 0,                 -- 1 once a slot of the engine works on the job
    created_at          INTEGER NOT NULL,
    modified_at         INTEGER NOT NULL,
    training_started_at INTEGER,
    training_ended_at   INTEGER
);

CREATE INDEX job_unfinished ON job (sequence) WHERE status IN ('InProgress', 'Stopping');
CREATE INDEX job_by_creation ON job (created_at, sequence);

CREATE TABLE transition (
    job        TEXT    NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    status     TEXT    NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER,
    message    TEXT    NOT NULL,
    PRIMARY KEY (job, number)
) WITHOUT ROWID;

CREATE TABLE metric (
    job         TEXT    NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    name        TEXT    NOT NULL,
    value       REAL    NOT NULL,
    observed_at INTEGER NOT NULL,
    PRIMARY KEY (job, name)
) WITHOUT ROWID;

CREATE TABLE log_stream (
    name       TEXT    NOT NULL PRIMARY KEY,
    job        TEXT    NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE tag (
    resource TEXT NOT NULL,
    key      TEXT NOT NULL,
    value    TEXT NOT NULL,
    PRIMARY KEY (resource, key)
) WITHOUT ROWID;
