-- Whether the entity tags of a listing are the MD5 of the objects. Without that other tags say nothing about the content.

ALTER TABLE channel_data ADD COLUMN tags_are_md5 INTEGER NOT NULL DEFAULT FALSE;

-- Questions about what is shown in a row are answered from an index, without the rows. Within one status, algorithm or
-- instance type the list is in the order of creation, as these indexes are.

DROP INDEX training_job_by_algorithm;
DROP INDEX training_job_by_instance;
DROP INDEX training_job_by_created;
CREATE INDEX training_job_by_algorithm ON training_job (algorithm, created_at, instance_type, status);
CREATE INDEX training_job_by_instance ON training_job (instance_type, created_at, algorithm, status);
CREATE INDEX training_job_by_created ON training_job (created_at, name, algorithm, instance_type, status, origin);

-- Drafts whose jobs were created. A save that was on its way when the job was created must not bring the draft back. Times are
-- Unix milliseconds in UTC.

CREATE TABLE submitted_draft (
    id           TEXT PRIMARY KEY NOT NULL,
    submitted_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
