//! A channel whose data is in a file system.

use super::Subject;
use crate::{
    check::{location::not_one_of, text::Limits},
    field::ChannelField,
    mode::InputMode,
    rule,
    violation::{Constraint, Violations},
    wire::FileSystemDataSource,
};

/// `FileSystemType`
pub const TYPES: [&str; 2] = ["EFS", "FSxLustre"];
/// `FileSystemAccessMode`
pub const ACCESS_MODES: [&str; 2] = ["ro", "rw"];
const ID: Limits = Limits { minimum: 11, maximum: 21, pattern: "(fs-[0-9a-f]{8,})", matches: is_id };
const DIRECTORY: Limits = Limits::line(0, 4096);

pub(super) fn check(source: &FileSystemDataSource, subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let field = |part| subject.field(part);
    if subject.words.mode != InputMode::File {
        violations.push(rule::E_FS_MODE.violation(field(ChannelField::InputMode), &[]));
    }
    if subject.context.request.vpc_config.is_none() {
        violations.push(rule::E_FS_VPC.violation(field(ChannelField::Source), &[]));
    }
    let id = source.file_system_id.as_deref().unwrap_or_default();
    if let Some(constraint) = ID.broken(id) {
        violations.push(rule::E_FS_ID.violation(field(ChannelField::FileSystemId), &[]).with_constraint(id, constraint));
    }
    match source.directory_path.as_deref() {
        None | Some("") => {
            let violation = rule::E_FS_DIR.violation(field(ChannelField::FileSystemDirectory), &[]);
            violations.push(violation.with_constraint("null", Constraint::NotNull));
        }
        Some(path) => violations.0.extend(DIRECTORY.check(path, &field(ChannelField::FileSystemDirectory), &rule::E_FS_DIR)),
    }
    let words = [
        (source.file_system_type.as_deref(), ChannelField::FileSystemType, TYPES, "FileSystemType"),
        (source.file_system_access_mode.as_deref(), ChannelField::FileSystemAccess, ACCESS_MODES, "FileSystemAccessMode"),
    ];
    for (word, part, choices, member) in words {
        match word {
            None => {
                let violation = rule::E_REQUIRED.violation(field(part), &[("member", member)]);
                violations.push(violation.with_constraint("null", Constraint::NotNull));
            }
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
