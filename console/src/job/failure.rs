//! Known reasons of failed jobs. The service writes `<Class>: <text>`; an algorithm's own text follows its class.

pub mod field_at_fault;

/// What a reason means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// What it usually means.
    pub meaning: &'static str,
    /// What to change.
    pub change: &'static str,
}

/// A part of the text that tells a reason, and what it means. The first that fits counts.
const KNOWN: &[(&str, Explanation)] = &[
    (
        "No S3 objects found under S3 URL",
        Explanation {
            meaning: "Nothing is stored under the S3 location of a channel.",
            change: "Open the location in the S3 browser and correct the channel's S3 location.",
        },
    ),
    (
        "illegal char sub-sequence '//'",
        Explanation {
            meaning: "An S3 location holds two slashes in a row.",
            change: "Write the channel's S3 location with single slashes.",
        },
    ),
    (
        "AccessDenied",
        Explanation {
            meaning: "The job's role may not read the objects of a channel, or not use the key that encrypts them.",
            change: "Give the role s3:GetObject on the location and kms:Decrypt on its key, or choose another role.",
        },
    ),
    (
        "Insufficient disk space",
        Explanation {
            meaning: "The instance's volume is too small for the data or for the output.",
            change: "Choose a larger volume under Resources.",
        },
    ),
    (
        "no space left",
        Explanation {
            meaning: "The instance's volume is too small for the data or for the output.",
            change: "Choose a larger volume under Resources.",
        },
    ),
    (
        "assume the role",
        Explanation {
            meaning: "SageMaker cannot take the role: it does not exist, its path is wrong, or it does not trust sagemaker.amazonaws.com.",
            change: "Check the role's ARN and its trust policy.",
        },
    ),
    (
        "sts:AssumeRole",
        Explanation {
            meaning: "The role's trust policy does not name sagemaker.amazonaws.com.",
            change: "Add SageMaker to the role's trust policy, or choose another role.",
        },
    ),
    (
        "use a GPU instance",
        Explanation {
            meaning: "The algorithm trains on GPU instances only.",
            change: "Choose an instance type with a GPU, for example ml.p3.2xlarge.",
        },
    ),
    (
        "of the model channel is",
        Explanation {
            meaning: "The model that the job starts from has another network or another number of classes than the job asks for.",
            change: "Set the hyperparameters that define the network to those of the model's own job; Train from this model does that for you.",
        },
    ),
    (
        "model channel",
        Explanation {
            meaning: "The model channel's content could not be used as a model of this algorithm.",
            change: "Point the model channel at the model.tar.gz of a job with the same algorithm and the same network.",
        },
    ),
    (
        "mini_batch_size",
        Explanation {
            meaning: "There are fewer training images than one batch holds.",
            change: "Lower mini_batch_size, or train on more images.",
        },
    ),
    (
        "num_classes",
        Explanation {
            meaning: "The labels in the data do not agree with num_classes.",
            change: "Set num_classes to the number of labels in the data; labels are counted from 0.",
        },
    ),
    (
        "Got empty batch from pipe",
        Explanation {
            meaning: "The attribute names of an augmented manifest do not agree with its lines.",
            change: "Correct the channel's attribute names.",
        },
    ),
    (
        "has the content type",
        Explanation {
            meaning: "The channel's content type is not one that the algorithm reads.",
            change: "Choose the content type that fits the data; the data itself was not looked at.",
        },
    ),
    (
        "holds no .rec file",
        Explanation {
            meaning: "Nothing at the channel's location is a RecordIO file.",
            change: "Correct the channel's S3 location, or choose the content type that its files have.",
        },
    ),
    (
        "artifact upload failed",
        Explanation {
            meaning: "The model could not be written to the S3 output path.",
            change: "Correct the S3 output path, or let the role write there.",
        },
    ),
    (
        "recordio",
        Explanation {
            meaning: "The data is not the RecordIO that its content type promises, or a file is damaged.",
            change: "Check the channel's content type and record wrapper, and make the files again with im2rec.",
        },
    ),
    (
        "not valid under any of the given schemas",
        Explanation {
            meaning: "A hyperparameter is missing or has a value that the algorithm does not allow; its name is in brackets.",
            change: "Correct that hyperparameter.",
        },
    ),
    (
        "Unable to provision requested ML compute capacity",
        Explanation {
            meaning: "AWS has no free instance of this type at the moment.",
            change: "Try again later, or choose another instance type.",
        },
    ),
    (
        "the engine stopped while the job ran",
        Explanation {
            meaning: "The embedded engine was ended while this job trained, and the job could not continue.",
            change: "Create the job again; nothing in its settings is wrong.",
        },
    ),
    (
        "exit code",
        Explanation {
            meaning: "The algorithm ended with an error of its own.",
            change: "The last lines of the log say what it was doing.",
        },
    ),
];

