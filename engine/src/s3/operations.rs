//! The operations that the protocol library calls, each with its module. [`super::authorization`] has the checks of every
//! operation.

use s3s::{S3, S3Request, S3Response, S3Result, dto::*};

use super::{
    bucket_settings::{self, Absent},
    buckets, copy_object, cors, delete_object, get_object, list_objects, list_versions, multipart, object_attributes,
    object_tagging, put_object,
    store::Store,
    verified_request::Extras,
};

/// The service's operations, each in a module of its own.
pub(super) struct Operations {
    pub(super) store: Store,
}

#[async_trait::async_trait]
impl S3 for Operations {
    async fn create_bucket(&self, request: S3Request<CreateBucketInput>) -> S3Result<S3Response<CreateBucketOutput>> {
        let region = request.extensions.get::<Extras>().and_then(|extras| extras.region.as_deref());
        let headers = buckets::arn_header(&request.input.bucket);
        Ok(S3Response::with_headers(buckets::create(&self.store, request.input, region).await?, headers))
    }

    async fn head_bucket(&self, request: S3Request<HeadBucketInput>) -> S3Result<S3Response<HeadBucketOutput>> {
        let headers = buckets::arn_header(&request.input.bucket);
        Ok(S3Response::with_headers(buckets::head(&self.store, request.input).await?, headers))
    }

    async fn get_bucket_location(
        &self,
        request: S3Request<GetBucketLocationInput>,
    ) -> S3Result<S3Response<GetBucketLocationOutput>> {
        Ok(S3Response::new(buckets::get_location(&self.store, request.input).await?))
    }

    async fn get_bucket_versioning(
        &self,
        request: S3Request<GetBucketVersioningInput>,
    ) -> S3Result<S3Response<GetBucketVersioningOutput>> {
        Ok(S3Response::new(buckets::versioning(&self.store, request.input).await?))
    }

    async fn list_buckets(&self, request: S3Request<ListBucketsInput>) -> S3Result<S3Response<ListBucketsOutput>> {
        Ok(S3Response::new(buckets::list(&self.store, request.input).await?))
    }

    async fn delete_bucket(&self, request: S3Request<DeleteBucketInput>) -> S3Result<S3Response<DeleteBucketOutput>> {
        Ok(S3Response::new(buckets::delete(&self.store, request.input).await?))
    }

    async fn put_object(&self, request: S3Request<PutObjectInput>) -> S3Result<S3Response<PutObjectOutput>> {
        Ok(S3Response::new(put_object::put(&self.store, request).await?))
    }

    async fn get_object(&self, request: S3Request<GetObjectInput>) -> S3Result<S3Response<GetObjectOutput>> {
        get_object::get(&self.store, request.input).await
    }

    async fn head_object(&self, request: S3Request<HeadObjectInput>) -> S3Result<S3Response<HeadObjectOutput>> {
        get_object::head(&self.store, request.input).await
    }

    async fn copy_object(&self, request: S3Request<CopyObjectInput>) -> S3Result<S3Response<CopyObjectOutput>> {
        Ok(S3Response::new(copy_object::copy(&self.store, request).await?))
    }

    async fn delete_object(&self, request: S3Request<DeleteObjectInput>) -> S3Result<S3Response<DeleteObjectOutput>> {
        Ok(S3Response::new(delete_object::delete(&self.store, request.input).await?))
    }

    async fn delete_objects(&self, request: S3Request<DeleteObjectsInput>) -> S3Result<S3Response<DeleteObjectsOutput>> {
        delete_object::check_is_guarded(&request.headers)?;
        Ok(S3Response::new(delete_object::delete_many(&self.store, request.input).await?))
    }

    async fn list_objects(&self, request: S3Request<ListObjectsInput>) -> S3Result<S3Response<ListObjectsOutput>> {
        let headers = buckets::region_header(&self.store, &request.input.bucket).await?;
        Ok(S3Response::with_headers(list_objects::version_1(&self.store, request.input).await?, headers))
    }

