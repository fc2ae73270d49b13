//! Prints how many images per second this machine trains on: ResNet-20 on 3x28x28 in batches of 128; with the argument
//! `detector` the two detectors on 3x300x300 in batches of 4; with `segmenter` the segmenters on 3x240x240 in batches of 4, and
//! the first on 3x96x96 in batches of 8. `trainer/tests/mxnet/throughput.py` prints the same for MXNet.

use trainer::benchmark::{Rates, detector_rates, images_per_second, segmenter_rates};

fn main() -> Result<(), trainer::TrainingError> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let kind = arguments.first().map(String::as_str).unwrap_or_default();
    let number = arguments.last().and_then(|steps| steps.parse().ok());
    let steps = number.unwrap_or(if matches!(kind, "detector" | "segmenter") { 4 } else { 20 });
    let print = |name: &str, does: &str, Rates { training, evaluation }: Rates| {
        println!("trainer, {name}: trains {training:.2} images/s, {does} {evaluation:.2} images/s (best of {steps} steps)");
    };
    match kind {
        "detector" => {
            for (name, vgg) in [("resnet-50", false), ("vgg-16", true)] {
                print(&format!("detector on {name}"), "detects in", detector_rates(vgg, 300, 4, steps)?);
            }
        }
        "segmenter" => {
            for (name, crop_size, batch) in [("fcn", 240, 4), ("fcn", 96, 8), ("psp", 240, 4), ("deeplab", 240, 4)] {
                print(&format!("{name} at {crop_size}"), "segments", segmenter_rates(name, crop_size, batch, steps)?);
            }
        }
        _ => {
            let rate = images_per_second(20, [3, 28, 28], 128, steps)?;
            println!("trainer: {rate:.0} images/s (best of {steps} steps)");
        }
    }
    Ok(())
}
