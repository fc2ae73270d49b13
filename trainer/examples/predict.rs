//! Prints the class probabilities of the images in the channel `validation`, one JSON list a line:
//! `cargo run -p trainer --example predict DIR`, where DIR is a job that starts from a model.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = std::env::args().nth(1).ok_or("usage: predict DIR")?;
    for probabilities in trainer::predict(root.as_ref())? {
        println!("{}", serde_json::to_string(&probabilities)?);
    }
    Ok(())
}
