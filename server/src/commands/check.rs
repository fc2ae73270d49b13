//! `baton check`: the rules of the form, for a file.

use std::{fmt::Write as _, fs, path::Path, process::ExitCode};

use domain::{CheckContext, Severity, TrainingJobRequest};
use mxnet_formats::text_encoding::{self, Encoding};

/// Prints each violation with its code, field and message.
pub(super) fn run(file: &Path, region: &str) -> ExitCode {
    let body = match fs::read(file) {
        Ok(body) => body,
        Err(error) => return unreadable(file, &error),
    };
    let (encoding, text) = (Encoding::of(&body), text_encoding::decode(&body));
    let text = match text {
        Ok(text) => text,
        Err(error) => return unreadable(file, &error),
    };
    let request = match TrainingJobRequest::from_json(text.as_bytes()) {
        Ok(request) => request,
        Err(error) => return unreadable(file, &error),
    };
    let violations = domain::check(&request, &CheckContext::for_region(region));
    let mut report = String::new();
    if let Some(note) = note(encoding) {
        // Writing to a string cannot fail.
        let _ = writeln!(report, "note {note}");
    }
    for violation in &violations.0 {
        let weight = match violation.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information => "note",
        };
        // Writing to a string cannot fail.
        let _ = writeln!(report, "{weight} {violation}");
    }
    if violations.has_errors() {
        super::print(&report);
        return ExitCode::from(1);
    }
    report.push_str("valid\n");
    super::print(&report);
    ExitCode::SUCCESS
}

fn unreadable(file: &Path, error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("baton: {} cannot be read as a CreateTrainingJob request: {error}", file.display());
    ExitCode::from(2)
}

/// What other programs will stumble over in a file that is read here.
fn note(encoding: Encoding) -> Option<&'static str> {
    match encoding {
        Encoding::Utf8 => None,
        Encoding::Utf8WithMark => Some(
            "The file begins with a byte order mark, as editors of Windows write it. The AWS CLI refuses it: save the file as UTF-8 without one.",
        ),
        Encoding::Utf16LittleEndian | Encoding::Utf16BigEndian => {
            Some("The file is saved as UTF-16, as PowerShell does by itself. The AWS CLI refuses it: save the file as UTF-8.")
        }
    }
}
