-- A job may be started more than once: on spot capacity that is taken away, or after a fault of the engine.
ALTER TABLE job ADD COLUMN attempt            INTEGER NOT NULL DEFAULT 0; -- attempts that are over
ALTER TABLE job ADD COLUMN attempt_started_at INTEGER;                    -- when the present one began to cost
ALTER TABLE job ADD COLUMN trained_ms         INTEGER NOT NULL DEFAULT 0; -- how long the ones that are over took
ALTER TABLE job ADD COLUMN not_before         INTEGER NOT NULL DEFAULT 0; -- the queue leaves the job alone until then
ALTER TABLE job ADD COLUMN give_up_at         INTEGER;                    -- end of MaxWaitTimeInSeconds

UPDATE job SET trained_ms = training_ended_at - training_started_at
    WHERE training_started_at IS NOT NULL AND training_ended_at IS NOT NULL;
UPDATE job SET attempt_started_at = training_started_at
    WHERE training_started_at IS NOT NULL AND training_ended_at IS NULL;

-- Warm pools: the machines of a job that ended, kept for the next one that matches.
ALTER TABLE job ADD COLUMN keep_alive_seconds INTEGER; -- KeepAlivePeriodInSeconds
ALTER TABLE job ADD COLUMN pool_since         INTEGER; -- when the job ended and its pool began
ALTER TABLE job ADD COLUMN pool_until         INTEGER;
ALTER TABLE job ADD COLUMN pool_reused_by     TEXT;    -- the name of the job that took it
