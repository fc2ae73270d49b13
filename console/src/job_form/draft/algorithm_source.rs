//! Where the algorithm comes from.

use domain::algorithm::Algorithm;

use super::{Draft, OtherHyperparameter};

/// The choice at the head of *Algorithm options*.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AlgorithmSource {
    /// An algorithm that the service offers.
    #[default]
    BuiltIn,
    /// An algorithm resource of one's own.
    Resource,
    /// A container of one's own.
    Container,
    /// A subscription from the Marketplace.
    Subscription,
}

impl AlgorithmSource {
    /// All sources, in the page's order.
    pub const ALL: [Self; 4] = [Self::BuiltIn, Self::Resource, Self::Container, Self::Subscription];

    /// The value in the form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BuiltIn => "built-in",
            Self::Resource => "resource",
            Self::Container => "container",
            Self::Subscription => "subscription",
        }
    }

    /// The words of the page, which says what the local engine does not have where that is the target.
    pub fn label(self, is_local: bool) -> &'static str {
        match self {
            Self::BuiltIn => "Amazon SageMaker built-in algorithm",
            Self::Resource if is_local => "Your own algorithm resource (only on AWS)",
            Self::Resource => "Your own algorithm resource",
            Self::Container => "Your own algorithm container in ECR",
            Self::Subscription if is_local => "An algorithm subscription from AWS Marketplace (only on AWS)",
            Self::Subscription => "An algorithm subscription from AWS Marketplace",
        }
    }

    /// The source of a word; anything else is a built-in algorithm.
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|source| source.as_str() == word).unwrap_or_default()
    }

    /// Whether the service knows the algorithm by a name and not by an image.
    pub fn is_named(self) -> bool {
        matches!(self, Self::Resource | Self::Subscription)
    }
}

impl Draft {
    /// Takes an image: one of the service's own with its stable tag is a built-in algorithm, any other a container.
    pub(super) fn take_image(&mut self, typed: &str) {
        let built_in = Algorithm::of_image(typed).filter(|known| {
            // The job's own Region decides about the account, so an image of any Region is recognised.
            let region = typed.split('.').nth(3).unwrap_or_default();
            known.training_image(region).as_deref() == Some(typed)
        });
        match built_in {
            Some(algorithm) => {
                self.algorithm_source = AlgorithmSource::BuiltIn.as_str().to_owned();
                self.algorithm = algorithm.repository.to_owned();
            }
            None => {
                self.algorithm_source = AlgorithmSource::Container.as_str().to_owned();
                self.container = typed.to_owned();
            }
        }
    }

    /// Gives each hyperparameter the place that the chosen algorithm has for it: documented ones a typed row, the rest of
    /// the free rows stays.
    pub fn settle_hyperparameters(&mut self) {
        let Some(algorithm) = self.known_algorithm() else { return };
        let hyperparameters = &mut self.hyperparameters;
        self.other_hyperparameters.retain(|OtherHyperparameter { key, value }| {
            let name = key.trim();
            let is_free = hyperparameters.get(name).is_none_or(|own| own.trim().is_empty());
            let moves = is_free && algorithm.hyperparameter(name).is_some();
            if moves {
                hyperparameters.insert(name.to_owned(), value.clone());
            }
            !moves
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_local_engine_says_which_sources_it_lacks() {
        for source in AlgorithmSource::ALL {
            assert_eq!(source.label(true).ends_with("(only on AWS)"), source.is_named());
            assert!(!source.label(false).contains("only on AWS"));
        }
    }
}
