//! `model-shapes.json`: the shape of the network's input, with the batch in front.

use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
struct Input {
    shape: Vec<usize>,
    name: String,
}

/// The file's text for images of the shape `[channels, height, width]`.
pub fn write_model_shapes(image_shape: [usize; 3]) -> String {
    let [channels, height, width] = image_shape;
    serde_json::json!([Input { shape: vec![1, channels, height, width], name: "data".to_owned() }]).to_string()
}

/// The shape of the images, `[channels, height, width]`; `None` when the text is no such file.
pub fn read_model_shapes(text: &[u8]) -> Option<[usize; 3]> {
    let inputs: Vec<Input> = serde_json::from_slice(text).ok()?;
    match inputs.iter().find(|input| input.name == "data")?.shape[..] {
        [_, channels, height, width] => Some([channels, height, width]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let text = write_model_shapes([3, 28, 30]);
        assert_eq!(text, r#"[{"shape":[1,3,28,30],"name":"data"}]"#);
        assert_eq!(read_model_shapes(text.as_bytes()), Some([3, 28, 30]));
        assert_eq!(read_model_shapes(b"[{\"shape\":[1,3],\"name\":\"data\"}]"), None);
        assert_eq!(read_model_shapes(b"{}"), None);
    }

    #[test]
    fn sizes_that_nothing_has_are_refused() {
        let shape = |sizes: &str| read_model_shapes(format!("[{{\"shape\":[{sizes}],\"name\":\"data\"}}]").as_bytes());
        assert_eq!(shape("1,3,18446744073709551615,1"), Some([3, usize::MAX, 1]), "the caller compares it with its own");
        for sizes in ["1,3,-28,28", "1,3,18446744073709551616,1", "1,3,2.5,1", "1,3,1e3,1", "[[[[", "1,3,28,28,28"] {
            assert_eq!(shape(sizes), None, "{sizes}");
        }
        assert_eq!(read_model_shapes("[".repeat(1_000_000).as_bytes()), None);
    }
}
