//! The fields of one channel's panel.

use serde::{Deserialize, Serialize};

macro_rules! channel_fields {
    ($($(#[$documentation:meta])* $variant:ident = $id:literal, $member:literal;)*) => {
        /// A field of a channel's panel.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ChannelField { $($(#[$documentation])* #[doc = concat!("`", $member, "`")] $variant,)* }

        impl ChannelField {
            /// All fields, in the page's order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The field's part of an element id, for example `s3-uri` of `channel-0-s3-uri`.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),* }
            }

            /// The service's name of the member, relative to the channel.
            pub fn member(self) -> &'static str {
                match self { $(Self::$variant => $member),* }
            }
        }
    };
}

channel_fields! {
    Name = "name", "channelName";
    InputMode = "mode", "inputMode";
    ContentType = "content", "contentType";
    Compression = "compression", "compressionType";
    RecordWrapper = "wrapper", "recordWrapperType";
    /// The choice between S3 and a file system.
    Source = "source", "dataSource";
    S3DataType = "s3-type", "dataSource.s3DataSource.s3DataType";
    S3DataDistribution = "s3-dist", "dataSource.s3DataSource.s3DataDistributionType";
    S3Uri = "s3-uri", "dataSource.s3DataSource.s3Uri";
    AttributeNames = "s3-attrs", "dataSource.s3DataSource.attributeNames";
    ShuffleSeed = "shuffle", "shuffleConfig.seed";
    FileSystemType = "fs-type", "dataSource.fileSystemDataSource.fileSystemType";
    FileSystemId = "fs-id", "dataSource.fileSystemDataSource.fileSystemId";
    FileSystemDirectory = "fs-dir", "dataSource.fileSystemDataSource.directoryPath";
    FileSystemAccess = "fs-access", "dataSource.fileSystemDataSource.fileSystemAccessMode";
}
