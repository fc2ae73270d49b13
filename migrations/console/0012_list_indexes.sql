-- Questions that find many jobs and sort them read the columns that they need from an index instead of from every row.

DROP INDEX training_job_by_status;
CREATE INDEX training_job_by_status ON training_job (status, created_at, best_validation_accuracy, validation_accuracy, instance_type);
CREATE INDEX training_job_by_source ON training_job (parent_name, model_source, created_at, best_validation_accuracy);
