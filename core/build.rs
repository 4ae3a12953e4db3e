//! rusqlite's SQLCipher build asks the linker for `crypto` on every system but Apple's.
//! Nothing of it is used (the provider is ours, `store::cipher`), so an empty archive of
//! that name stands in, and no machine needs OpenSSL.

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_PHONE").is_some() {
        let out = env::var("OUT_DIR")?;
        fs::write(Path::new(&out).join("libcrypto.a"), b"!<arch>\n")?;
        println!("cargo:rustc-link-search=native={out}");
    }
    Ok(())
}
