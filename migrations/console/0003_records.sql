-- Jobs are known by a number instead of their name: a name may be given to a new job once the old one was deleted, and
-- the old one stays. Large documents move out of the job's row, so that a list of 100,000 jobs is read quickly; what
-- the list filters and sorts by becomes columns of their own. Times are Unix milliseconds in UTC.

DROP INDEX training_job_created;
DROP INDEX training_job_artifact;
DROP INDEX training_job_model_source;
DROP INDEX event_job;
ALTER TABLE training_job RENAME TO training_job_1;
ALTER TABLE transition RENAME TO transition_1;
ALTER TABLE metric_point RENAME TO metric_point_1;
ALTER TABLE log_stream RENAME TO log_stream_1;
ALTER TABLE log_line RENAME TO log_line_1;
ALTER TABLE event RENAME TO event_1;

CREATE TABLE training_job (
    id                       INTEGER PRIMARY KEY NOT NULL,
    name                     TEXT NOT NULL,
    -- Who made it.
    origin                   TEXT NOT NULL CHECK (origin IN ('console', 'elsewhere')),
    status                   TEXT NOT NULL,
    secondary_status         TEXT NOT NULL,
    created_at               INTEGER NOT NULL,
    ended_at                 INTEGER,
    training_seconds         INTEGER,
    billable_seconds         INTEGER,
    -- The algorithm's name for people, or the image; NULL until the program has filled it in.
    algorithm                TEXT,
    instance_type            TEXT,
    -- The last one seen, from 0 to 1; and the best after an epoch of training, with that epoch.
    validation_accuracy      REAL,
    best_validation_accuracy REAL,
    best_epoch               INTEGER,
    -- The job that made the model at model_source, where that is known; its name stays when it is removed.
    parent                   INTEGER,
    parent_name              TEXT,
    -- When the target no longer knew the job.
    vanished_at              INTEGER,
    -- When a later job took the name.
    superseded_at            INTEGER,
    -- NULL until the target is known to have accepted the request.
    arn                      TEXT,
    failure_reason           TEXT,
    -- Location of the `model` channel: where the first weights came from.
    model_source             TEXT,
    -- Where the model is or will be; it exists only when artifact_size says so.
    artifact                 TEXT,
    artifact_size            INTEGER,
    artifact_etag            TEXT,
    artifact_sha256          TEXT,
    -- When somebody last looked for the artifact.
    artifact_looked_at       INTEGER,
    -- When the target was last asked.
    described_at             INTEGER,
    -- 'asleep': nobody asked for the log of this old job; 'open': more may come; 'complete'.
    log_state                TEXT NOT NULL DEFAULT 'open' CHECK (log_state IN ('asleep', 'open', 'complete')),
    -- The newest sign of progress in the log: the epoch under way (from 1), its batches done, and when that was written.
    progress_epoch           INTEGER,
    progress_batch           INTEGER,
    progress_at              INTEGER,
    -- Of an ended job, from its creation to its end, in milliseconds.
    duration                 INTEGER GENERATED ALWAYS AS (ended_at - created_at) VIRTUAL
) STRICT;

-- Bodies as they were sent and received, as JSON.
CREATE TABLE document (
    job         INTEGER PRIMARY KEY NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    -- The body of CreateTrainingJob; of a job made elsewhere, what its description tells of it.
    request     TEXT NOT NULL,
    -- The answer to CreateTrainingJob, and the service's number of the call.
    answer      TEXT,
    request_id  TEXT,
    -- The last answer of DescribeTrainingJob.
    description TEXT
) STRICT;