    async fn list_objects_v2(&self, request: S3Request<ListObjectsV2Input>) -> S3Result<S3Response<ListObjectsV2Output>> {
        let headers = buckets::region_header(&self.store, &request.input.bucket).await?;
        Ok(S3Response::with_headers(list_objects::version_2(&self.store, request.input).await?, headers))
    }

    async fn list_object_versions(
        &self,
        request: S3Request<ListObjectVersionsInput>,
    ) -> S3Result<S3Response<ListObjectVersionsOutput>> {
        Ok(S3Response::new(list_versions::list(&self.store, request.input).await?))
    }

    async fn create_multipart_upload(
        &self,
        request: S3Request<CreateMultipartUploadInput>,
    ) -> S3Result<S3Response<CreateMultipartUploadOutput>> {
        Ok(S3Response::new(multipart::create::create(&self.store, request).await?))
    }

    async fn upload_part(&self, request: S3Request<UploadPartInput>) -> S3Result<S3Response<UploadPartOutput>> {
        Ok(S3Response::new(multipart::upload_part::upload(&self.store, request).await?))
    }

    async fn upload_part_copy(&self, request: S3Request<UploadPartCopyInput>) -> S3Result<S3Response<UploadPartCopyOutput>> {
        Ok(S3Response::new(multipart::upload_part::copy(&self.store, request.input).await?))
    }

    async fn complete_multipart_upload(
        &self,
        request: S3Request<CompleteMultipartUploadInput>,
    ) -> S3Result<S3Response<CompleteMultipartUploadOutput>> {
        Ok(S3Response::new(multipart::complete::complete(&self.store, request.input).await?))
    }

    async fn abort_multipart_upload(
        &self,
        request: S3Request<AbortMultipartUploadInput>,
    ) -> S3Result<S3Response<AbortMultipartUploadOutput>> {
        Ok(S3Response::new(multipart::abort(&self.store, request.input).await?))
    }

    async fn list_parts(&self, request: S3Request<ListPartsInput>) -> S3Result<S3Response<ListPartsOutput>> {
        Ok(S3Response::new(multipart::list_parts::list(&self.store, request.input).await?))
    }

    async fn list_multipart_uploads(
        &self,
        request: S3Request<ListMultipartUploadsInput>,
    ) -> S3Result<S3Response<ListMultipartUploadsOutput>> {
        Ok(S3Response::new(multipart::list_uploads::list(&self.store, request.input).await?))
    }

    async fn get_object_tagging(
        &self,
        request: S3Request<GetObjectTaggingInput>,
    ) -> S3Result<S3Response<GetObjectTaggingOutput>> {
        Ok(S3Response::new(object_tagging::get(&self.store, request.input).await?))
    }

    async fn put_object_tagging(
        &self,
        request: S3Request<PutObjectTaggingInput>,
    ) -> S3Result<S3Response<PutObjectTaggingOutput>> {
        Ok(S3Response::new(object_tagging::put(&self.store, request.input).await?))
    }

    async fn delete_object_tagging(
        &self,
        request: S3Request<DeleteObjectTaggingInput>,
    ) -> S3Result<S3Response<DeleteObjectTaggingOutput>> {
        Ok(S3Response::new(object_tagging::delete(&self.store, request.input).await?))
    }

    async fn get_bucket_cors(&self, request: S3Request<GetBucketCorsInput>) -> S3Result<S3Response<GetBucketCorsOutput>> {
        Ok(S3Response::new(cors::get(&self.store, request.input).await?))
    }

    async fn put_bucket_cors(&self, request: S3Request<PutBucketCorsInput>) -> S3Result<S3Response<PutBucketCorsOutput>> {
        Ok(S3Response::new(cors::put(&self.store, request.input).await?))
    }

