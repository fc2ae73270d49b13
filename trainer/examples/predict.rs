//! Prints what a model says of the images in the channel `validation`, one answer a line:
//! `cargo run -p trainer --example predict DIR [ALGORITHM]`, where DIR is a job that starts from a model.

use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let root = arguments.next().ok_or("usage: predict DIR [ALGORITHM]")?;
    let algorithm = arguments.next().map(|name| name.parse()).transpose()?.unwrap_or_default();
    let mut output = std::io::stdout().lock();
    for answer in trainer::predict(algorithm, root.as_ref())? {
        output.write_all(&answer)?;
        output.write_all(b"\n")?;
    }
    Ok(())
}
