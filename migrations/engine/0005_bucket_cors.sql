-- What scripts of other sites may do with a bucket, as PutBucketCors set it: JSON, a list of rules.

ALTER TABLE bucket ADD COLUMN cors TEXT;
