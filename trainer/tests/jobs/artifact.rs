//! What a job leaves.

use crate::support::Job;

#[test]
fn the_model_holds_the_three_files_of_mxnet() {
    let mut job = Job::new();
    job.set("epochs", "1");
    job.succeed();
    let files = job.model_files();
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        ["image-classification-0001.params", "image-classification-symbol.json", "model-shapes.json"]
    );
    assert_eq!(files["model-shapes.json"], br#"[{"shape":[1,3,8,8],"name":"data"}]"#);
    let symbol: serde_json::Value = serde_json::from_slice(&files["image-classification-symbol.json"]).expect("JSON");
    let names: Vec<&str> = symbol["nodes"].as_array().expect("nodes").iter().filter_map(|node| node["name"].as_str()).collect();
    let parameters = &files["image-classification-0001.params"];
    assert_eq!(parameters[..8], 0x112_u64.to_le_bytes());
    for name in ["bn_data_gamma", "conv0_weight", "stage1_unit1_sc_weight", "stage3_unit3_conv2_weight", "fc1_bias"] {
        assert!(names.contains(&name), "{name}");
        let stored = format!("arg:{name}");
        assert!(parameters.windows(stored.len()).any(|window| window == stored.as_bytes()), "{stored}");
    }
}