CREATE TABLE tag (
    job   INTEGER NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    key   TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (job, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE transition (
    job        INTEGER NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    status     TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER,
    message    TEXT,
    PRIMARY KEY (job, position)
) STRICT, WITHOUT ROWID;

-- Names of what is measured: ten million points carry a number instead.
CREATE TABLE metric (
    id   INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE metric_point (
    job    INTEGER NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    metric INTEGER NOT NULL REFERENCES metric (id),
    epoch  INTEGER NOT NULL,
    value  REAL NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (job, metric, epoch)
) STRICT, WITHOUT ROWID;

-- One stream for each instance, and the token that continues it.
CREATE TABLE log_stream (
    job   INTEGER NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    name  TEXT NOT NULL,
    token TEXT,
    PRIMARY KEY (job, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_line (
    job    INTEGER NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    text   TEXT NOT NULL,
    PRIMARY KEY (job, number)
) STRICT, WITHOUT ROWID;

-- What the console saw or did; kept when the job's row goes away, so that a refused submission leaves a trace.
CREATE TABLE event (
    id         INTEGER PRIMARY KEY NOT NULL,
    job        TEXT NOT NULL,
    at         INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    actor      TEXT NOT NULL CHECK (actor IN ('console', 'service', 'elsewhere')),
    message    TEXT NOT NULL,
    request_id TEXT
) STRICT;

-- Questions to the list that somebody saved, as the query of an address.
CREATE TABLE filter_set (
    name     TEXT PRIMARY KEY NOT NULL,
    query    TEXT NOT NULL,
    saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Words of names and tags; a word is found by its beginning.
CREATE VIRTUAL TABLE job_text USING fts5 (name, tags, tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3');

CREATE TRIGGER job_text_added AFTER INSERT ON training_job BEGIN
    INSERT INTO job_text (rowid, name, tags) VALUES (new.id, new.name, '');
END;
CREATE TRIGGER job_text_removed AFTER DELETE ON training_job BEGIN
    DELETE FROM job_text WHERE rowid = old.id;
END;
CREATE TRIGGER job_text_tagged AFTER INSERT ON tag BEGIN
    UPDATE job_text SET tags = (SELECT group_concat(key || ' ' || value, ' ') FROM tag WHERE job = new.job) WHERE rowid = new.job;
END;
CREATE TRIGGER job_text_retagged AFTER UPDATE ON tag BEGIN
    UPDATE job_text SET tags = (SELECT group_concat(key || ' ' || value, ' ') FROM tag WHERE job = new.job) WHERE rowid = new.job;
END;
CREATE TRIGGER job_text_untagged AFTER DELETE ON tag BEGIN
    UPDATE job_text SET tags = coalesce((SELECT group_concat(key || ' ' || value, ' ') FROM tag WHERE job = old.job), '')
    WHERE rowid = old.job;
END;

-- ---- what is there moves over ----

-- A job of the console has an event that says so.
INSERT INTO training_job (
    name, origin, status, secondary_status, created_at, ended_at, training_seconds, billable_seconds, instance_type,
    validation_accuracy, vanished_at, arn, failure_reason, model_source, artifact, artifact_size, artifact_looked_at,
    described_at, log_state, progress_epoch, progress_batch, progress_at
)
SELECT
    name,
    CASE WHEN EXISTS (SELECT 1 FROM event_1 WHERE event_1.job = old.name AND event_1.kind = 'submitted') THEN 'console' ELSE 'elsewhere' END,
    status, secondary_status, created_at, ended_at, training_seconds, billable_seconds,
    CASE WHEN json_valid(request) THEN json_extract(request, '$.ResourceConfig.InstanceType') END,
    validation_accuracy, vanished_at, arn, failure_reason, model_source, artifact, artifact_size, artifact_looked_at,
    described_at, log_state, progress_epoch, progress_batch, progress_at
FROM training_job_1 AS old ORDER BY created_at, name;

INSERT INTO document (job, request, description)
SELECT job.id, old.request, old.description FROM training_job_1 AS old JOIN training_job AS job ON job.name = old.name;

INSERT OR IGNORE INTO tag (job, key, value)
SELECT job.id, json_extract(item.value, '$.Key'), coalesce(json_extract(item.value, '$.Value'), '')
FROM training_job_1 AS old
JOIN training_job AS job ON job.name = old.name
JOIN json_each(CASE WHEN json_valid(old.request) THEN old.request ELSE '{}' END, '$.Tags') AS item
WHERE json_extract(item.value, '$.Key') IS NOT NULL;

INSERT INTO transition (job, position, status, started_at, ended_at, message)
SELECT job.id, position, old.status, started_at, old.ended_at, message
FROM transition_1 AS old JOIN training_job AS job ON job.name = old.job;

INSERT INTO metric (name) SELECT DISTINCT metric FROM metric_point_1;
INSERT INTO metric_point (job, metric, epoch, value, at)
SELECT job.id, metric.id, epoch, value, at
FROM metric_point_1 AS old JOIN training_job AS job ON job.name = old.job JOIN metric ON metric.name = old.metric;

UPDATE training_job SET (best_validation_accuracy, best_epoch) = (
    SELECT value, epoch FROM metric_point
    WHERE metric_point.job = training_job.id AND epoch > 0 AND metric = (SELECT id FROM metric WHERE name = 'validation:accuracy')
    ORDER BY value DESC, epoch LIMIT 1
);

INSERT INTO log_stream (job, name, token)
SELECT job.id, old.name, token FROM log_stream_1 AS old JOIN training_job AS job ON job.name = old.job;

INSERT INTO log_line (job, number, at, text)
SELECT job.id, number, at, text FROM log_line_1 AS old JOIN training_job AS job ON job.name = old.job;

INSERT INTO event (id, job, at, kind, actor, message)
SELECT id, job, at, kind,
    CASE WHEN kind IN ('submitted', 'stop-requested') THEN 'console' WHEN kind IN ('discovered', 'vanished') THEN 'elsewhere' ELSE 'service' END,
    message
FROM event_1;

DROP TABLE log_line_1;
DROP TABLE log_stream_1;
DROP TABLE metric_point_1;
DROP TABLE transition_1;
DROP TABLE event_1;
DROP TABLE training_job_1;

-- ---- how things are found ----

-- One job has a name at a time.
CREATE UNIQUE INDEX training_job_name ON training_job (name) WHERE superseded_at IS NULL;
CREATE INDEX training_job_artifact ON training_job (artifact, created_at);
CREATE INDEX training_job_model_source ON training_job (model_source, created_at);
CREATE INDEX training_job_parent ON training_job (parent);
-- The poller's question: what is still to be learnt.
CREATE INDEX training_job_open ON training_job (described_at)
    WHERE vanished_at IS NULL
      AND (status NOT IN ('Completed', 'Failed', 'Stopped') OR log_state = 'open' OR artifact_looked_at IS NULL);
-- One for each column that sorts the list.
CREATE INDEX training_job_by_name ON training_job (name);
CREATE INDEX training_job_by_status ON training_job (status, created_at);
CREATE INDEX training_job_by_algorithm ON training_job (algorithm);
CREATE INDEX training_job_by_parent ON training_job (parent_name);
CREATE INDEX training_job_by_instance ON training_job (instance_type);
CREATE INDEX training_job_by_created ON training_job (created_at);
CREATE INDEX training_job_by_ended ON training_job (ended_at);
CREATE INDEX training_job_by_duration ON training_job (duration);
CREATE INDEX training_job_by_billable ON training_job (billable_seconds);
CREATE INDEX training_job_by_accuracy ON training_job (validation_accuracy);
CREATE INDEX training_job_by_best ON training_job (best_validation_accuracy);
CREATE INDEX tag_key ON tag (key, value);
CREATE INDEX event_job ON event (job, id);

-- The last job that wrote there before the child began; a planned artifact may be younger by the clocks' difference.
UPDATE training_job SET parent = coalesce(
    (SELECT maker.id FROM training_job AS maker
     WHERE maker.artifact = training_job.model_source AND maker.id <> training_job.id AND maker.created_at <= training_job.created_at
     ORDER BY maker.created_at DESC LIMIT 1),
    (SELECT maker.id FROM training_job AS maker
     WHERE maker.artifact = training_job.model_source AND maker.id <> training_job.id ORDER BY maker.created_at LIMIT 1)
);
UPDATE training_job SET parent_name = (SELECT maker.name FROM training_job AS maker WHERE maker.id = training_job.parent);
