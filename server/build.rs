//! Embeds the site (scripts, WebAssembly, styles, fonts) that `scripts/build-site.mjs` made.
//!
//! `BATON_SITE_DIR` names the folder. Without it the executable has no site: it serves plain HTML, and says so when it starts.

use std::{
    env, error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn error::Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=../migrations/console");
    println!("cargo:rerun-if-env-changed=BATON_SITE_DIR");
    let site = env::var_os("BATON_SITE_DIR").map(PathBuf::from).filter(|site| site.join("manifest.json").is_file());
    let code = match &site {
        Some(site) => {
            println!("cargo:rerun-if-changed={}", site.display());
            embed(site)?
        }
        None => "pub(super) static FILES: &[File] = &[];\npub(super) static MANIFEST: &str = \"{}\";\n".to_owned(),
    };
    let out = PathBuf::from(env::var("OUT_DIR")?).join("site.rs");
    fs::write(out, code)?;
    Ok(())
}

/// Code with one entry for each file; `NAME.br` is the twin of `NAME`.
fn embed(site: &Path) -> Result<String, Box<dyn error::Error>> {
    let mut names = fs::read_dir(site)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<Vec<String>, std::io::Error>>()?;
    names.sort();
    let mut code = String::from("pub(super) static FILES: &[File] = &[\n");
    for name in names.iter().filter(|name| !name.ends_with(".br") && *name != "manifest.json") {
        let path = site.join(name);
        let twin = format!("{name}.br");
        let brotli = match names.contains(&twin) {
            true => format!("Some(include_bytes!({:?}))", site.join(&twin)),
            false => "None".to_owned(),
        };
        writeln!(code, "    File {{ name: {name:?}, content: include_bytes!({path:?}), brotli: {brotli} }},")?;
    }
    writeln!(code, "];\npub(super) static MANIFEST: &str = include_str!({:?});", site.join("manifest.json"))?;
    Ok(code)
}
