BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO "_sqlx_migrations" VALUES(1,'history','2026-11-23 12:04:29',1,X'04F5F353707C157FB8225F16467717BABB928A56936BAF8799B397C900B060A9ACB87AF8B1BEABC85F1E5E08D426CD07',997606);
INSERT INTO "_sqlx_migrations" VALUES(2,'drafts','2026-11-23 13:49:32',1,X'B44911509DAF87FF4B5931465E110816C09F6C1E8304A22E8A5D05F1F26FA762556CCBE693670EEFF948BA2B3C1B7F25',1);
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
INSERT INTO "draft" VALUES('d1',3,'digits-inc-2','{}',1,2);
CREATE TABLE event (
    id      INTEGER PRIMARY KEY,
    job     TEXT NOT NULL,
    at      INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    message TEXT NOT NULL
) STRICT;
INSERT INTO "event" VALUES(1,'digits-base-1',1795435474556,'submitted','');
INSERT INTO "event" VALUES(2,'digits-base-1',1795435474561,'accepted','arn:aws:sagemaker:us-west-2:000000000000:training-job/digits-base-1');
INSERT INTO "event" VALUES(3,'digits-base-1',1795435474606,'status-changed','InProgress · Downloading');
INSERT INTO "event" VALUES(4,'digits-base-1',1795435475326,'status-changed','InProgress · Training');
INSERT INTO "event" VALUES(5,'digits-base-1',1795435491986,'status-changed','Completed · Completed');
INSERT INTO "event" VALUES(6,'digits-inc-1',1795435534559,'discovered','arn');
INSERT INTO "event" VALUES(7,'never',7,'refused','no');
CREATE TABLE log_line (
    job    TEXT NOT NULL REFERENCES training_job (name) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    text   TEXT NOT NULL,
    PRIMARY KEY (job, number)
) STRICT, WITHOUT ROWID;
INSERT INTO "log_line" VALUES('digits-base-1',0,1795435474637,'[11/23/2026 12:04:34 INFO 9948] Reading provided configuration from input/config');
INSERT INTO "log_line" VALUES('digits-base-1',1,1795435474638,'[11/23/2026 12:04:34 INFO 9948] Final configuration: {"beta_1":"0.9","beta_2":"0.999","early_stopping":"False","early_stopping_min_epochs":"10","early_stopping_patience":"5","early_stopping_tolerance":"0.0","epochs":"6","eps":"1e-8","gamma":"0.9","image_shape":"3,28,28","learning_rate":"0.05","lr_scheduler_factor":"0.1","lr_scheduler_step":"4","mini_batch_size":"32","momentum":"0.9","multi_label":"0","num_classes":"10","num_layers":"20","num_training_samples":"2000","optimizer":"sgd","precision_dtype":"float32","use_pretrained_model":"0","use_weighted_loss":"0","weight_decay":"0.0001"}');
INSERT INTO "log_line" VALUES('digits-base-1',2,1795435474644,'[11/23/2026 12:04:34 INFO 9948] 2000 training images, 500 validation images');
INSERT INTO "log_line" VALUES('digits-base-1',3,1795435474645,'[11/23/2026 12:04:34 INFO 9948] ResNet with 20 layers and 272544 parameters, on 2 threads');
INSERT INTO "log_line" VALUES('digits-base-1',4,1795435475772,'[11/23/2026 12:04:35 INFO 9948] Epoch[0] Batch [20]	Speed: 574.87 samples/sec	accuracy=0.248438');
INSERT INTO "log_line" VALUES('digits-base-1',5,1795435476557,'[11/23/2026 12:04:36 INFO 9948] Epoch[0] Batch [40]	Speed: 815.70 samples/sec	accuracy=0.367969');
INSERT INTO "log_line" VALUES('digits-base-1',6,1795435477357,'[11/23/2026 12:04:37 INFO 9948] Epoch[0] Batch [60]	Speed: 800.14 samples/sec	accuracy=0.504687');
INSERT INTO "log_line" VALUES('digits-base-1',7,1795435477470,'[11/23/2026 12:04:37 INFO 9948] Epoch[0] Train-accuracy=0.524306');
INSERT INTO "log_line" VALUES('digits-base-1',8,1795435477470,'[11/23/2026 12:04:37 INFO 9948] Epoch[0] Train-cross-entropy=1.415306');
INSERT INTO "log_line" VALUES('digits-base-1',9,1795435477683,'[11/23/2026 12:04:37 INFO 9948] Epoch[0] Time cost=3.024');
INSERT INTO "log_line" VALUES('digits-base-1',10,1795435477684,'[11/23/2026 12:04:37 INFO 9948] Epoch[0] Validation-accuracy=0.620000');
INSERT INTO "log_line" VALUES('digits-base-1',11,1795435477684,'[11/23/2026 12:04:37 INFO 9948] Epoch[0] Validation-cross-entropy=1.042239');
CREATE TABLE log_stream (
    job   TEXT NOT NULL REFERENCES training_job (name) ON DELETE CASCADE,
    name  TEXT NOT NULL,
    token TEXT,
    PRIMARY KEY (job, name)
) STRICT, WITHOUT ROWID;
INSERT INTO "log_stream" VALUES('digits-base-1','digits-base-1/algo-1-1795435474','f/6776');
CREATE TABLE mark (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "mark" VALUES('listed-until','1795435474559');
CREATE TABLE metric_point (
    job    TEXT NOT NULL REFERENCES training_job (name) ON DELETE CASCADE,
    metric TEXT NOT NULL,
    epoch  INTEGER NOT NULL,
    value  REAL NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (job, metric, epoch)
) STRICT, WITHOUT ROWID;
INSERT INTO "metric_point" VALUES('digits-base-1','train:accuracy',1,0.524306,1795435477470);
INSERT INTO "metric_point" VALUES('digits-base-1','train:accuracy',2,0.921131,1795435480328);
INSERT INTO "metric_point" VALUES('digits-base-1','train:accuracy',3,0.950893,1795435483111);
INSERT INTO "metric_point" VALUES('digits-base-1','train:accuracy',4,0.967758,1795435486094);
INSERT INTO "metric_point" VALUES('digits-base-1','train:accuracy',5,0.978175,1795435488830);
INSERT INTO "metric_point" VALUES('digits-base-1','train:accuracy',6,0.990575,1795435491539);
INSERT INTO "metric_point" VALUES('digits-base-1','train:cross-entropy',1,1.415306,1795435477470);
INSERT INTO "metric_point" VALUES('digits-base-1','train:cross-entropy',2,0.306584,1795435480328);
INSERT INTO "metric_point" VALUES('digits-base-1','train:cross-entropy',3,0.166025,1795435483111);
INSERT INTO "metric_point" VALUES('digits-base-1','train:cross-entropy',4,0.102252,1795435486094);
INSERT INTO "metric_point" VALUES('digits-base-1','train:cross-entropy',5,0.077501,1795435488830);
INSERT INTO "metric_point" VALUES('digits-base-1','train:cross-entropy',6,0.039171,1795435491539);
INSERT INTO "metric_point" VALUES('digits-base-1','validation:accuracy',1,0.62,1795435477684);
INSERT INTO "metric_point" VALUES('digits-base-1','validation:accuracy',2,0.844,1795435480558);
INSERT INTO "metric_point" VALUES('digits-base-1','validation:accuracy',3,0.9,1795435483322);
INSERT INTO "metric_point" VALUES('digits-base-1','validation:accuracy',4,0.922,1795435486315);
INSERT INTO "metric_point" VALUES('digits-base-1','validation:accuracy',5,0.974,1795435489015);
INSERT INTO "metric_point" VALUES('digits-base-1','validation:accuracy',6,0.974,1795435491732);
INSERT INTO "metric_point" VALUES('digits-base-1','validation:cross-entropy',1,1.042239,1795435477684);
INSERT INTO "metric_point" VALUES('digits-base-1','validation:cross-entropy',2,0.478389,1795435480558);
INSERT INTO "metric_point" VALUES('digits-base-1','validation:cross-entropy',3,0.358755,1795435483322);
INSERT INTO "metric_point" VALUES('digits-base-1','validation:cross-entropy',4,0.254789,1795435486315);
INSERT INTO "metric_point" VALUES('digits-base-1','validation:cross-entropy',5,0.086769,1795435489015);
INSERT INTO "metric_point" VALUES('digits-base-1','validation:cross-entropy',6,0.091201,1795435491732);
CREATE TABLE training_job (
    name                TEXT PRIMARY KEY NOT NULL,
    -- NULL until the target is known to have accepted the request.
    arn                 TEXT,
    -- The body of CreateTrainingJob, as JSON.
    request             TEXT NOT NULL,
    status              TEXT NOT NULL,
    secondary_status    TEXT NOT NULL,
    failure_reason      TEXT,
    created_at          INTEGER NOT NULL,
    ended_at            INTEGER,
    training_seconds    INTEGER,
    billable_seconds    INTEGER,
    -- The last one seen, from 0 to 1.
    validation_accuracy REAL,
    -- Location of the `model` channel: where the first weights came from.
    model_source        TEXT,
    -- Where the model is or will be; it exists only when artifact_size says so.
    artifact            TEXT,
    artifact_size       INTEGER,
    -- When somebody last looked for the artifact.
    artifact_looked_at  INTEGER,
    -- The last answer of DescribeTrainingJob, as JSON, and when it came.
    description         TEXT,
    described_at        INTEGER,
    -- 'asleep': nobody asked for the log of this old job; 'open': more may come; 'complete'.
    log_state           TEXT NOT NULL DEFAULT 'open' CHECK (log_state IN ('asleep', 'open', 'complete')),
    -- The newest sign of progress in the log: the epoch under way (from 1), its batches done, and when that was written.
    progress_epoch      INTEGER,
    progress_batch      INTEGER,
    progress_at         INTEGER,
    -- When the target no longer knew the job.
    vanished_at         INTEGER
) STRICT;
INSERT INTO "training_job" VALUES('digits-base-1','arn:aws:sagemaker:us-west-2:000000000000:training-job/digits-base-1','{"TrainingJobName":"digits-base-1","HyperParameters":{"epochs":"6","image_shape":"3,28,28","learning_rate":"0.05","lr_scheduler_step":"4","mini_batch_size":"32","momentum":"0.9","num_classes":"10","num_layers":"20","num_training_samples":"2000","optimizer":"sgd"},"AlgorithmSpecification":{"TrainingImage":"433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1","TrainingInputMode":"File"},"RoleArn":"arn:aws:iam::000000000000:role/BatonLocalRole","InputDataConfig":[{"ChannelName":"train","DataSource":{"S3DataSource":{"S3DataType":"S3Prefix","S3Uri":"s3://sagemaker-us-west-2-000000000000/samples/digits/base/train/","S3DataDistributionType":"FullyReplicated"}},"ContentType":"application/x-recordio","CompressionType":"None","RecordWrapperType":"None","InputMode":"File"},{"ChannelName":"validation","DataSource":{"S3DataSource":{"S3DataType":"S3Prefix","S3Uri":"s3://sagemaker-us-west-2-000000000000/samples/digits/base/validation/","S3DataDistributionType":"FullyReplicated"}},"ContentType":"application/x-recordio","CompressionType":"None","RecordWrapperType":"None","InputMode":"File"}],"OutputDataConfig":{"S3OutputPath":"s3://sagemaker-us-west-2-000000000000/output"},"ResourceConfig":{"InstanceType":"ml.p3.2xlarge","InstanceCount":1,"VolumeSizeInGB":30},"StoppingCondition":{"MaxRuntimeInSeconds":3600}}','Completed','Completed',NULL,1795435474559,1795435491864,18,18,0.974,NULL,'s3://sagemaker-us-west-2-000000000000/output/digits-base-1/output/model.tar.gz',1021944,1795435491999,'{"TrainingJobName":"digits-base-1","TrainingJobArn":"arn:aws:sagemaker:us-west-2:000000000000:training-job/digits-base-1","ModelArtifacts":{"S3ModelArtifacts":"s3://sagemaker-us-west-2-000000000000/output/digits-base-1/output/model.tar.gz"},"TrainingJobStatus":"Completed","SecondaryStatus":"Completed","HyperParameters":{"image_shape":"3,28,28","learning_rate":"0.05","lr_scheduler_step":"4","num_classes":"10","epochs":"6","mini_batch_size":"32","momentum":"0.9","num_training_samples":"2000","optimizer":"sgd","num_layers":"20"},"AlgorithmSpecification":{"TrainingImage":"433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1","TrainingInputMode":"File"},"RoleArn":"arn:aws:iam::000000000000:role/BatonLocalRole","InputDataConfig":[{"ChannelName":"train","DataSource":{"S3DataSource":{"S3DataType":"S3Prefix","S3Uri":"s3://sagemaker-us-west-2-000000000000/samples/digits/base/train/","S3DataDistributionType":"FullyReplicated"}},"ContentType":"application/x-recordio","CompressionType":"None","RecordWrapperType":"None","InputMode":"File"},{"ChannelName":"validation","DataSource":{"S3DataSource":{"S3DataType":"S3Prefix","S3Uri":"s3://sagemaker-us-west-2-000000000000/samples/digits/base/validation/","S3DataDistributionType":"FullyReplicated"}},"ContentType":"application/x-recordio","CompressionType":"None","RecordWrapperType":"None","InputMode":"File"}],"OutputDataConfig":{"S3OutputPath":"s3://sagemaker-us-west-2-000000000000/output","KmsKeyId":""},"ResourceConfig":{"InstanceType":"ml.p3.2xlarge","InstanceCount":1,"VolumeSizeInGB":30},"StoppingCondition":{"MaxRuntimeInSeconds":3600},"EnableNetworkIsolation":false,"EnableInterContainerTrafficEncryption":false,"EnableManagedSpotTraining":false,"CreationTime":1795435474.559,"LastModifiedTime":1795435491.864,"TrainingStartTime":1795435474.561,"TrainingEndTime":1795435491.864,"TrainingTimeInSeconds":18,"BillableTimeInSeconds":18,"SecondaryStatusTransitions":[{"Status":"Starting","StartTime":1795435474.559,"StatusMessage":"Starting the training job","EndTime":1795435474.561},{"Status":"Downloading","StartTime":1795435474.561,"StatusMessage":"Downloading input data","EndTime":1795435474.601},{"Status":"Training","StartTime":1795435474.601,"StatusMessage":"Training image download completed. Training in progress.","EndTime":1795435491.821},{"Status":"Uploading","StartTime":1795435491.821,"StatusMessage":"Uploading generated training model","EndTime":1795435491.864},{"Status":"Completed","StartTime":1795435491.864,"StatusMessage":"Training job completed","EndTime":1795435491.864}],"FinalMetricDataList":[{"MetricName":"train:accuracy","Value":0.990575,"Timestamp":1795435491.539},{"MetricName":"train:cross-entropy","Value":0.039171,"Timestamp":1795435491.539},{"MetricName":"validation:accuracy","Value":0.974,"Timestamp":1795435491.732},{"MetricName":"validation:cross-entropy","Value":0.091201,"Timestamp":1795435491.732}]}',1795435491986,'complete',7,0,1795435491539,NULL);
INSERT INTO "training_job" VALUES('digits-inc-1',NULL,'{"TrainingJobName": "digits-inc-1", "HyperParameters": {"epochs": "6", "image_shape": "3,28,28", "learning_rate": "0.05", "lr_scheduler_step": "4", "mini_batch_size": "32", "momentum": "0.9", "num_classes": "10", "num_layers": "20", "num_training_samples": "2000", "optimizer": "sgd"}, "AlgorithmSpecification": {"TrainingImage": "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1", "TrainingInputMode": "File"}, "RoleArn": "arn:aws:iam::000000000000:role/BatonLocalRole", "InputDataConfig": [{"ChannelName": "train", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://sagemaker-us-west-2-000000000000/samples/digits/base/train/", "S3DataDistributionType": "FullyReplicated"}}, "ContentType": "application/x-recordio", "CompressionType": "None", "RecordWrapperType": "None", "InputMode": "File"}, {"ChannelName": "validation", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://sagemaker-us-west-2-000000000000/samples/digits/base/validation/", "S3DataDistributionType": "FullyReplicated"}}, "ContentType": "application/x-recordio", "CompressionType": "None", "RecordWrapperType": "None", "InputMode": "File"}, {"ChannelName": "model", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://sagemaker-us-west-2-000000000000/output/digits-base-1/output/model.tar.gz"}}}], "OutputDataConfig": {"S3OutputPath": "s3://sagemaker-us-west-2-000000000000/output"}, "ResourceConfig": {"InstanceType": "ml.p3.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30}, "StoppingCondition": {"MaxRuntimeInSeconds": 3600}, "Tags": [{"Key": "team", "Value": "vision"}, {"Key": "empty", "Value": ""}]}','Failed','Failed',NULL,1795435534559,NULL,NULL,NULL,NULL,'s3://sagemaker-us-west-2-000000000000/output/digits-base-1/output/model.tar.gz','s3://sagemaker-us-west-2-000000000000/output/digits-inc-1/output/model.tar.gz',NULL,NULL,NULL,NULL,'complete',NULL,NULL,NULL,1795435564559);
INSERT INTO "training_job" VALUES('unreadable',NULL,'no JSON','Completed','Completed',NULL,5,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'open',NULL,NULL,NULL,NULL);
CREATE TABLE transition (
    job        TEXT NOT NULL REFERENCES training_job (name) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    status     TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER,
    message    TEXT,
    PRIMARY KEY (job, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "transition" VALUES('digits-base-1',0,'Starting',1795435474559,1795435474561,'Starting the training job');
INSERT INTO "transition" VALUES('digits-base-1',1,'Downloading',1795435474561,1795435474601,'Downloading input data');
INSERT INTO "transition" VALUES('digits-base-1',2,'Training',1795435474601,1795435491821,'Training image download completed. Training in progress.');
INSERT INTO "transition" VALUES('digits-base-1',3,'Uploading',1795435491821,1795435491864,'Uploading generated training model');
INSERT INTO "transition" VALUES('digits-base-1',4,'Completed',1795435491864,1795435491864,'Training job completed');
CREATE INDEX training_job_created ON training_job (created_at DESC, name);
CREATE INDEX training_job_artifact ON training_job (artifact);
CREATE INDEX training_job_model_source ON training_job (model_source);
CREATE INDEX event_job ON event (job, id);
CREATE INDEX draft_changed ON draft (changed_at DESC, id);
COMMIT;
