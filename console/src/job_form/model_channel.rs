//! The members of the channel `model`: every value is fixed, and each has a reason.

use domain::incremental::model_channel;

/// Label, value and reason of each member, as the request carries them.
pub fn values() -> impl Iterator<Item = (&'static str, String, &'static str)> {
    let channel = model_channel("");
    let s3 = channel.data_source.and_then(|source| source.s3_data_source).unwrap_or_default();
    [
        ("Input mode", channel.input_mode, "Model artifacts are stored as files."),
        ("S3 data distribution type", s3.s3_data_distribution_type, "Every instance needs the whole model."),
        ("Compression type", channel.compression_type, "The archive is passed on as it is."),
        ("Record wrapper", channel.record_wrapper_type, "Model artifacts are not stored as RecordIO."),
        ("Content type", channel.content_type, "What the algorithm expects here. Older instructions leave it empty."),
        ("S3 data type", s3.s3_data_type, "One object: the archive itself."),
    ]
    .into_iter()
    .map(|(label, value, reason)| (label, value.unwrap_or_default(), reason))
}
