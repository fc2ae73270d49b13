//! Whole images of any size, one at a time: what a `validation_mini_batch_size` of 1 asks for.

use super::{compared::Compared, data::Dataset, identity};
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
pub(super) struct Whole {
    network: Option<(Form, Runner)>,
    cure: &'static str,
    stop: StopFlag,
}

impl Whole {
    /// `cure` says what to do about an image that is too large for the memory.
    pub(super) fn new(cure: &'static str, stop: StopFlag) -> Self {
        Self { network: None, cure, stop }
    }

    /// Gives what `judge` makes of an image. After a request to stop that means nothing.
    ///
    /// # Errors
    /// [`TrainingError::Client`] when the image is too large for the memory.
    pub(super) fn judge<T: Send>(
        &mut self,
        data: &Dataset,
        index: usize,
        form: Form,
        parameters: &Parameters,
        judge: impl Fn(Compared<'_>) -> T + Send + Sync,
    ) -> Result<T, TrainingError> {
        let (width, height) = data.size(index);
        let form = Form { width: width as usize, height: height as usize, ..form };
        let stop = self.stop.check();
        let runner = self.runner(form)?;
        runner.stop = stop;
        let loaded = runner.map(&mut [()], |image, ()| data.load_whole(index, &mut image.pixels));
        let truth = loaded.into_iter().next().transpose()?.unwrap_or_default();
        runner.forward(parameters, 1, false);
        let objective = Pixels { num_classes: form.num_classes, height: form.height, width: form.width };
        let heads = runner.program.heads.clone();
        let found = runner.map(&mut [()], |image, ()| judge(Compared::new(&objective, &heads, image, &truth)));
        found.into_iter().next().ok_or_else(|| TrainingError::Algorithm("an image was not computed".to_owned()))
    }

    fn runner(&mut self, form: Form) -> Result<&mut Runner, TrainingError> {
        if self.network.as_ref().is_none_or(|(known, _)| *known != form) {
            self.network = None;
            check_memory(form, self.cure)?;
            self.network = Some((form, Runner::new(&segmenter(form), 1)));
        }
        match &mut self.network {
            Some((_, runner)) => Ok(runner),
            None => Err(TrainingError::Algorithm(format!("no network for {}x{} pixels", form.width, form.height))),
        }
    }
}

fn check_memory(form: Form, cure: &str) -> Result<(), TrainingError> {
    let Some(available) = memory::available() else { return Ok(()) };
    let needed = estimate(form);
    if needed <= available {
        return Ok(());
    }
    let gib = |bytes: u64| bytes as f64 / f64::from(1 << 30);
    Err(TrainingError::client(format!(
        "A whole validation image of {}x{} pixels needs {:.1} GiB of memory with {}, but {:.1} GiB are available. {cure}",
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
