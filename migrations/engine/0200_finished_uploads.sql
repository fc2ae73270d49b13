-- Multipart uploads that became objects, for a while: a client whose answer was lost asks again and is answered the same.

CREATE TABLE finished_upload (
    id          TEXT    NOT NULL PRIMARY KEY,
    bucket      TEXT    NOT NULL REFERENCES bucket (name) ON DELETE CASCADE,
    key         BLOB    NOT NULL,
    finished_at INTEGER NOT NULL,
    etag        TEXT    NOT NULL,
    -- JSON: the object's checksums.
    checksums   TEXT    NOT NULL
) WITHOUT ROWID;

CREATE INDEX finished_upload_by_time ON finished_upload (finished_at);
