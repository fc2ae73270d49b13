//! Prints how many images per second this machine trains on: ResNet-20 on 3x28x28 in batches of 128, or with the argument
//! `detector` the two detectors on 3x300x300 in batches of 4. `trainer/tests/mxnet/throughput.py` prints the same for MXNet.

fn main() -> Result<(), trainer::TrainingError> {
    let mut arguments = std::env::args().skip(1).peekable();
    let detector = arguments.next_if_eq("detector").is_some();
    let steps = arguments.next().and_then(|steps| steps.parse().ok()).unwrap_or(if detector { 4 } else { 20 });
    if !detector {
        let rate = trainer::benchmark::images_per_second(20, [3, 28, 28], 128, steps)?;
        println!("trainer: {rate:.0} images/s (best of {steps} steps)");
        return Ok(());
    }
    for (name, vgg) in [("resnet-50", false), ("vgg-16", true)] {
        let rates = trainer::benchmark::detector_rates(vgg, 300, 4, steps)?;
        let (training, detection) = (rates.training, rates.detection);
        println!(
            "trainer, detector on {name}: trains {training:.2} images/s, detects in {detection:.2} images/s (best of {steps} steps)"
        );
    }
    Ok(())
}
