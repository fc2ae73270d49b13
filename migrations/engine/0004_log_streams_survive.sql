-- Logs outlive their job: DeleteTrainingJob takes the job away, its streams stay in CloudWatch Logs.

CREATE TABLE log_stream_without_job (
    name       TEXT    NOT NULL PRIMARY KEY,
    job        TEXT    NOT NULL,               -- the name of the job's folder, where the lines are
    created_at INTEGER NOT NULL
) WITHOUT ROWID;

INSERT INTO log_stream_without_job (name, job, created_at) SELECT name, job, created_at FROM log_stream;
DROP TABLE log_stream;
ALTER TABLE log_stream_without_job RENAME TO log_stream;
