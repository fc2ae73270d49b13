//! The evaluation as a process of its own: the archive comes from outside, and what reads it may take all memory or time.

use std::{
    ffi::OsString,
    io::{self, ErrorKind},
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{ExitStatus, Stdio},
    time::Duration,
};

use console::data::evaluation::EvaluationFailure;
use domain::evaluation::{EvaluationOutput, ImagesDone};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    process::{Child, Command},
};

use super::failure::{failed, of_disk};

/// How long an evaluation may take. Source: our own limit, over a second for each of 5,000 images.
const TIMEOUT: Duration = Duration::from_secs(2 * 60 * 60);
/// How far the process stands back behind others. Source: `nice`, whose lowest priority is 19.
const NICENESS: &str = "10";
/// Bytes of progress that are read: more than a line for each image.
const MAX_PROGRESS: u64 = 16 << 20;
/// Bytes of a result that is read.
const MAX_OUTPUT: u64 = 64 << 20;
/// Bytes of a reason that is read.
const MAX_REASON: u64 = 8 << 10;

/// Runs `command` with `evaluate`, the folder and the algorithm behind it, and reads what it leaves. It is killed when this is
/// dropped.
pub(super) async fn run(
    command: &[OsString],
    (algorithm, folder): (&str, &Path),
    on_progress: impl Fn(ImagesDone),
) -> Result<EvaluationOutput, EvaluationFailure> {
    let mut child = spawn(command, algorithm, folder).map_err(|error| of_disk(&error))?;
    let stdout = child.stdout.take();
    let followed = async {
        if let Some(stdout) = stdout {
            let mut lines = BufReader::new(stdout.take(MAX_PROGRESS)).lines();
            while let Some(line) = lines.next_line().await? {
                // Its other lines are for people.
                if let Ok(done) = serde_json::from_str(&line) {
                    on_progress(done);
                }
            }
        }
        child.wait().await
    };
    let status = match tokio::time::timeout(TIMEOUT, followed).await {
        Ok(status) => status.map_err(|error| of_disk(&error))?,
        Err(_) => {
            return Err(failed(
                "The evaluation took too long",
                "It did not end within 2 hours and was ended. Try again when the machine has less to do.",
            ));
        }
    };
    if !status.success() {
        return Err(reason(folder, status).await);
    }
    let written = read(&folder.join("output/evaluation.json"), MAX_OUTPUT).await.map_err(|error| of_disk(&error))?;
    serde_json::from_slice(&written).map_err(|error| {
        tracing::error!(%error, "the result of an evaluation cannot be read");
        failed("The evaluation left no result that can be read", "This is a fault of the console; its log names the cause.")
    })
}

/// Starts the process with a low priority, where the system has the program that gives one.
fn spawn(command: &[OsString], algorithm: &str, folder: &Path) -> io::Result<Child> {
    let mut nice: Vec<OsString> = vec!["nice".into(), "-n".into(), NICENESS.into()];
    nice.extend_from_slice(command);
    match start(&nice, algorithm, folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => start(command, algorithm, folder),
        started => started,
    }
}

fn start(words: &[OsString], algorithm: &str, folder: &Path) -> io::Result<Child> {
    let (program, arguments) = words.split_first().ok_or(ErrorKind::InvalidInput)?;
    Command::new(program)
        .args(arguments)
        .arg("evaluate")
        .arg(folder)
        .args(["--algorithm", algorithm])
        // Credentials of the console's environment are none of its business.
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
}

/// Why it failed: its own words, or how it ended.
async fn reason(folder: &Path, status: ExitStatus) -> EvaluationFailure {
    if let Some(signal) = status.signal() {
        return failed(
            "The process of the evaluation was killed",
            format!(
                "Signal {signal} ended it, as Linux does when the memory runs out. Nothing else is affected. Try again when the machine has \
                 less to do."
            ),
        );
    }
    let written = read(&folder.join("output/failure"), MAX_REASON).await.unwrap_or_default();
    let words = String::from_utf8_lossy(&written).into_owned();
    match words.split_once(": ") {
        Some(("ClientError", words)) => failed("The model cannot be evaluated on these images", words),
        Some(("AlgorithmError", words)) => failed("The evaluation failed", words),
        _ => failed(
            "The process of the evaluation ended without a word",
            format!("{status}. Nothing else is affected. Try again; the console's log may name the cause."),
        ),
    }
}

async fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    tokio::fs::File::open(path).await?.take(limit).read_to_end(&mut bytes).await?;
    Ok(bytes)
}
