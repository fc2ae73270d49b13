//! The enumerations of a channel.

pub use algorithms::InputMode;
use serde::{Deserialize, Serialize};

macro_rules! enumeration {
    ($(#[$documentation:meta])* $name:ident { $($(#[$variant_documentation:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$documentation])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$variant_documentation])* #[serde(rename = $word)] $variant,)* }

        impl $name {
            /// All values, the usual one first.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The service's word.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The value of the service's word.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word)
            }
        }
    };
}

enumeration! {
    /// `CompressionType` of a channel.
    Compression {
        /// As it is.
        #[default] None = "None",
        /// Decompressed on the way; Pipe mode only.
        Gzip = "Gzip",
    }
}

enumeration! {
    /// `RecordWrapperType` of a channel.
    RecordWrapper {
        /// As it is.
        #[default] None = "None",
        /// Each object is wrapped as a RecordIO record; Pipe mode only.
        RecordIo = "RecordIO",
    }
}

enumeration! {
    /// `S3DataType` of a channel, without the model's `Converse`, which vision jobs cannot use.
    S3DataType {
        /// Every object whose key starts with the location.
        #[default] S3Prefix = "S3Prefix",
        /// The objects that a JSON list names.
        ManifestFile = "ManifestFile",
        /// JSON lines with attributes.
        AugmentedManifestFile = "AugmentedManifestFile",
    }
}

enumeration! {
    /// `S3DataDistributionType` of a channel.
    S3DataDistribution {
        /// Every instance gets all data.
        #[default] FullyReplicated = "FullyReplicated",
        /// Every instance gets its share.
        ShardedByS3Key = "ShardedByS3Key",
    }
}
