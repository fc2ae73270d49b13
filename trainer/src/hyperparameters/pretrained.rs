//! `use_pretrained_model` of the algorithms that can begin with weights which the owner of the engine keeps.

use algorithms::{Algorithm, hyperparameter::Flag};

use crate::{error::TrainingError, log::Log};

/// Where the first weights come from when there is no model channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pretrained {
    /// Random numbers, as the job asks.
    No,
    /// The job asks for pretrained weights.
    Wanted,
    /// The job says nothing; the documented default is pretrained weights.
    LeftOut,
}

/// How an algorithm speaks of the hyperparameter.
///
/// # Panics
/// Where its table has no such switch: a mistake in `algorithms`, which every test of a job finds.
pub(crate) fn words(algorithm: &Algorithm) -> Flag {
    let flag = algorithm.hyperparameter("use_pretrained_model").and_then(|row| row.kind.flag());
    flag.unwrap_or_else(|| unreachable!("use_pretrained_model of {} is no switch", algorithm.short_name))
}

impl Pretrained {
    /// What a job asks for whose value, or else the default, is this.
    pub(crate) fn new(is_wanted: bool, is_given: bool) -> Self {
        match (is_wanted, is_given) {
            (false, _) => Self::No,
            (true, true) => Self::Wanted,
            (true, false) => Self::LeftOut,
        }
    }

    /// Whether the job can begin with, or without, a model channel. `network` is the beginning of the name of the file with the
    /// weights, `left_out` the warning when the job says nothing.
    ///
    /// # Errors
    /// [`TrainingError::Client`] when it asks for weights that are not there.
    pub(crate) fn check_start(
        self,
        has_model: bool,
        network: &str,
        algorithm: &Algorithm,
        left_out: &str,
        log: &mut Log<'_>,
    ) -> Result<(), TrainingError> {
        let Flag { no, yes } = words(algorithm);
        match (self, has_model) {
            (Self::Wanted, false) => {
                return Err(TrainingError::client(format!(
                    "use_pretrained_model is {yes}, but this engine has no pretrained weights: a folder with {network}-NNNN.params that \
                     engine.json names as PretrainedModels. Set it to {no} to start from random weights, or add a model channel with the \
                     model.tar.gz of an earlier job."
                )));
            }
            (Self::Wanted, true) => log.info("use_pretrained_model is ignored because there is a model channel."),
            (Self::LeftOut, false) => log.warning(left_out),
            (Self::LeftOut, true) | (Self::No, _) => {}
        }
        Ok(())
    }
}