    async fn delete_bucket_cors(
        &self,
        request: S3Request<DeleteBucketCorsInput>,
    ) -> S3Result<S3Response<DeleteBucketCorsOutput>> {
        Ok(S3Response::new(cors::delete(&self.store, request.input).await?))
    }

    async fn get_object_attributes(
        &self,
        request: S3Request<GetObjectAttributesInput>,
    ) -> S3Result<S3Response<GetObjectAttributesOutput>> {
        Ok(S3Response::new(object_attributes::get(&self.store, request.input).await?))
    }

    async fn get_object_acl(&self, request: S3Request<GetObjectAclInput>) -> S3Result<S3Response<GetObjectAclOutput>> {
        Ok(S3Response::new(bucket_settings::object_acl(&self.store, request.input).await?))
    }

    async fn get_bucket_acl(&self, request: S3Request<GetBucketAclInput>) -> S3Result<S3Response<GetBucketAclOutput>> {
        Ok(S3Response::new(bucket_settings::bucket_acl(&self.store, &request.input.bucket).await?))
    }

    async fn get_bucket_ownership_controls(
        &self,
        request: S3Request<GetBucketOwnershipControlsInput>,
    ) -> S3Result<S3Response<GetBucketOwnershipControlsOutput>> {
        Ok(S3Response::new(bucket_settings::ownership::get(&self.store, request.input).await?))
    }

    async fn put_bucket_ownership_controls(
        &self,
        request: S3Request<PutBucketOwnershipControlsInput>,
    ) -> S3Result<S3Response<PutBucketOwnershipControlsOutput>> {
        Ok(S3Response::new(bucket_settings::ownership::put(&self.store, request.input).await?))
    }

    async fn delete_bucket_ownership_controls(
        &self,
        request: S3Request<DeleteBucketOwnershipControlsInput>,
    ) -> S3Result<S3Response<DeleteBucketOwnershipControlsOutput>> {
        Ok(S3Response::new(bucket_settings::ownership::delete(&self.store, request.input).await?))
    }

    async fn get_public_access_block(
        &self,
        request: S3Request<GetPublicAccessBlockInput>,
    ) -> S3Result<S3Response<GetPublicAccessBlockOutput>> {
        Ok(S3Response::new(bucket_settings::public_access::get(&self.store, request.input).await?))
    }

    async fn put_public_access_block(
        &self,
        request: S3Request<PutPublicAccessBlockInput>,
    ) -> S3Result<S3Response<PutPublicAccessBlockOutput>> {
        Ok(S3Response::new(bucket_settings::public_access::put(&self.store, request.input).await?))
    }

    async fn delete_public_access_block(
        &self,
        request: S3Request<DeletePublicAccessBlockInput>,
    ) -> S3Result<S3Response<DeletePublicAccessBlockOutput>> {
        Ok(S3Response::new(bucket_settings::public_access::delete(&self.store, request.input).await?))
    }

    async fn get_bucket_request_payment(
        &self,
        request: S3Request<GetBucketRequestPaymentInput>,
    ) -> S3Result<S3Response<GetBucketRequestPaymentOutput>> {
        Ok(S3Response::new(bucket_settings::payer(&self.store, &request.input.bucket).await?))
    }

    async fn get_bucket_accelerate_configuration(
        &self,
        request: S3Request<GetBucketAccelerateConfigurationInput>,
    ) -> S3Result<S3Response<GetBucketAccelerateConfigurationOutput>> {
        Ok(S3Response::new(bucket_settings::empty(&self.store, &request.input.bucket).await?))
    }

    async fn get_bucket_logging(
        &self,
        request: S3Request<GetBucketLoggingInput>,
    ) -> S3Result<S3Response<GetBucketLoggingOutput>> {
        Ok(S3Response::new(bucket_settings::empty(&self.store, &request.input.bucket).await?))
    }

