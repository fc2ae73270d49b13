-- Orders that clients ask for, each with an index: a page costs the same whatever the number of rows.

CREATE INDEX job_by_status ON job (status, sequence);

-- Milliseconds of the last event; NULL while events may still come, 0 when there were none.
ALTER TABLE log_stream ADD COLUMN last_event_at INTEGER;
CREATE INDEX log_stream_by_last_event ON log_stream (last_event_at, name);
