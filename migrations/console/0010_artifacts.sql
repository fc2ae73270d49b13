-- What passes over archives found, by the version that was read. A report in an older form is made again.

CREATE TABLE artifact_report (
    uri    TEXT NOT NULL,
    etag   TEXT NOT NULL,
    form   INTEGER NOT NULL,
    report TEXT NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (uri, etag)
) STRICT, WITHOUT ROWID;

CREATE TABLE weights_distance (
    first_uri   TEXT NOT NULL,
    first_etag  TEXT NOT NULL,
    second_uri  TEXT NOT NULL,
    second_etag TEXT NOT NULL,
    form        INTEGER NOT NULL,
    distance    TEXT NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (first_uri, first_etag, second_uri, second_etag)
) STRICT, WITHOUT ROWID;

-- Which locations a job reads, so that a location can tell its readers. Filled from the requests themselves.
CREATE TABLE job_input (
    job     INTEGER NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    channel TEXT NOT NULL,
    uri     TEXT NOT NULL,
    PRIMARY KEY (job, channel)
) STRICT, WITHOUT ROWID;

CREATE INDEX job_input_uri ON job_input (uri, job);

CREATE TRIGGER job_input_added AFTER INSERT ON document WHEN json_valid(new.request) BEGIN
    INSERT OR IGNORE INTO job_input (job, channel, uri)
    SELECT new.job, json_extract(channel.value, '$.ChannelName'), json_extract(channel.value, '$.DataSource.S3DataSource.S3Uri')
    FROM json_each(new.request, '$.InputDataConfig') AS channel
    WHERE json_type(channel.value, '$.ChannelName') = 'text' AND json_type(channel.value, '$.DataSource.S3DataSource.S3Uri') = 'text';
END;

INSERT OR IGNORE INTO job_input (job, channel, uri)
SELECT document.job, json_extract(channel.value, '$.ChannelName'), json_extract(channel.value, '$.DataSource.S3DataSource.S3Uri')
FROM document
JOIN json_each(CASE WHEN json_valid(document.request) THEN document.request ELSE '{}' END, '$.InputDataConfig') AS channel
WHERE json_type(channel.value, '$.ChannelName') = 'text' AND json_type(channel.value, '$.DataSource.S3DataSource.S3Uri') = 'text';