    async fn get_bucket_notification_configuration(
        &self,
        request: S3Request<GetBucketNotificationConfigurationInput>,
    ) -> S3Result<S3Response<GetBucketNotificationConfigurationOutput>> {
        Ok(S3Response::new(bucket_settings::empty(&self.store, &request.input.bucket).await?))
    }

    async fn get_bucket_encryption(
        &self,
        request: S3Request<GetBucketEncryptionInput>,
    ) -> S3Result<S3Response<GetBucketEncryptionOutput>> {
        Ok(S3Response::new(bucket_settings::default_encryption::get(&self.store, request.input).await?))
    }

    async fn put_bucket_encryption(
        &self,
        request: S3Request<PutBucketEncryptionInput>,
    ) -> S3Result<S3Response<PutBucketEncryptionOutput>> {
        Ok(S3Response::new(bucket_settings::default_encryption::put(&self.store, request.input).await?))
    }

    async fn delete_bucket_encryption(
        &self,
        request: S3Request<DeleteBucketEncryptionInput>,
    ) -> S3Result<S3Response<DeleteBucketEncryptionOutput>> {
        Ok(S3Response::new(bucket_settings::default_encryption::delete(&self.store, request.input).await?))
    }

    async fn get_bucket_lifecycle_configuration(
        &self,
        request: S3Request<GetBucketLifecycleConfigurationInput>,
    ) -> S3Result<S3Response<GetBucketLifecycleConfigurationOutput>> {
        Ok(S3Response::new(bucket_settings::absent(&self.store, &request.input.bucket, Absent::Lifecycle).await?))
    }

    async fn get_object_lock_configuration(
        &self,
        request: S3Request<GetObjectLockConfigurationInput>,
    ) -> S3Result<S3Response<GetObjectLockConfigurationOutput>> {
        Ok(S3Response::new(bucket_settings::absent(&self.store, &request.input.bucket, Absent::ObjectLock).await?))
    }

    async fn get_bucket_policy(&self, request: S3Request<GetBucketPolicyInput>) -> S3Result<S3Response<GetBucketPolicyOutput>> {
        Ok(S3Response::new(bucket_settings::absent(&self.store, &request.input.bucket, Absent::Policy).await?))
    }

    async fn get_bucket_policy_status(
        &self,
        request: S3Request<GetBucketPolicyStatusInput>,
    ) -> S3Result<S3Response<GetBucketPolicyStatusOutput>> {
        Ok(S3Response::new(bucket_settings::absent(&self.store, &request.input.bucket, Absent::Policy).await?))
    }

    async fn get_bucket_replication(
        &self,
        request: S3Request<GetBucketReplicationInput>,
    ) -> S3Result<S3Response<GetBucketReplicationOutput>> {
        Ok(S3Response::new(bucket_settings::absent(&self.store, &request.input.bucket, Absent::Replication).await?))
    }

    async fn get_bucket_tagging(
        &self,
        request: S3Request<GetBucketTaggingInput>,
    ) -> S3Result<S3Response<GetBucketTaggingOutput>> {
        Ok(S3Response::new(bucket_settings::tags::get(&self.store, request.input).await?))
    }

    async fn put_bucket_tagging(
        &self,
        request: S3Request<PutBucketTaggingInput>,
    ) -> S3Result<S3Response<PutBucketTaggingOutput>> {
        Ok(S3Response::new(bucket_settings::tags::put(&self.store, request.input).await?))
    }

    async fn delete_bucket_tagging(
        &self,
        request: S3Request<DeleteBucketTaggingInput>,
    ) -> S3Result<S3Response<DeleteBucketTaggingOutput>> {
        Ok(S3Response::new(bucket_settings::tags::delete(&self.store, request.input).await?))
    }

    async fn get_bucket_website(
        &self,
        request: S3Request<GetBucketWebsiteInput>,
    ) -> S3Result<S3Response<GetBucketWebsiteOutput>> {
        Ok(S3Response::new(bucket_settings::absent(&self.store, &request.input.bucket, Absent::Website).await?))
    }
}
