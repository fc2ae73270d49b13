//! Every message of the form, once: its code, who says so, and the sentence people read.
//!
//! Codes starting with `E` block a submission, `W` can be accepted, `I` inform.
//! `{placeholders}` are filled by [`Rule::violation`](crate::violation).

use crate::authority::Authority;

/// One rule of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Stable code, for example `E-GZIP-MODE`; kept in the page as `data-code`.
    pub code: &'static str,
    /// Who refuses a request that breaks the rule.
    pub authority: Authority,
    /// The sentence shown to people, with `{placeholders}`.
    pub message: &'static str,
}

macro_rules! rules {
    ($($name:ident = $code:literal, $authority:ident, $message:literal;)*) => {
        $(#[doc = $message] pub const $name: Rule = Rule { code: $code, authority: Authority::$authority, message: $message };)*

        /// All rules, in the order of the page.
        pub const ALL: &[Rule] = &[$($name),*];
    };
}

rules! {
    E_NAME_REQ = "E-NAME-REQ", Api, "Give the training job a name.";
    E_NAME_LEN = "E-NAME-LEN", Api, "Job names can have at most 63 characters; this one has {n}.";
    E_NAME_CHARS = "E-NAME-CHARS", Api, "Use only letters, digits and hyphens, and start and end with a letter or digit. Dots, underscores, spaces and other signs are refused by the service (older instructions that allow . : + = @ _ % are out of date).";
    E_NAME_TAKEN = "E-NAME-TAKEN", Api, "A training job called \"{name}\" already exists in {region}. Names stay taken until the old job is deleted; pick another one.";
    E_ROLE_REQ = "E-ROLE-REQ", Api, "Choose the role SageMaker should use to read your data and write the model.";
    E_ROLE_ARN = "E-ROLE-ARN", Api, "Enter the complete role ARN, for example arn:aws:iam::123456789012:role/service-role/MyRole.";
    E_ALG_ONE = "E-ALG-ONE", Api, "Choose exactly one: a container image or an algorithm resource.";
    E_ALG_REGION = "E-ALG-REGION", Guide, "{algorithm} has no image in {region}. Switch Region or use your own container.";
    E_IMG_FORM = "E-IMG-FORM", Api, "Enter an image path such as 123456789012.dkr.ecr.us-west-2.amazonaws.com/my-image:1 (255 characters at most).";
    E_ALGARN = "E-ALGARN", Api, "Enter an algorithm name (letters, digits, inner hyphens, at most 63) or a full algorithm ARN.";
    W_ALG_LATEST = "W-ALG-LATEST", Guide, "\"latest\" can change under you; \"1\" is the stable tag.";
    W_ALG_NOINC = "W-ALG-NOINC", Guide, "{algorithm} does not document incremental training: it may ignore or reject the model channel.";
    E_MODE = "E-MODE", Guide, "{algorithm} supports {modes} only.";
    E_MET_COUNT = "E-MET-COUNT", Api, "At most 40 metric definitions are allowed.";
    E_MET_NAME = "E-MET-NAME", Api, "Metric names need 1 to 255 characters.";
    E_MET_REGEX = "E-MET-REGEX", Api, "Enter a regular expression of at most 500 characters.";
    W_MET_COMPILE = "W-MET-COMPILE", Ours, "This expression could not be checked here (look-around and back-references cannot be tested).";
    W_MET_GROUP = "W-MET-GROUP", Guide, "Put one pair of parentheses around the number to capture.";
    E_INST_REQ = "E-INST-REQ", Api, "Choose an instance type.";
    E_INST_ENUM = "E-INST-ENUM", Api, "\"{value}\" is not a SageMaker training instance type.";
    E_INST_GPU = "E-INST-GPU", Observed, "{algorithm} trains on GPU instances only. Pick a P or G family type, for example ml.p3.2xlarge or ml.g4dn.xlarge.";
    W_INST_FAMILY = "W-INST-FAMILY", Guide, "This GPU family is newer than the ones {algorithm} is documented for; the job may fail to start.";
    W_INST_OLD = "W-INST-OLD", Ours, "This is an old generation; it may not exist in {region}.";
    E_COUNT_MIN = "E-COUNT-MIN", Api, "Use at least one instance.";
    E_COUNT_SINGLE = "E-COUNT-SINGLE", Guide, "{algorithm} runs on a single instance. Set the count to 1.";
    E_VOL_MIN = "E-VOL-MIN", Api, "Enter the storage size in GB (1 or more).";
    W_VOL_SMALL = "W-VOL-SMALL", Observed, "Your File-mode channels hold about {gb} GB; {volume} GB will not be enough to download and unpack them.";
    I_VOL_NVME = "I-VOL-NVME", ApiDocument, "{type} uses its own local disk; the volume size is ignored.";
    E_VOLKMS_NVME = "E-VOLKMS-NVME", ApiDocument, "{type} encrypts its local disk in hardware; remove the volume key.";
    E_KMS_FORM = "E-KMS-FORM", Api, "Enter a KMS key ID or ARN (letters, digits, : / _ and - only).";
    E_KMS_ALIAS = "E-KMS-ALIAS", ApiDocument, "Use a key ID or key ARN here, not an alias.";
    E_KEEP_RANGE = "E-KEEP-RANGE", Api, "Keep alive must be between 0 and 21600 seconds.";
    W_KEEP_3600 = "W-KEEP-3600", Guide, "The guide limits warm pools to 3600 seconds although the API accepts more; the service may refuse this.";
    E_KEEP_SPOT = "E-KEEP-SPOT", Guide, "Warm pools cannot be combined with managed spot training.";
    W_KEEP_COST = "W-KEEP-COST", Guide, "The instances are billed while they wait for a matching job.";
    E_RUN_MIN = "E-RUN-MIN", Api, "Enter a maximum runtime of at least one second.";
    E_RUN_MAX = "E-RUN-MAX", ApiDocument, "A job can run for at most 28 days.";
    E_NET_PAIR = "E-NET-PAIR", Api, "Choose at least one subnet and at least one security group, or no VPC.";
    E_NET_SUBNETS = "E-NET-SUBNETS", Api, "At most 16 subnets.";
    E_NET_SGS = "E-NET-SGS", Api, "At most 5 security groups.";
    E_NET_ID = "E-NET-ID", Api, "\"{value}\" is not a valid identifier (letters, digits, hyphens; at most 32).";
    E_NET_MKT = "E-NET-MKT", Guide, "Marketplace algorithms need network isolation.";
    W_NET_SEG = "W-NET-SEG", Guide, "Earlier service text said semantic segmentation cannot run isolated; test with a short job.";
    I_NET_ONE = "I-NET-ONE", Guide, "With one instance there is no traffic to encrypt.";
    E_HP_COUNT = "E-HP-COUNT", Api, "At most 100 hyperparameters are allowed.";
    E_HP_KEY = "E-HP-KEY", Api, "Hyperparameter names need 1 to 256 characters.";
    E_HP_DUP = "E-HP-DUP", Api, "\"{key}\" is listed twice.";
    E_HP_VALUE = "E-HP-VALUE", Api, "Hyperparameter values can have at most 2500 characters.";
    W_HP_256 = "W-HP-256", ApiDocument, "Part of the documentation limits values to 256 characters.";
    E_HP_REQ = "E-HP-REQ", Guide, "{algorithm} needs a value for {key}.";
    E_HP_TYPE = "E-HP-TYPE", Guide, "{key} must be {rule}.";
    W_HP_UNKNOWN = "W-HP-UNKNOWN", Guide, "{algorithm} does not document \"{key}\". Some algorithms fail on unknown names.";
    E_HP_MATCH = "E-HP-MATCH", Guide, "{key} is {source} in the source model and {value} here. It defines the network and must be the same.";
    W_HP_SECRET = "W-HP-SECRET", ApiDocument, "Hyperparameters are visible in the job description; do not put secrets here.";
    E_CH_COUNT = "E-CH-COUNT", Api, "A job can have at most 20 input channels.";
    E_CH_NAME = "E-CH-NAME", Api, "Channel names use letters, digits, dot, hyphen and underscore, 64 characters at most.";
    E_CH_DUP = "E-CH-DUP", Api, "There are two channels called \"{name}\". Channel names must be different.";
    E_CH_MISSING = "E-CH-MISSING", Guide, "{algorithm} needs a channel called \"{name}\".";
    W_CH_UNKNOWN = "W-CH-UNKNOWN", Guide, "{algorithm} does not read a channel called \"{name}\"; its data would be downloaded and ignored, or the job fails.";
    E_CT_LEN = "E-CT-LEN", Api, "Content types can have at most 256 characters.";
    E_CT_REQ = "E-CT-REQ", Guide, "{algorithm} needs a content type on \"{name}\", for example {example}.";
    W_CT_VALUE = "W-CT-VALUE", Guide, "{algorithm} does not document {value} for \"{name}\" in {mode} mode.";
    E_GZIP_MODE = "E-GZIP-MODE", ApiDocument, "Gzip can only be decompressed in Pipe mode. Choose None (and decompress the data first) or switch the channel to Pipe.";
    E_WRAP_MODE = "E-WRAP-MODE", ApiDocument, "Record wrapping works in Pipe mode only. Files that already are RecordIO need None.";
    E_AMF_MODE = "E-AMF-MODE", ApiDocument, "Augmented manifests can only be read in Pipe mode.";
    E_AMF_ATTR = "E-AMF-ATTR", ApiDocument, "List the attributes to read from each line, data first and label second.";
    E_ATTR_ONLY = "E-ATTR-ONLY", ApiDocument, "Attribute names apply to augmented manifests only.";
    E_ATTR_LIMIT = "E-ATTR-LIMIT", Api, "Use 1 to 16 attribute names of at most 256 characters.";
    E_AMF_WRAP = "E-AMF-WRAP", Guide, "{algorithm} needs the RecordIO wrapper with an augmented manifest.";
    E_FAST_TYPE = "E-FAST-TYPE", Guide, "FastFile mode reads S3 prefixes only.";
    W_FAST_SLASH = "W-FAST-SLASH", Guide, "End the prefix with \"/\" so that it names a whole folder.";
    E_S3_FORM = "E-S3-FORM", Api, "Enter an S3 location such as s3://my-bucket/folder/ (1024 characters at most).";
    W_S3_HTTPS = "W-S3-HTTPS", Ours, "The API pattern also accepts https URLs; use the s3:// form to be safe.";
    E_S3_SLASHES = "E-S3-SLASHES", Guide, "\"//\" inside the path makes the download fail. Remove the extra slash.";
    E_S3_EMPTY = "E-S3-EMPTY", Observed, "Nothing was found under {uri} in {region}. Check the path, the Region and that the role may list the bucket.";
    E_S3_REGION = "E-S3-REGION", ApiDocument, "The bucket is in {bucket_region}, the job in {region}. They must be the same.";
    E_MANIFEST_FORM = "E-MANIFEST-FORM", ApiDocument, "The manifest must be a JSON array whose first element is an object with \"prefix\", followed by key suffixes.";
    W_SHARD_ONE = "W-SHARD-ONE", ApiDocument, "With one instance, sharding equals full replication.";
    W_SHARD_FEW = "W-SHARD-FEW", ApiDocument, "Only {objects} objects for {count} instances: some instances would get no data but still cost money.";
    E_SHARD_PIPE = "E-SHARD-PIPE", Guide, "Image classification needs FullyReplicated when it reads RecordIO in Pipe mode.";
    E_FS_MODE = "E-FS-MODE", Guide, "File system channels must use File mode.";
    E_FS_VPC = "E-FS-VPC", Guide, "A file system channel needs a VPC.";
    E_FS_ID = "E-FS-ID", Api, "File system IDs look like fs-0123abcd.";
    E_SEED = "E-SEED", Api, "The shuffle seed must be a whole number.";
    E_CKPT_PAIR = "E-CKPT-PAIR", Api, "Enter the S3 location for checkpoints or clear the local path.";
    E_CKPT_LOCAL = "E-CKPT-LOCAL", Ours, "Enter an absolute directory such as /opt/ml/checkpoints.";
    W_CKPT_SHARED = "W-CKPT-SHARED", Guide, "Job \"{name}\" wrote checkpoints here; this job will start from them. Use a new prefix to start fresh.";
    W_CKPT_MODEL = "W-CKPT-MODEL", Ours, "Both old checkpoints and a model channel are set; which one wins is not documented.";
    E_OUT_REQ = "E-OUT-REQ", Api, "Choose where the model should be stored.";
    W_OUT_NONE = "W-OUT-NONE", Guide, "Uncompressed output cannot be used later as a model channel, which expects model.tar.gz.";
    E_SPOT_WAIT = "E-SPOT-WAIT", ApiDocument, "Set how long the job may wait and run in total when using spot capacity.";
    E_SPOT_LESS = "E-SPOT-LESS", ApiDocument, "The maximum wait time includes the running time: it must be at least the maximum runtime.";
    E_SPOT_OFF = "E-SPOT-OFF", Observed, "Maximum wait time can only be used with managed spot training.";
    E_SPOT_3600 = "E-SPOT-3600", Guide, "{algorithm} does not save checkpoints; with spot it may wait at most 3600 seconds.";
    W_SPOT_CKPT = "W-SPOT-CKPT", Guide, "Without a checkpoint location an interrupted spot job starts over.";
    E_TAG_COUNT = "E-TAG-COUNT", Api, "At most 50 tags.";
    E_TAG_KEY = "E-TAG-KEY", Api, "Tag keys need 1 to 128 characters: letters, digits, spaces and _ . : / = + - @.";
    E_TAG_VALUE = "E-TAG-VALUE", Api, "Tag values can have at most 256 characters: letters, digits, spaces and _ . : / = + - @.";
    E_TAG_DUP = "E-TAG-DUP", Api, "The tag \"{key}\" is listed twice.";
    E_TAG_AWS = "E-TAG-AWS", Ours, "Keys that begin with \"aws:\" are reserved.";
    E_MODEL_NAME = "E-MODEL-NAME", Guide, "The channel that carries the earlier model must be called \"model\".";
    E_MODEL_MODE = "E-MODEL-MODE", Guide, "Model artifacts are files: the model channel must use File mode.";
    E_MODEL_DIST = "E-MODEL-DIST", Guide, "Every instance needs the whole model: choose FullyReplicated.";
    E_MODEL_TYPE = "E-MODEL-TYPE", Guide, "Choose S3Prefix (or ManifestFile for a model stored as several files).";
    E_MODEL_URI = "E-MODEL-URI", Guide, "Choose the model.tar.gz of an earlier job.";
    W_MODEL_CT = "W-MODEL-CT", Guide, "Built-in algorithms expect application/x-sagemaker-model here; leaving it empty follows the older console text and may be refused by the algorithm.";
    E_MODEL_COMP = "E-MODEL-COMP", Guide, "Set compression to None: the archive is passed on as it is.";
    E_MODEL_WRAP = "E-MODEL-WRAP", Guide, "Set the record wrapper to None for the model channel.";
    E_MODEL_SHUF = "E-MODEL-SHUF", Ours, "Shuffling does not apply to the model channel.";
    E_MODEL_GONE = "E-MODEL-GONE", Guide, "No object at {uri}. The source job may have failed or been stopped before it saved anything.";
    E_MODEL_DENIED = "E-MODEL-DENIED", Guide, "{uri} cannot be read with the console's credentials. Make sure the execution role can read it.";
    E_MODEL_UNCOMP = "E-MODEL-UNCOMP", Guide, "Job \"{name}\" stored its model uncompressed; the built-in algorithms need a model.tar.gz.";
    E_MODEL_RUNNING = "E-MODEL-RUNNING", Guide, "Job \"{name}\" has not finished; its model does not exist yet.";
    W_MODEL_STOPPED = "W-MODEL-STOPPED", Guide, "Job \"{name}\" was stopped: its model holds only what was saved until then.";
    W_MODEL_FAILED = "W-MODEL-FAILED", Guide, "Job \"{name}\" failed; the stored model may be incomplete.";
    E_MODEL_ALG = "E-MODEL-ALG", Guide, "{new} can only start from a model made by {new}, not by {old}.";
    W_MODEL_UNKNOWN = "W-MODEL-UNKNOWN", Guide, "It is not known which job made this model, so the settings that must match cannot be compared.";
    W_MODEL_PREFIX = "W-MODEL-PREFIX", Guide, "S3Prefix also picks up {others}; they will be downloaded too.";
    W_MODEL_NAME = "W-MODEL-NAME", Guide, "Built-in algorithms expect a .tar.gz archive.";
    E_MODEL_REGION = "E-MODEL-REGION", Guide, "The model is in {bucket_region}, the job in {region}.";
    W_MODEL_KMS = "W-MODEL-KMS", Guide, "The model is encrypted with {key}: the execution role needs kms:Decrypt on it.";
    I_MODEL_PRETRAINED = "I-MODEL-PRETRAINED", Guide, "use_pretrained_model is ignored when a model channel is present.";
    E_ENUM = "E-ENUM", Api, "\"{value}\" is not one of {choices}.";
    E_REQUIRED = "E-REQUIRED", Api, "{member} is missing.";
    E_ENV_COUNT = "E-ENV-COUNT", Api, "At most 100 environment variables are allowed.";
    E_ENV_KEY = "E-ENV-KEY", Api, "Names of environment variables have 1 to 512 letters, digits and underscores and do not begin with a digit.";
    E_ENV_DUP = "E-ENV-DUP", Ours, "\"{key}\" is set twice.";
    E_ENV_VALUE = "E-ENV-VALUE", Api, "Values of environment variables can have at most 512 characters.";
    W_ENV_SECRET = "W-ENV-SECRET", ApiDocument, "Environment variables are visible in the job description; do not put secrets here.";
    E_RETRY_RANGE = "E-RETRY-RANGE", Api, "Retry attempts must be a whole number from 1 to 30.";
    E_PENDING_RANGE = "E-PENDING-RANGE", Api, "The maximum pending time must be between 1800 and 2419200 seconds (30 minutes to 28 days).";
    W_PENDING_CPU = "W-PENDING-CPU", Guide, "The maximum pending time is documented for accelerated instance types; {type} is none.";
    E_CMD_LIST = "E-CMD-LIST", Api, "Give 1 to 100 words of at most 256 characters each.";
    E_FS_DIR = "E-FS-DIR", Api, "Enter the directory in the file system, at most 4096 characters.";
    E_GROUP_BOTH = "E-GROUP-BOTH", ApiDocument, "Instance groups take the place of instance type and count; remove one of the two.";
    E_ONE_LINE = "E-ONE-LINE", Api, "Remove the line break: this must be one line.";
    E_SRC_ONE = "E-SRC-ONE", ApiDocument, "A channel has exactly one data source: S3 or a file system.";
    W_TAG_CASE = "W-TAG-CASE", Ours, "\"{key}\" and \"{other}\" differ in upper and lower case only; they are two tags.";
    I_RATE_LOWER = "I-RATE-LOWER", Ours, "The source model was trained with a learning rate of {source}. Going on from trained weights usually needs a smaller one, for example {advice}.";
    I_EPOCHS_FEWER = "I-EPOCHS-FEWER", Ours, "The source model was trained for {source} epochs. Going on from trained weights usually needs fewer, for example {advice}.";
    W_STEP_LATE = "W-STEP-LATE", Ours, "The learning rate would drop at epoch {step}, but training ends after {epochs}.";
    W_CKPT_RARE = "W-CKPT-RARE", Guide, "With {epochs} epochs nothing is stored on the way: the frequency must not be larger.";
    W_BATCH_LARGE = "W-BATCH-LARGE", Guide, "A batch of {batch} needs at least {batch} images, and there are {samples}: the job fails.";
    W_RESIZE_SMALL = "W-RESIZE-SMALL", Guide, "Images are cropped to the network's input after this: the shortest side must be at least {side} pixels.";
    I_LAYERS_SHAPE = "I-LAYERS-SHAPE", Guide, "A depth of {layers} is not made for {size} images. Choose {fitting}.";
    W_SAMPLES = "W-SAMPLES", Ours, "{records} records found; num_training_samples is {value}.";
    I_POOL_MATCH = "I-POOL-MATCH", Guide, "Job \"{name}\" keeps its instances for a job like this one: it can start on them at once.";
    I_POOL_OTHER = "I-POOL-OTHER", Guide, "Job \"{name}\" keeps its instances for a job with the same settings. Different here: {members}.";
    W_MEMBER_UNKNOWN = "W-MEMBER-UNKNOWN", Ours, "CreateTrainingJob has no member {member}, so it does nothing.{question}";
    E_NUMBER_WHOLE = "E-NUMBER-WHOLE", Ours, "Enter a whole number; \"{value}\" is none.";
    E_NUMBER_LARGE = "E-NUMBER-LARGE", Ours, "{value} is larger than any number that the service takes.";
    E_MODEL_ARCHIVE = "E-MODEL-ARCHIVE", Guide, "This is no model that can be read: {reason} A training job cannot start from it; choose the model.tar.gz of an earlier job.";
    W_MET_SYNTAX = "W-MET-SYNTAX", Ours, "This expression will not be understood: {reason}.";
}
