-- Metrics that a job defines by regular expressions, and the last values that the service reports. Times are Unix milliseconds in UTC.

-- How many values each metric has, and the last one.
CREATE TABLE defined_metric (
    job    INTEGER NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    metric INTEGER NOT NULL REFERENCES metric (id),
    steps  INTEGER NOT NULL,
    value  REAL NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (job, metric)
) STRICT, WITHOUT ROWID;

-- A program tells no epochs: a step is the count of the metric's values so far, from 1. Those beyond the limit of
-- `db::defined_metrics` are counted and not kept.
CREATE TABLE defined_metric_point (
    job    INTEGER NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    metric INTEGER NOT NULL REFERENCES metric (id),
    step   INTEGER NOT NULL,
    value  REAL NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (job, metric, step)
) STRICT, WITHOUT ROWID;

-- FinalMetricDataList of the last description.
CREATE TABLE final_metric (
    job    INTEGER NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    metric INTEGER NOT NULL REFERENCES metric (id),
    value  REAL NOT NULL,
    at     INTEGER,
    PRIMARY KEY (job, metric)
) STRICT, WITHOUT ROWID;

-- Whether the expressions took too long on the job's log: then none of their values is kept.
ALTER TABLE training_job ADD COLUMN metrics_abandoned INTEGER NOT NULL DEFAULT FALSE;