/// What the class of a reason means when its text is not known.
const CLASSES: &[(&str, Explanation)] = &[
    (
        "ClientError",
        Explanation {
            meaning: "An input or a permission of the job is wrong; the algorithm or the service names it above.",
            change: "Correct what the reason names, and create the job again.",
        },
    ),
    (
        "AlgorithmError",
        Explanation {
            meaning: "The algorithm ended with an error of its own.",
            change: "The last lines of the log say what it was doing.",
        },
    ),
    (
        "CapacityError",
        Explanation {
            meaning: "AWS has no free instance of this type at the moment.",
            change: "Try again later, or choose another instance type.",
        },
    ),
    (
        "InternalServerError",
        Explanation {
            meaning: "The service had a fault of its own.",
            change: "Create the job again; nothing in its settings is wrong.",
        },
    ),
];

const UNKNOWN: Explanation = Explanation {
    meaning: "The reason is not one that this console knows.",
    change: "The last lines of the log say what the job was doing.",
};

/// The class at the beginning of a reason, for example `ClientError`.
pub fn class(reason: &str) -> Option<&str> {
    let (class, _) = reason.split_once(':')?;
    (class.ends_with("Error") && class.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(class)
}

/// What a reason usually means and what to change.
pub fn explain(reason: &str) -> Explanation {
    let lower = reason.to_lowercase();
    let known = KNOWN.iter().find(|(part, _)| lower.contains(&part.to_lowercase()));
    let class = || CLASSES.iter().find(|(class, _)| reason.starts_with(class));
    known.or_else(class).map_or(UNKNOWN, |(_, explanation)| *explanation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_that_the_service_gives_are_explained() {
        let changes = [
            "ClientError: Data download failed:Unable to download object s3://b/k (AccessDenied: Access Denied)",
            "ClientError: Data download failed:Insufficient disk space",
            "ClientError: Please use a GPU instance for training",
            "ClientError: num_classes of the model channel is 10, this job has 11",
            "ClientError: Unable to parse record. Please make sure input data is in correct recordio format. , exit code: 2",
            "ClientError: The channel train has the content type text/csv. Image classification reads application/x-recordio",
            "CapacityError: Unable to provision requested ML compute capacity. Please retry using a different ML instance type.",
            "InternalServerError: the engine stopped while the job ran",
        ]
        .map(|reason| explain(reason).change);
        assert_eq!(
            changes,
            [
                "Give the role s3:GetObject on the location and kms:Decrypt on its key, or choose another role.",
                "Choose a larger volume under Resources.",
                "Choose an instance type with a GPU, for example ml.p3.2xlarge.",
                "Set the hyperparameters that define the network to those of the model's own job; Train from this model does that for you.",
                "Check the channel's content type and record wrapper, and make the files again with im2rec.",
                "Choose the content type that fits the data; the data itself was not looked at.",
                "Try again later, or choose another instance type.",
                "Create the job again; nothing in its settings is wrong.",
            ]
        );
    }

    #[test]
    fn the_class_is_the_first_word() {
        assert_eq!(class("AlgorithmError: out of memory"), Some("AlgorithmError"));
        assert_eq!(class("The service gave no reason."), None);
    }

    #[test]
    fn the_class_explains_what_the_text_does_not() {
        assert_eq!(explain("ClientError: something new").change, "Correct what the reason names, and create the job again.");
        assert_eq!(explain("gone"), UNKNOWN);
    }
}
