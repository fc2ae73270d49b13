//! A channel whose data is in a file system.

use super::{
    RuleCode, Violations,
    channel::CheckedChannel,
    member::{missing, not_one_of},
    rule::rules,
    text::Limits,
};
use crate::{
    constraint::Constraint,
    field::{ChannelField, Field},
    mode::InputMode,
    wire::FileSystemDataSource,
};

rules! {
    FileSystemMode = "E-FS-MODE", Error, Guide, "File system channels must use File mode.",
        fix |at| at.set("Choose File", "File");
    FileSystemVpc = "E-FS-VPC", Error, Guide, "A file system channel needs a VPC.",
        fix |at| at.switch_field("Use a VPC", Field::Vpc, true);
    FileSystemId = "E-FS-ID", Error, Api, "File system IDs look like fs-0123abcd.";
    FileSystemDirectory = "E-FS-DIR", Error, Api, "Enter the directory in the file system, at most 4096 characters.";
}

/// `FileSystemType`
pub const TYPES: [&str; 2] = ["EFS", "FSxLustre"];
/// `FileSystemAccessMode`
pub const ACCESS_MODES: [&str; 2] = ["ro", "rw"];
const ID: Limits = Limits { minimum: 11, maximum: 21, pattern: "(fs-[0-9a-f]{8,})", matches: is_id };
const DIRECTORY: Limits = Limits::line(0, 4096);

/// Checks the members of the source.
pub(super) fn check(source: &FileSystemDataSource, checked: &CheckedChannel<'_>) -> Violations {
    let mut violations = Violations::default();
    let field = |part| checked.field(part);
    if checked.enums.mode != InputMode::File {
        violations.push(RuleCode::FileSystemMode.violation(field(ChannelField::InputMode), &[]));
    }
    if checked.subject.request.vpc_config.is_none() {
        violations.push(RuleCode::FileSystemVpc.violation(field(ChannelField::Source), &[]));
    }
    let id = source.file_system_id.as_deref().unwrap_or_default();
    if let Some(constraint) = ID.broken(id) {
        violations.push(RuleCode::FileSystemId.violation(field(ChannelField::FileSystemId), &[]).with_constraint(id, constraint));
    }
    match source.directory_path.as_deref() {
        None | Some("") => {
            let violation = RuleCode::FileSystemDirectory.violation(field(ChannelField::FileSystemDirectory), &[]);
            violations.push(violation.with_constraint("null", Constraint::NotNull));
        }
        Some(path) => {
            violations.0.extend(DIRECTORY.check(path, &field(ChannelField::FileSystemDirectory), RuleCode::FileSystemDirectory))
        }
    }
    let words = [
        (source.file_system_type.as_deref(), ChannelField::FileSystemType, TYPES, "FileSystemType"),
        (source.file_system_access_mode.as_deref(), ChannelField::FileSystemAccess, ACCESS_MODES, "FileSystemAccessMode"),
    ];
    for (word, part, choices, member) in words {
        match word {
            None => violations.push(missing(field(part), member)),
            Some(word) if !choices.contains(&word) => violations.push(not_one_of(field(part), word, choices.into_iter())),
            Some(_) => {}
        }
    }
    violations
}

fn is_id(text: &str) -> bool {
    let digits = text.strip_prefix("fs-").unwrap_or_default();
    digits.len() >= 8 && digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        rules::testing::{Case, IMAGE, assert_fix, first_channel, image_of},
        testing::set,
    };

    pub(in super::super) fn cases() -> Vec<Case> {
        let source = "/InputDataConfig/0/DataSource";
        let whole = || {
            json!({ "FileSystemDataSource": {
                "FileSystemId": "fs-0123abcd", "FileSystemType": "EFS", "FileSystemAccessMode": "ro", "DirectoryPath": "/data"
            } })
        };
        let with = |code, field: &str, member: &str, value: Value| {
            let mut changed = whole();
            set(&mut changed, &format!("/FileSystemDataSource/{member}"), value);
            let vpc = json!({ "Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"] });
            Case::new(code, &format!("channel-0-{field}"), &[(source, changed), ("/VpcConfig", vpc)])
        };
        let fast = [(source, whole()), ("/InputDataConfig/0/InputMode", json!("FastFile"))];
        let pipe = json!({ "ChannelName": "train", "InputMode": "Pipe", "DataSource": whole() });
        vec![
            first_channel("E-FS-VPC", "source", "DataSource", whole()),
            Case::new("E-FS-MODE", "channel-0-mode", &fast),
            Case::new("E-FS-MODE", "channel-0-mode", &[(IMAGE, image_of("kmeans")), ("/InputDataConfig/0", pipe)]),
            with("E-FS-ID", "fs-id", "FileSystemId", json!("fs-xyz")),
            with("E-FS-ID", "fs-id", "FileSystemId", json!(null)),
            with("E-FS-DIR", "fs-dir", "DirectoryPath", json!("a".repeat(4097))),
            with("E-FS-DIR", "fs-dir", "DirectoryPath", json!(null)),
            with("E-ENUM", "fs-type", "FileSystemType", json!("NFS")),
            with("E-REQUIRED", "fs-access", "FileSystemAccessMode", json!(null)),
        ]
    }

    #[test]
    fn mode_and_vpc_are_offered() {
        let mode = Field::Channel(0, ChannelField::InputMode);
        assert_fix(RuleCode::FileSystemMode, &mode, "Pipe", ("Choose File", "channel-0-mode", "File"));
        let source = Field::Channel(0, ChannelField::Source);
        assert_fix(RuleCode::FileSystemVpc, &source, "", ("Use a VPC", "vpc", "true"));
    }
}
