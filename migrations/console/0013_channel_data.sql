-- What the channels of a job held when they were listed, and which archive its trainer loaded. Times are Unix milliseconds in UTC.

CREATE TABLE channel_data (
    job         INTEGER NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    channel     TEXT NOT NULL,
    -- The location in the request.
    location    TEXT NOT NULL,
    -- How much the listing covers: all objects, the first ones, the manifest alone, or nothing.
    extent      TEXT NOT NULL CHECK (extent IN ('complete', 'first', 'manifest', 'nothing')),
    -- Why nothing was listed.
    reason      TEXT,
    objects     INTEGER NOT NULL,
    bytes       INTEGER NOT NULL,
    -- Training examples, where somebody counted them.
    records     INTEGER,
    -- SHA-256 over keys below the location, sizes and entity tags.
    digest      TEXT NOT NULL,
    -- When the youngest object was written.
    modified_at INTEGER,
    listed_at   INTEGER NOT NULL,
    PRIMARY KEY (job, channel)
) STRICT, WITHOUT ROWID;

-- SHA-256 of the archive that the trainer says it loaded from the channel `model`.
ALTER TABLE training_job ADD COLUMN loaded_sha256 TEXT;
-- When the channels were listed last.
ALTER TABLE training_job ADD COLUMN channels_listed_at INTEGER;
-- How much the validation score rose from the model that the job started from to the one that it stored, on the same data.
ALTER TABLE training_job ADD COLUMN change REAL;
CREATE INDEX training_job_by_change ON training_job (change);

-- Jobs of before: the trainer measured the loaded model as epoch 0, and without checkpoint_frequency it stores the best epoch.
UPDATE training_job SET change = best_validation_accuracy - (
    SELECT value FROM metric_point
    WHERE metric_point.job = training_job.id AND epoch = 0 AND metric = (SELECT id FROM metric WHERE name = 'validation:accuracy')
)
WHERE status = 'Completed' AND (
    SELECT CASE WHEN json_valid(request) THEN json_extract(request, '$.HyperParameters.checkpoint_frequency') IS NULL END
    FROM document WHERE document.job = training_job.id
);

-- Whether another object lies in the place of the artifact; size, tag and digest stay those of the job's own.
ALTER TABLE training_job ADD COLUMN artifact_replaced INTEGER NOT NULL DEFAULT FALSE;
