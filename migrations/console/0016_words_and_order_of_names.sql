-- Words are found anywhere in a job's name, tags, algorithm and status, and names are ordered as people count.

DROP TRIGGER job_text_added;
DROP TRIGGER job_text_removed;
DROP TRIGGER job_text_tagged;
DROP TRIGGER job_text_retagged;
DROP TRIGGER job_text_untagged;
DROP TABLE job_text;

-- The text of each job in which words are looked for. Words have no line breaks, so that none reaches from one part into the next.
CREATE VIEW job_text (job, text) AS
SELECT id, lower(name || char(10) || coalesce(algorithm, '') || char(10) || status || char(10) || coalesce(
    (SELECT group_concat(key || '=' || value, char(10)) FROM tag WHERE tag.job = training_job.id), ''))
FROM training_job;

-- Kept, because words of one or two characters are in no index.
CREATE TABLE job_words (
    job  INTEGER PRIMARY KEY NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE job_trigram USING fts5 (
    text, content = 'job_words', content_rowid = 'job', tokenize = 'trigram case_sensitive 1'
);

CREATE TRIGGER job_words_added AFTER INSERT ON job_words BEGIN
    INSERT INTO job_trigram (rowid, text) VALUES (new.job, new.text);
END;
CREATE TRIGGER job_words_changed AFTER UPDATE ON job_words BEGIN
    INSERT INTO job_trigram (job_trigram, rowid, text) VALUES ('delete', old.job, old.text);
    INSERT INTO job_trigram (rowid, text) VALUES (new.job, new.text);
END;
CREATE TRIGGER job_words_removed AFTER DELETE ON job_words BEGIN
    INSERT INTO job_trigram (job_trigram, rowid, text) VALUES ('delete', old.job, old.text);
END;

CREATE TRIGGER job_text_added AFTER INSERT ON training_job BEGIN
    INSERT INTO job_words (job, text) SELECT job, text FROM job_text WHERE job = new.id;
END;
-- A description is stored every few seconds; mostly it says nothing new.
CREATE TRIGGER job_text_changed AFTER UPDATE OF name, algorithm, status ON training_job
WHEN old.name <> new.name OR old.algorithm IS NOT new.algorithm OR old.status <> new.status BEGIN
    UPDATE job_words SET text = (SELECT text FROM job_text WHERE job = new.id) WHERE job = new.id;
END;
CREATE TRIGGER job_text_tagged AFTER INSERT ON tag BEGIN
    UPDATE job_words SET text = (SELECT text FROM job_text WHERE job = new.job) WHERE job = new.job;
END;
CREATE TRIGGER job_text_retagged AFTER UPDATE ON tag BEGIN
    UPDATE job_words SET text = (SELECT text FROM job_text WHERE job = new.job) WHERE job = new.job;
END;
-- The tags of a job that is removed go after its row.
CREATE TRIGGER job_text_untagged AFTER DELETE ON tag BEGIN
    UPDATE job_words SET text = coalesce((SELECT text FROM job_text WHERE job = old.job), '') WHERE job = old.job;
END;

INSERT INTO job_words (job, text) SELECT job, text FROM job_text;

-- Keys of `domain::job_query::natural_key`, of the job's own name and its parent's; NULL until the program has filled them in.
ALTER TABLE training_job ADD COLUMN name_key TEXT;
ALTER TABLE training_job ADD COLUMN parent_key TEXT;
-- Jobs with a parent, then those with a model that no known job made; NULL for all others.
ALTER TABLE training_job ADD COLUMN source_order TEXT GENERATED ALWAYS AS (
    CASE WHEN parent_name IS NOT NULL THEN '0' || parent_key WHEN model_source IS NOT NULL THEN '1' || model_source END
) VIRTUAL;
CREATE INDEX training_job_by_name_key ON training_job (name_key);
CREATE INDEX training_job_by_source_order ON training_job (source_order);
-- It ordered the rows by parent.
DROP INDEX training_job_by_parent;

-- Texts are equal without regard to the case of Latin letters.
DROP INDEX tag_key;
DROP INDEX training_job_by_algorithm;
DROP INDEX training_job_by_instance;
CREATE INDEX tag_key ON tag (key, value COLLATE NOCASE);
CREATE INDEX training_job_by_algorithm ON training_job (algorithm COLLATE NOCASE, created_at, instance_type, status);
CREATE INDEX training_job_by_instance ON training_job (instance_type COLLATE NOCASE, created_at, algorithm, status);
