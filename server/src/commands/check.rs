//! `baton check`: the rules of the form, for a file.

use std::{fmt::Write as _, fs, path::Path, process::ExitCode};

use domain::{CheckContext, Severity, TrainingJobRequest};

/// Prints each violation with its code, field and message.
pub(super) fn run(file: &Path, region: &str) -> ExitCode {
    let body = match fs::read(file) {
        Ok(body) => body,
        Err(error) => return unreadable(file, &error),
    };
    let request = match TrainingJobRequest::from_json(&body) {
        Ok(request) => request,
        Err(error) => return unreadable(file, &error),
    };
    let violations = domain::check(&request, &CheckContext::for_region(region));
    let mut report = String::new();
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
