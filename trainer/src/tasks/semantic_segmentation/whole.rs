//! Whole images of any size, one at a time: what a `validation_mini_batch_size` of 1 asks for.

use super::{data::Dataset, identity, mean_iou::Overlap};
use crate::{
    error::TrainingError,
    memory,
    networks::segmenter::{Form, segmenter},
    objective::pixels::Pixels,
    parameters::Parameters,
    program::{Program, Runner},
    stop::StopFlag,
};

/// The network for images of one size, which is kept for the next image: most images of a channel have the same.
#[derive(Default)]
pub(super) struct Whole {
    network: Option<(Form, Runner)>,
}

impl Whole {
    /// Compares what the network finds in an image with its mask, and says whether all answers are numbers. After a request to stop
    /// the answers mean nothing.
    ///
    /// # Errors
    /// [`TrainingError::Client`] when the image is too large for the memory.
    pub(super) fn judge(
        &mut self,
        data: &Dataset,
        index: usize,
        form: Form,
        parameters: &Parameters,
        stop: &StopFlag,
    ) -> Result<(Overlap, bool), TrainingError> {
        let (width, height) = data.size(index);
        let form = Form { width: width as usize, height: height as usize, ..form };
        let runner = self.runner(form)?;
        runner.stop = stop.check();
        let loaded = runner.map(&mut [()], |image, ()| data.load_whole(index, &mut image.pixels));
        let truth = loaded.into_iter().next().transpose()?.unwrap_or_default();
        runner.forward(parameters, 1, false);
        let objective = Pixels { num_classes: form.num_classes, height: form.height, width: form.width };
        let heads = runner.program.heads.clone();
        let found = runner.map(&mut [()], |image, ()| (objective.classes(&heads, image), objective.are_finite(&heads, image)));
        let (classes, is_finite) = found.into_iter().next().unwrap_or_default();
        Ok((Overlap::of(&classes, &truth, form.num_classes), is_finite))
    }

    fn runner(&mut self, form: Form) -> Result<&mut Runner, TrainingError> {
        if self.network.as_ref().is_none_or(|(known, _)| *known != form) {
            self.network = None;
            check_memory(form)?;
            self.network = Some((form, Runner::new(&segmenter(form), 1)));
        }
        match &mut self.network {
            Some((_, runner)) => Ok(runner),
            None => Err(TrainingError::Algorithm(format!("no network for {}x{} pixels", form.width, form.height))),
        }
    }
}

fn check_memory(form: Form) -> Result<(), TrainingError> {
    let Some(available) = memory::available() else { return Ok(()) };
    let needed = estimate(form);
    if needed <= available {
        return Ok(());
    }
    let gib = |bytes: u64| bytes as f64 / f64::from(1 << 30);
    Err(TrainingError::client(format!(
        "A whole validation image of {}x{} pixels needs {:.1} GiB of memory with {}, but {:.1} GiB are available. Choose a \
         validation_mini_batch_size of 2 or more, which cuts the middle out of each image, or smaller images.",
        form.width,
        form.height,
        gib(needed),
        identity::head_name(form.head),
        gib(available)
    )))
}

/// Bytes of the tensors of one image, from those of a small one: they grow with its pixels.
fn estimate(form: Form) -> u64 {
    const SIDE: usize = 64;
    let small = Program::new(&segmenter(Form { width: SIDE, height: SIDE, ..form }));
    let pixels = (form.width.next_multiple_of(8) * form.height.next_multiple_of(8)) as u64;
    small.bytes_per_image() as u64 * pixels.div_ceil((SIDE * SIDE) as u64)
}
