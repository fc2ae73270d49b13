//! Role ARNs and KMS keys.

/// The API model's limits of `RoleArn`.
pub mod role {
    /// The shortest ARN in characters.
    pub const MIN_LENGTH: usize = 20;
    /// The longest ARN in characters.
    pub const MAX_LENGTH: usize = 2048;
    /// The API model's pattern.
    pub const PATTERN: &str = r"arn:aws[a-z\-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+";

    /// Whether `text` matches [`PATTERN`], whatever its length is.
    pub fn matches_pattern(text: &str) -> bool {
        parse(text).is_some()
    }

    /// Whether `text` is a complete role ARN of allowed length.
    pub fn is_role_arn(text: &str) -> bool {
        (MIN_LENGTH..=MAX_LENGTH).contains(&text.chars().count()) && matches_pattern(text)
    }

    fn parse(text: &str) -> Option<()> {
        let rest = text.strip_prefix("arn:aws")?;
        let (partition, rest) = rest.split_once(':')?;
        let rest = rest.strip_prefix("iam::")?;
        let (account, rest) = rest.split_once(':')?;
        let name = rest.strip_prefix("role")?;
        let partition_is_valid = partition.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        let account_is_valid = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
        let name_is_valid = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+=,.@-/".contains(&b));
        (partition_is_valid && account_is_valid && name_is_valid).then_some(())
    }
}

/// The API model's limits of `KmsKeyId`.
pub mod kms_key {
    /// The longest identifier in characters.
    pub const MAX_LENGTH: usize = 2048;
    /// The API model's pattern.
    pub const PATTERN: &str = "[a-zA-Z0-9:/_-]*";

    /// Whether `text` matches [`PATTERN`], whatever its length is.
    pub fn matches_pattern(text: &str) -> bool {
        text.bytes().all(|b| b.is_ascii_alphanumeric() || b":/_-".contains(&b))
    }

    /// Whether `text` names a key by an alias, which volume keys do not allow.
    pub fn is_alias(text: &str) -> bool {
        text.starts_with("alias/") || text.contains(":alias/")
    }
}

/// The API model's limits of `ArnOrName`, by which algorithm resources are named.
pub mod algorithm_name {
    use crate::constraint::Constraint;

    /// The longest name or ARN in characters.
    pub const MAX_LENGTH: usize = 170;
    /// The API model's pattern.
    pub const PATTERN: &str =
        r"(arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:[a-z\-]*\/)?([a-zA-Z0-9]([a-zA-Z0-9-]){0,62})(?<!-)";

    /// The first constraint that `text` breaks.
    pub fn broken(text: &str) -> Option<Constraint> {
        if text.is_empty() {
            Some(Constraint::MinimumLength(1))
        } else if text.chars().count() > MAX_LENGTH {
            Some(Constraint::MaximumLength(MAX_LENGTH as u64))
        } else {
            (!matches_pattern(text)).then(|| Constraint::Pattern(PATTERN.to_owned()))
        }
    }

    /// Whether `text` matches [`PATTERN`], whatever its length is.
    pub fn matches_pattern(text: &str) -> bool {
        match text.strip_prefix("arn:aws") {
            // A name may begin with these letters, but not hold the colon that follows them in an ARN.
            Some(rest) if text.contains(':') => resource(rest).is_some_and(is_name),
            _ => is_name(text),
        }
    }

    /// The Region of an ARN; `None` of a name, and of an ARN that leaves it out.
    pub fn region(text: &str) -> Option<&str> {
        text.strip_prefix("arn:")?.split(':').nth(2).filter(|region| !region.is_empty())
    }

    /// The name in what follows `arn:aws`.
    fn resource(rest: &str) -> Option<&str> {
        let lower = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        let (partition, rest) = rest.split_once(':')?;
        let (region, rest) = rest.strip_prefix("sagemaker:")?.split_once(':')?;
        let (account, rest) = rest.split_once(':')?;
        let (kind, name) = rest.split_once('/')?;
        let region_is_valid = region.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let account_is_valid = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
        (lower(partition) && region_is_valid && account_is_valid && lower(kind)).then_some(name)
    }

    fn is_name(name: &str) -> bool {
        (1..=63).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !name.starts_with('-')
            && !name.ends_with('-')
    }
}
