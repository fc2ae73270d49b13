//! Prints how many images per second this machine trains on: ResNet-20, 3x28x28, batch 128.
//! `trainer/tests/mxnet/throughput.py` prints the same for MXNet.

fn main() -> Result<(), trainer::TrainingError> {
    let steps = std::env::args().nth(1).and_then(|steps| steps.parse().ok()).unwrap_or(20);
    let rate = trainer::benchmark::images_per_second(20, [3, 28, 28], 128, steps)?;
    println!("trainer: {rate:.0} images/s (best of {steps} steps)");
    Ok(())
}
