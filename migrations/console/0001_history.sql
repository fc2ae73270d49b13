-- What the console knows of the training jobs of one target. Times are Unix milliseconds in UTC.

CREATE TABLE training_job (
    name                TEXT PRIMARY KEY NOT NULL,
    -- NULL until the target is known to have accepted the request.
    arn                 TEXT,
    -- The body of CreateTrainingJob, as JSON.
    request             TEXT NOT NULL,
    status              TEXT NOT NULL,
    secondary_status    TEXT NOT NULL,
    failure_reason      TEXT,
    created_at          INTEGER NOT NULL,
    ended_at            INTEGER,
    training_seconds    INTEGER,
    billable_seconds    INTEGER,
    -- The last one seen, from 0 to 1.
    validation_accuracy REAL,
    -- Location of the `model` channel: where the first weights came from.
    model_source        TEXT,
    -- Where the model is or will be; it exists only when artifact_size says so.
    artifact            TEXT,
    artifact_size       INTEGER,
    -- When somebody last looked for the artifact.
    artifact_looked_at  INTEGER,
    -- The last answer of DescribeTrainingJob, as JSON, and when it came.
    description         TEXT,
    described_at        INTEGER,
    -- 'asleep': nobody asked for the log of this old job; 'open': more may come; 'complete'.
    log_state           TEXT NOT NULL DEFAULT 'open' CHECK (log_state IN ('asleep', 'open', 'complete')),
    -- The newest sign of progress in the log: the epoch under way (from 1), its batches done, and when that was written.
    progress_epoch      INTEGER,
    progress_batch      INTEGER,
    progress_at         INTEGER,
    -- When the target no longer knew the job.
    vanished_at         INTEGER
) STRICT;

CREATE INDEX training_job_created ON training_job (created_at DESC, name);
CREATE INDEX training_job_artifact ON training_job (artifact);
CREATE INDEX training_job_model_source ON training_job (model_source);

CREATE TABLE transition (
    job        TEXT NOT NULL REFERENCES training_job (name) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    status     TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER,
    message    TEXT,
    PRIMARY KEY (job, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE metric_point (
    job    TEXT NOT NULL REFERENCES training_job (name) ON DELETE CASCADE,
    metric TEXT NOT NULL,
    epoch  INTEGER NOT NULL,
    value  REAL NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (job, metric, epoch)
) STRICT, WITHOUT ROWID;

-- One stream for each instance, and the token that continues it.
CREATE TABLE log_stream (
    job   TEXT NOT NULL REFERENCES training_job (name) ON DELETE CASCADE,
    name  TEXT NOT NULL,
    token TEXT,
    PRIMARY KEY (job, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_line (
    job    TEXT NOT NULL REFERENCES training_job (name) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    text   TEXT NOT NULL,
    PRIMARY KEY (job, number)
) STRICT, WITHOUT ROWID;

-- What the console saw or did; kept when the job's row goes away, so that a refused submission leaves a trace.
CREATE TABLE event (
    id      INTEGER PRIMARY KEY,
    job     TEXT NOT NULL,
    at      INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    message TEXT NOT NULL
) STRICT;

CREATE INDEX event_job ON event (job, id);

-- Facts about the target as a whole, for example how far its list of jobs was read.
CREATE TABLE mark (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
