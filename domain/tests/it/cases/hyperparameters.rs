//! Hyperparameters, and advice about them.

use serde_json::{Value, json};

use super::{Case, IMAGE, image, model::parent};

pub(super) fn cases() -> Vec<Case> {
    let many: Value = (0..101).map(|i| (format!("h{i}"), json!("1"))).collect::<serde_json::Map<_, _>>().into();
    let content = "/InputDataConfig/0/ContentType";
    let segmentation = json!({ "num_classes": "21", "num_training_samples": "100", "lr_scheduler": "step" });
    let one = |code, name: &str, value: &str| {
        let pointer = format!("/HyperParameters/{name}");
        Case::new(code, &format!("hp-value-{name}"), &[(&pointer, json!(value))])
    };
    let mut cases = vec![
        Case::new("E-HP-COUNT", "hyperparameters", &[("/HyperParameters", many)]),
        Case::new("E-HP-KEY", "hp-value-", &[("/HyperParameters", json!({ "": "1" }))]),
        Case::new("E-HP-REQ", "hp-value-num_classes", &[("/HyperParameters/num_classes", json!(null))]),
        Case::new(
            "E-HP-REQ",
            "hp-value-resize",
            &[("/HyperParameters/resize", json!(null)), (content, json!("application/x-image"))],
        ),
        Case::new(
            "E-HP-REQ",
            "hp-value-lr_scheduler_step",
            &[("/HyperParameters", segmentation), (IMAGE, image("semantic-segmentation"))],
        ),
        one("E-HP-VALUE", "resize", &"a".repeat(2501)),
        one("E-ONE-LINE", "model_prefix", "a\nb"),
        one("W-HP-256", "model_prefix", &"a".repeat(257)),
        one("E-HP-TYPE", "num_classes", "ten"),
        one("E-HP-TYPE", "learning_rate", "NaN"),
        one("E-HP-TYPE", "lr_scheduler_step", "3,2"),
        one("E-HP-TYPE", "image_shape", "28,28"),
        one("W-HP-UNKNOWN", "colour", "red"),
        one("W-HP-SECRET", "api_key", "x"),
        one("I-MODEL-PRETRAINED", "use_pretrained_model", "1"),
    ];
    cases.extend([
        one("I-RATE-LOWER", "learning_rate", "0.1").from(parent(|_| {})),
        one("I-EPOCHS-FEWER", "epochs", "3").from(parent(|_| {})),
        one("W-STEP-LATE", "lr_scheduler_step", "2,30"),
        one("W-CKPT-RARE", "checkpoint_frequency", "30"),
        one("W-BATCH-LARGE", "mini_batch_size", "60000"),
        one("W-RESIZE-SMALL", "resize", "20"),
        one("I-LAYERS-SHAPE", "num_layers", "152"),
        Case::new(
            "I-LAYERS-SHAPE",
            "hp-value-num_layers",
            &[("/HyperParameters/num_layers", json!("20")), ("/HyperParameters/image_shape", json!("3,224,224"))],
        ),
    ]);
    cases
}
