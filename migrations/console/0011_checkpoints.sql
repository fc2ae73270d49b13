-- Which job kept its checkpoints at a location; a slash at the end makes no difference.

CREATE INDEX document_checkpoints ON document (
    CASE WHEN json_valid(request) THEN rtrim(json_extract(request, '$.CheckpointConfig.S3Uri'), '/') END
);
