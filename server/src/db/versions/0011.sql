BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO "_sqlx_migrations" (version, description, installed_on, success, checksum, execution_time) VALUES (1, 'history', '2026-11-23 12:04:29', 1, X'04F5F353707C157FB8225F16467717BABB928A56936BAF8799B397C900B060A9ACB87AF8B1BEABC85F1E5E08D426CD07', 997606);
INSERT INTO "_sqlx_migrations" (version, description, installed_on, success, checksum, execution_time) VALUES (2, 'drafts', '2026-11-23 13:49:32', 1, X'B44911509DAF87FF4B5931465E110816C09F6C1E8304A22E8A5D05F1F26FA762556CCBE693670EEFF948BA2B3C1B7F25', 1);
INSERT INTO "_sqlx_migrations" (version, description, installed_on, success, checksum, execution_time) VALUES (3, 'records', '2026-11-23 13:03:00', 1, X'759FCE8597340778454798B480F22B03261C9B38E6A15AFBDBB7778027BC233AFB2ADBA0CDC90AC24BF73ADF485A709F', 900000);
INSERT INTO "_sqlx_migrations" (version, description, installed_on, success, checksum, execution_time) VALUES (10, 'artifacts', '2026-11-23 13:10:00', 1, X'E5CC2C0D01A42FF385FCE7BF9F547DEF4282379D5936D352B8AD25BB6D66AFC0E4B2EBA67CA78C256BB8044B77F1416B', 900000);
INSERT INTO "_sqlx_migrations" (version, description, installed_on, success, checksum, execution_time) VALUES (11, 'checkpoints', '2026-11-23 13:11:00', 1, X'9F09AE51750C98C1562BB076DDD7B7E224000547B7AC8BC8305227AAE332822FB7D06ABD441AF7A4802A50D20FED4C0E', 900000);
CREATE TABLE training_job (
    id                       INTEGER PRIMARY KEY NOT NULL,
    name                     TEXT NOT NULL,
    -- Who made it.
    origin                   TEXT NOT NULL CHECK (origin IN ('console', 'elsewhere')),
    status                   TEXT NOT NULL,
    secondary_status         TEXT NOT NULL,
    created_at               INTEGER NOT NULL,
    ended_at                 INTEGER,
    training_seconds         INTEGER,
    billable_seconds         INTEGER,
    -- The algorithm's name for people, or the image; NULL until the program has filled it in.
    algorithm                TEXT,
    instance_type            TEXT,
    -- The last one seen, from 0 to 1; and the best after an epoch of training, with that epoch.
    validation_accuracy      REAL,
    best_validation_accuracy REAL,
    best_epoch               INTEGER,
    -- The job that made the model at model_source, where that is known; its name stays when it is removed.
    parent                   INTEGER,
    parent_name              TEXT,
    -- When the target no longer knew the job.
    vanished_at              INTEGER,
    -- When a later job took the name.
    superseded_at            INTEGER,
    -- NULL until the target is known to have accepted the request.
    arn                      TEXT,
    failure_reason           TEXT,
    -- Location of the `model` channel: where the first weights came from.
    model_source             TEXT,
    -- Where the model is or will be; it exists only when artifact_size says so.
    artifact                 TEXT,
    artifact_size            INTEGER,
    artifact_etag            TEXT,
    artifact_sha256          TEXT,
    -- When somebody last looked for the artifact.
    artifact_looked_at       INTEGER,
    -- When the target was last asked.
    described_at             INTEGER,
    -- 'asleep': nobody asked for the log of this old job; 'open': more may come; 'complete'.
    log_state                TEXT NOT NULL DEFAULT 'open' CHECK (log_state IN ('asleep', 'open', 'complete')),
    -- The newest sign of progress in the log: the epoch under way (from 1), its batches done, and when that was written.
    progress_epoch           INTEGER,
    progress_batch           INTEGER,
    progress_at              INTEGER,
    -- Of an ended job, from its creation to its end, in milliseconds.
    duration                 INTEGER GENERATED ALWAYS AS (ended_at - created_at) VIRTUAL
) STRICT;
INSERT INTO "training_job" (id, name, origin, status, secondary_status, created_at, ended_at, training_seconds, billable_seconds, algorithm, instance_type, validation_accuracy, best_validation_accuracy, best_epoch, parent, parent_name, vanished_at, superseded_at, arn, failure_reason, model_source, artifact, artifact_size, artifact_etag, artifact_sha256, artifact_looked_at, described_at, log_state, progress_epoch, progress_batch, progress_at) VALUES (1, 'unreadable', 'elsewhere', 'Completed', 'Completed', 5, NULL, NULL, NULL, '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'open', NULL, NULL, NULL);
INSERT INTO "training_job" (id, name, origin, status, secondary_status, created_at, ended_at, training_seconds, billable_seconds, algorithm, instance_type, validation_accuracy, best_validation_accuracy, best_epoch, parent, parent_name, vanished_at, superseded_at, arn, failure_reason, model_source, artifact, artifact_size, artifact_etag, artifact_sha256, artifact_looked_at, described_at, log_state, progress_epoch, progress_batch, progress_at) VALUES (2, 'digits-base-1', 'console', 'Completed', 'Completed', 1795435474559, 1795435491864, 18, 18, 'Image Classification - MXNet', 'ml.p3.2xlarge', 0.974, 0.974, 5, NULL, NULL, NULL, NULL, 'arn:aws:sagemaker:us-west-2:000000000000:training-job/digits-base-1', NULL, NULL, 's3://sagemaker-us-west-2-000000000000/output/digits-base-1/output/model.tar.gz', 1021944, '"5d41402abc4b2a76b9719d911017c592"', NULL, 1795435491999, 1795435491986, 'complete', 7, 0, 1795435491539);
INSERT INTO "training_job" (id, name, origin, status, secondary_status, created_at, ended_at, training_seconds, billable_seconds, algorithm, instance_type, validation_accuracy, best_validation_accuracy, best_epoch, parent, parent_name, vanished_at, superseded_at, arn, failure_reason, model_source, artifact, artifact_size, artifact_etag, artifact_sha256, artifact_looked_at, described_at, log_state, progress_epoch, progress_batch, progress_at) VALUES (3, 'digits-inc-1', 'elsewhere', 'Failed', 'Failed', 1795435534559, NULL, NULL, NULL, 'Image Classification - MXNet', 'ml.p3.2xlarge', NULL, NULL, NULL, 2, 'digits-base-1', 1795435564559, NULL, NULL, NULL, 's3://sagemaker-us-west-2-000000000000/output/digits-base-1/output/model.tar.gz', 's3://sagemaker-us-west-2-000000000000/output/digits-inc-1/output/model.tar.gz', NULL, NULL, NULL, NULL, NULL, 'complete', NULL, NULL, NULL);
INSERT INTO "training_job" (id, name, origin, status, secondary_status, created_at, ended_at, training_seconds, billable_seconds, algorithm, instance_type, validation_accuracy, best_validation_accuracy, best_epoch, parent, parent_name, vanished_at, superseded_at, arn, failure_reason, model_source, artifact, artifact_size, artifact_etag, artifact_sha256, artifact_looked_at, described_at, log_state, progress_epoch, progress_batch, progress_at) VALUES (4, 'digits-base-1', 'console', 'Stopped', 'Stopped', 1795430000000, 1795430060000, NULL, NULL, 'Image Classification - MXNet', 'ml.p3.2xlarge', NULL, NULL, NULL, NULL, NULL, 1795435000000, 1795435474556, 'arn:aws:sagemaker:us-west-2:000000000000:training-job/digits-base-1', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'complete', NULL, NULL, NULL);
CREATE TABLE metric (
    id   INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO "metric" (id, name) VALUES (1, 'train:accuracy');
INSERT INTO "metric" (id, name) VALUES (2, 'train:cross-entropy');
INSERT INTO "metric" (id, name) VALUES (3, 'validation:accuracy');
INSERT INTO "metric" (id, name) VALUES (4, 'validation:cross-entropy');
CREATE TABLE artifact_report (
    uri    TEXT NOT NULL,
    etag   TEXT NOT NULL,
    form   INTEGER NOT NULL,
    report TEXT NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (uri, etag)
) STRICT, WITHOUT ROWID;
INSERT INTO "artifact_report" (uri, etag, form, report, at) VALUES ('s3://sagemaker-us-west-2-000000000000/output/digits-base-1/output/model.tar.gz', '"5d41402abc4b2a76b9719d911017c592"', 1, '{"kept":"report"}', 1795435700000);
CREATE TABLE document (
    job         INTEGER PRIMARY KEY NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    -- The body of CreateTrainingJob; of a job made elsewhere, what its description tells of it.
    request     TEXT NOT NULL,
    -- The answer to CreateTrainingJob, and the service's number of the call.
    answer      TEXT,
    request_id  TEXT,
    -- The last answer of DescribeTrainingJob.
    description TEXT
) STRICT;
INSERT INTO "document" (job, request, answer, request_id, description) VALUES (1, 'no JSON', NULL, NULL, NULL);
INSERT INTO "document" (job, request, answer, request_id, description) VALUES (2, '{"TrainingJobName":"digits-base-1","HyperParameters":{"epochs":"6","image_shape":"3,28,28","learning_rate":"0.05","lr_scheduler_step":"4","mini_batch_size":"32","momentum":"0.9","num_classes":"10","num_layers":"20","num_training_samples":"2000","optimizer":"sgd"},"AlgorithmSpecification":{"TrainingImage":"433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1","TrainingInputMode":"File"},"RoleArn":"arn:aws:iam::000000000000:role/BatonLocalRole","InputDataConfig":[{"ChannelName":"train","DataSource":{"S3DataSource":{"S3DataType":"S3Prefix","S3Uri":"s3://sagemaker-us-west-2-000000000000/samples/digits/base/train/","S3DataDistributionType":"FullyReplicated"}},"ContentType":"application/x-recordio","CompressionType":"None","RecordWrapperType":"None","InputMode":"File"},{"ChannelName":"validation","DataSource":{"S3DataSource":{"S3DataType":"S3Prefix","S3Uri":"s3://sagemaker-us-west-2-000000000000/samples/digits/base/validation/","S3DataDistributionType":"FullyReplicated"}},"ContentType":"application/x-recordio","CompressionType":"None","RecordWrapperType":"None","InputMode":"File"}],"OutputDataConfig":{"S3OutputPath":"s3://sagemaker-us-west-2-000000000000/output"},"ResourceConfig":{"InstanceType":"ml.p3.2xlarge","InstanceCount":1,"VolumeSizeInGB":30},"StoppingCondition":{"MaxRuntimeInSeconds":3600}}', '{"TrainingJobArn":"arn:aws:sagemaker:us-west-2:000000000000:training-job/digits-base-1"}', '00000000-0000-4000-8000-000000000001', '{"TrainingJobName":"digits-base-1","TrainingJobArn":"arn:aws:sagemaker:us-west-2:000000000000:training-job/digits-base-1","ModelArtifacts":{"S3ModelArtifacts":"s3://sagemaker-us-west-2-000000000000/output/digits-base-1/output/model.tar.gz"},"TrainingJobStatus":"Completed","SecondaryStatus":"Completed","HyperParameters":{"image_shape":"3,28,28","learning_rate":"0.05","lr_scheduler_step":"4","num_classes":"10","epochs":"6","mini_batch_size":"32","momentum":"0.9","num_training_samples":"2000","optimizer":"sgd","num_layers":"20"},"AlgorithmSpecification":{"TrainingImage":"433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1","TrainingInputMode":"File"},"RoleArn":"arn:aws:iam::000000000000:role/BatonLocalRole","InputDataConfig":[{"ChannelName":"train","DataSource":{"S3DataSource":{"S3DataType":"S3Prefix","S3Uri":"s3://sagemaker-us-west-2-000000000000/samples/digits/base/train/","S3DataDistributionType":"FullyReplicated"}},"ContentType":"application/x-recordio","CompressionType":"None","RecordWrapperType":"None","InputMode":"File"},{"ChannelName":"validation","DataSource":{"S3DataSource":{"S3DataType":"S3Prefix","S3Uri":"s3://sagemaker-us-west-2-000000000000/samples/digits/base/validation/","S3DataDistributionType":"FullyReplicated"}},"ContentType":"application/x-recordio","CompressionType":"None","RecordWrapperType":"None","InputMode":"File"}],"OutputDataConfig":{"S3OutputPath":"s3://sagemaker-us-west-2-000000000000/output","KmsKeyId":""},"ResourceConfig":{"InstanceType":"ml.p3.2xlarge","InstanceCount":1,"VolumeSizeInGB":30},"StoppingCondition":{"MaxRuntimeInSeconds":3600},"EnableNetworkIsolation":false,"EnableInterContainerTrafficEncryption":false,"EnableManagedSpotTraining":false,"CreationTime":1795435474.559,"LastModifiedTime":1795435491.864,"TrainingStartTime":1795435474.561,"TrainingEndTime":1795435491.864,"TrainingTimeInSeconds":18,"BillableTimeInSeconds":18,"SecondaryStatusTransitions":[{"Status":"Starting","StartTime":1795435474.559,"StatusMessage":"Starting the training job","EndTime":1795435474.561},{"Status":"Downloading","StartTime":1795435474.561,"StatusMessage":"Downloading input data","EndTime":1795435474.601},{"Status":"Training","StartTime":1795435474.601,"StatusMessage":"Training image download completed. Training in progress.","EndTime":1795435491.821},{"Status":"Uploading","StartTime":1795435491.821,"StatusMessage":"Uploading generated training model","EndTime":1795435491.864},{"Status":"Completed","StartTime":1795435491.864,"StatusMessage":"Training job completed","EndTime":1795435491.864}],"FinalMetricDataList":[{"MetricName":"train:accuracy","Value":0.990575,"Timestamp":1795435491.539},{"MetricName":"train:cross-entropy","Value":0.039171,"Timestamp":1795435491.539},{"MetricName":"validation:accuracy","Value":0.974,"Timestamp":1795435491.732},{"MetricName":"validation:cross-entropy","Value":0.091201,"Timestamp":1795435491.732}]}');
INSERT INTO "document" (job, request, answer, request_id, description) VALUES (3, '{"TrainingJobName": "digits-inc-1", "HyperParameters": {"epochs": "6", "image_shape": "3,28,28", "learning_rate": "0.05", "lr_scheduler_step": "4", "mini_batch_size": "32", "momentum": "0.9", "num_classes": "10", "num_layers": "20", "num_training_samples": "2000", "optimizer": "sgd"}, "AlgorithmSpecification": {"TrainingImage": "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1", "TrainingInputMode": "File"}, "RoleArn": "arn:aws:iam::000000000000:role/BatonLocalRole", "InputDataConfig": [{"ChannelName": "train", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://sagemaker-us-west-2-000000000000/samples/digits/base/train/", "S3DataDistributionType": "FullyReplicated"}}, "ContentType": "application/x-recordio", "CompressionType": "None", "RecordWrapperType": "None", "InputMode": "File"}, {"ChannelName": "validation", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://sagemaker-us-west-2-000000000000/samples/digits/base/validation/", "S3DataDistributionType": "FullyReplicated"}}, "ContentType": "application/x-recordio", "CompressionType": "None", "RecordWrapperType": "None", "InputMode": "File"}, {"ChannelName": "model", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://sagemaker-us-west-2-000000000000/output/digits-base-1/output/model.tar.gz"}}}], "OutputDataConfig": {"S3OutputPath": "s3://sagemaker-us-west-2-000000000000/output"}, "ResourceConfig": {"InstanceType": "ml.p3.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30}, "StoppingCondition": {"MaxRuntimeInSeconds": 3600}, "Tags": [{"Key": "team", "Value": "vision"}, {"Key": "empty", "Value": ""}]}', NULL, NULL, NULL);
INSERT INTO "document" (job, request, answer, request_id, description) VALUES (4, '{"TrainingJobName":"digits-base-1"}', NULL, NULL, NULL);
CREATE TABLE draft (
    id         TEXT PRIMARY KEY NOT NULL,
    -- Counts the savings: who saves must name the one that was read, so that two tabs do not overwrite each other unseen.
    version    INTEGER NOT NULL,
    -- The job name that was typed.
    title      TEXT NOT NULL,
    -- The form as the pages wrote it, as JSON; only they read it.
    form       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
INSERT INTO "draft" (id, version, title, form, created_at, changed_at) VALUES ('d1', 3, 'digits-inc-2', '{}', 1, 2);
CREATE TABLE event (
    id         INTEGER PRIMARY KEY NOT NULL,
    job        TEXT NOT NULL,
    at         INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    actor      TEXT NOT NULL CHECK (actor IN ('console', 'service', 'elsewhere')),
    message    TEXT NOT NULL,
    request_id TEXT
) STRICT;
INSERT INTO "event" (id, job, at, kind, actor, message, request_id) VALUES (1, 'digits-base-1', 1795435474556, 'submitted', 'console', '', NULL);
INSERT INTO "event" (id, job, at, kind, actor, message, request_id) VALUES (2, 'digits-base-1', 1795435474561, 'accepted', 'service', 'arn:aws:sagemaker:us-west-2:000000000000:training-job/digits-base-1', NULL);
INSERT INTO "event" (id, job, at, kind, actor, message, request_id) VALUES (3, 'digits-base-1', 1795435474606, 'status-changed', 'service', 'InProgress · Downloading', NULL);
INSERT INTO "event" (id, job, at, kind, actor, message, request_id) VALUES (4, 'digits-base-1', 1795435475326, 'status-changed', 'service', 'InProgress · Training', NULL);
INSERT INTO "event" (id, job, at, kind, actor, message, request_id) VALUES (5, 'digits-base-1', 1795435491986, 'status-changed', 'service', 'Completed · Completed', NULL);
INSERT INTO "event" (id, job, at, kind, actor, message, request_id) VALUES (6, 'digits-inc-1', 1795435534559, 'discovered', 'elsewhere', 'arn', NULL);
INSERT INTO "event" (id, job, at, kind, actor, message, request_id) VALUES (7, 'never', 7, 'refused', 'service', 'no', NULL);
CREATE TABLE filter_set (
    name     TEXT PRIMARY KEY NOT NULL,
    query    TEXT NOT NULL,
    saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "filter_set" (name, query, saved_at) VALUES ('failed of the team', 'f=status%3DFailed&f=tag.team%3Dvision', 1795435600000);
CREATE TABLE job_input (
    job     INTEGER NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    channel TEXT NOT NULL,
    uri     TEXT NOT NULL,
    PRIMARY KEY (job, channel)
) STRICT, WITHOUT ROWID;
INSERT INTO "job_input" (job, channel, uri) VALUES (3, 'model', 's3://sagemaker-us-west-2-000000000000/output/digits-base-1/output/model.tar.gz');
INSERT INTO "job_input" (job, channel, uri) VALUES (2, 'train', 's3://sagemaker-us-west-2-000000000000/samples/digits/base/train/');
INSERT INTO "job_input" (job, channel, uri) VALUES (3, 'train', 's3://sagemaker-us-west-2-000000000000/samples/digits/base/train/');
INSERT INTO "job_input" (job, channel, uri) VALUES (2, 'validation', 's3://sagemaker-us-west-2-000000000000/samples/digits/base/validation/');
INSERT INTO "job_input" (job, channel, uri) VALUES (3, 'validation', 's3://sagemaker-us-west-2-000000000000/samples/digits/base/validation/');
CREATE VIRTUAL TABLE job_text USING fts5 (name, tags, tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3');
INSERT INTO "job_text" (rowid, name, tags) VALUES (1, 'unreadable', '');
INSERT INTO "job_text" (rowid, name, tags) VALUES (2, 'digits-base-1', '');
INSERT INTO "job_text" (rowid, name, tags) VALUES (3, 'digits-inc-1', 'empty  team vision');
INSERT INTO "job_text" (rowid, name, tags) VALUES (4, 'digits-base-1', '');
CREATE TABLE log_line (
    job    INTEGER NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    text   TEXT NOT NULL,
    PRIMARY KEY (job, number)
) STRICT, WITHOUT ROWID;
INSERT INTO "log_line" (job, number, at, text) VALUES (2, 0, 1795435474637, '[11/23/2026 12:04:34 INFO 9948] Reading provided configuration from input/config');
INSERT INTO "log_line" (job, number, at, text) VALUES (2, 1, 1795435474638, '[11/23/2026 12:04:34 INFO 9948] Final configuration: {"beta_1":"0.9","beta_2":"0.999","early_stopping":"False","early_stopping_min_epochs":"10","early_stopping_patience":"5","early_stopping_tolerance":"0.0","epochs":"6","eps":"1e-8","gamma":"0.9","image_shape":"3,28,28","learning_rate":"0.05","lr_scheduler_factor":"0.1","lr_scheduler_step":"4","mini_batch_size":"32","momentum":"0.9","multi_label":"0","num_classes":"10","num_layers":"20","num_training_samples":"2000","optimizer":"sgd","precision_dtype":"float32","use_pretrained_model":"0","use_weighted_loss":"0","weight_decay":"0.0001"}');
INSERT INTO "log_line" (job, number, at, text) VALUES (2, 2, 1795435474644, '[11/23/2026 12:04:34 INFO 9948] 2000 training images, 500 validation images');
INSERT INTO "log_line" (job, number, at, text) VALUES (2, 3, 1795435474645, '[11/23/2026 12:04:34 INFO 9948] ResNet with 20 layers and 272544 parameters, on 2 threads');
INSERT INTO "log_line" (job, number, at, text) VALUES (2, 4, 1795435475772, '[11/23/2026 12:04:35 INFO 9948] Epoch[0] Batch [20]	Speed: 574.87 samples/sec	accuracy=0.248438');
INSERT INTO "log_line" (job, number, at, text) VALUES (2, 5, 1795435476557, '[11/23/2026 12:04:36 INFO 9948] Epoch[0] Batch [40]	Speed: 815.70 samples/sec	accuracy=0.367969');
INSERT INTO "log_line" (job, number, at, text) VALUES (2, 6, 1795435477357, '[11/23/2026 12:04:37 INFO 9948] Epoch[0] Batch [60]	Speed: 800.14 samples/sec	accuracy=0.504687');
INSERT INTO "log_line" (job, number, at, text) VALUES (2, 7, 1795435477470, '[11/23/2026 12:04:37 INFO 9948] Epoch[0] Train-accuracy=0.524306');
INSERT INTO "log_line" (job, number, at, text) VALUES (2, 8, 1795435477470, '[11/23/2026 12:04:37 INFO 9948] Epoch[0] Train-cross-entropy=1.415306');
INSERT INTO "log_line" (job, number, at, text) VALUES (2, 9, 1795435477683, '[11/23/2026 12:04:37 INFO 9948] Epoch[0] Time cost=3.024');
INSERT INTO "log_line" (job, number, at, text) VALUES (2, 10, 1795435477684, '[11/23/2026 12:04:37 INFO 9948] Epoch[0] Validation-accuracy=0.620000');
INSERT INTO "log_line" (job, number, at, text) VALUES (2, 11, 1795435477684, '[11/23/2026 12:04:37 INFO 9948] Epoch[0] Validation-cross-entropy=1.042239');
CREATE TABLE log_stream (
    job   INTEGER NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    name  TEXT NOT NULL,
    token TEXT,
    PRIMARY KEY (job, name)
) STRICT, WITHOUT ROWID;
INSERT INTO "log_stream" (job, name, token) VALUES (2, 'digits-base-1/algo-1-1795435474', 'f/6776');
CREATE TABLE mark (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "mark" (name, value) VALUES ('listed-until', '1795435474559');
CREATE TABLE metric_point (
    job    INTEGER NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    metric INTEGER NOT NULL REFERENCES metric (id),
    epoch  INTEGER NOT NULL,
    value  REAL NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (job, metric, epoch)
) STRICT, WITHOUT ROWID;
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 1, 1, 0.524306, 1795435477470);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 1, 2, 0.921131, 1795435480328);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 1, 3, 0.950893, 1795435483111);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 1, 4, 0.967758, 1795435486094);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 1, 5, 0.978175, 1795435488830);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 1, 6, 0.990575, 1795435491539);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 2, 1, 1.415306, 1795435477470);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 2, 2, 0.306584, 1795435480328);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 2, 3, 0.166025, 1795435483111);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 2, 4, 0.102252, 1795435486094);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 2, 5, 0.077501, 1795435488830);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 2, 6, 0.039171, 1795435491539);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 3, 1, 0.62, 1795435477684);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 3, 2, 0.844, 1795435480558);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 3, 3, 0.9, 1795435483322);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 3, 4, 0.922, 1795435486315);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 3, 5, 0.974, 1795435489015);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 3, 6, 0.974, 1795435491732);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 4, 1, 1.042239, 1795435477684);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 4, 2, 0.478389, 1795435480558);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 4, 3, 0.358755, 1795435483322);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 4, 4, 0.254789, 1795435486315);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 4, 5, 0.086769, 1795435489015);
INSERT INTO "metric_point" (job, metric, epoch, value, at) VALUES (2, 4, 6, 0.091201, 1795435491732);
CREATE TABLE tag (
    job   INTEGER NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    key   TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (job, key)
) STRICT, WITHOUT ROWID;
INSERT INTO "tag" (job, key, value) VALUES (3, 'empty', '');
INSERT INTO "tag" (job, key, value) VALUES (3, 'team', 'vision');
CREATE TABLE transition (
    job        INTEGER NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    status     TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER,
    message    TEXT,
    PRIMARY KEY (job, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "transition" (job, position, status, started_at, ended_at, message) VALUES (2, 0, 'Starting', 1795435474559, 1795435474561, 'Starting the training job');
INSERT INTO "transition" (job, position, status, started_at, ended_at, message) VALUES (2, 1, 'Downloading', 1795435474561, 1795435474601, 'Downloading input data');
INSERT INTO "transition" (job, position, status, started_at, ended_at, message) VALUES (2, 2, 'Training', 1795435474601, 1795435491821, 'Training image download completed. Training in progress.');
INSERT INTO "transition" (job, position, status, started_at, ended_at, message) VALUES (2, 3, 'Uploading', 1795435491821, 1795435491864, 'Uploading generated training model');
INSERT INTO "transition" (job, position, status, started_at, ended_at, message) VALUES (2, 4, 'Completed', 1795435491864, 1795435491864, 'Training job completed');
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
INSERT INTO "weights_distance" (first_uri, first_etag, second_uri, second_etag, form, distance, at) VALUES ('s3://sagemaker-us-west-2-000000000000/output/digits-base-1/output/model.tar.gz', '"5d41402abc4b2a76b9719d911017c592"', 's3://bucket/output/digits-inc-1/output/model.tar.gz', '"7d793037a0760186574b0282f2f435e7"', 1, '{"kept":"distance"}', 1795435700001);
CREATE INDEX document_checkpoints ON document (
    CASE WHEN json_valid(request) THEN rtrim(json_extract(request, '$.CheckpointConfig.S3Uri'), '/') END
);
CREATE INDEX draft_changed ON draft (changed_at DESC, id);
CREATE INDEX event_job ON event (job, id);
CREATE TRIGGER job_input_added AFTER INSERT ON document WHEN json_valid(new.request) BEGIN
    INSERT OR IGNORE INTO job_input (job, channel, uri)
    SELECT new.job, json_extract(channel.value, '$.ChannelName'), json_extract(channel.value, '$.DataSource.S3DataSource.S3Uri')
    FROM json_each(new.request, '$.InputDataConfig') AS channel
    WHERE json_type(channel.value, '$.ChannelName') = 'text' AND json_type(channel.value, '$.DataSource.S3DataSource.S3Uri') = 'text';
END;
CREATE INDEX job_input_uri ON job_input (uri, job);
CREATE TRIGGER job_text_added AFTER INSERT ON training_job BEGIN
    INSERT INTO job_text (rowid, name, tags) VALUES (new.id, new.name, '');
END;
CREATE TRIGGER job_text_removed AFTER DELETE ON training_job BEGIN
    DELETE FROM job_text WHERE rowid = old.id;
END;
CREATE TRIGGER job_text_retagged AFTER UPDATE ON tag BEGIN
    UPDATE job_text SET tags = (SELECT group_concat(key || ' ' || value, ' ') FROM tag WHERE job = new.job) WHERE rowid = new.job;
END;
CREATE TRIGGER job_text_tagged AFTER INSERT ON tag BEGIN
    UPDATE job_text SET tags = (SELECT group_concat(key || ' ' || value, ' ') FROM tag WHERE job = new.job) WHERE rowid = new.job;
END;
CREATE TRIGGER job_text_untagged AFTER DELETE ON tag BEGIN
    UPDATE job_text SET tags = coalesce((SELECT group_concat(key || ' ' || value, ' ') FROM tag WHERE job = old.job), '')
    WHERE rowid = old.job;
END;
CREATE INDEX tag_key ON tag (key, value);
CREATE INDEX training_job_artifact ON training_job (artifact, created_at);
CREATE INDEX training_job_by_accuracy ON training_job (validation_accuracy);
CREATE INDEX training_job_by_algorithm ON training_job (algorithm);
CREATE INDEX training_job_by_best ON training_job (best_validation_accuracy);
CREATE INDEX training_job_by_billable ON training_job (billable_seconds);
CREATE INDEX training_job_by_created ON training_job (created_at);
CREATE INDEX training_job_by_duration ON training_job (duration);
CREATE INDEX training_job_by_ended ON training_job (ended_at);
CREATE INDEX training_job_by_instance ON training_job (instance_type);
CREATE INDEX training_job_by_name ON training_job (name);
CREATE INDEX training_job_by_parent ON training_job (parent_name);
CREATE INDEX training_job_by_status ON training_job (status, created_at);
CREATE INDEX training_job_model_source ON training_job (model_source, created_at);
CREATE UNIQUE INDEX training_job_name ON training_job (name) WHERE superseded_at IS NULL;
CREATE INDEX training_job_open ON training_job (described_at)
    WHERE vanished_at IS NULL
      AND (status NOT IN ('Completed', 'Failed', 'Stopped') OR log_state = 'open' OR artifact_looked_at IS NULL);
CREATE INDEX training_job_parent ON training_job (parent);
COMMIT;
