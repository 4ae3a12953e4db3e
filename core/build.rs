//! Two things that only the build can give.
//!
//! rusqlite's SQLCipher build asks the linker for `crypto` on every system but Apple's. Nothing
//! of it is used (the provider is ours, `store::cipher`), so an empty archive of that name stands
//! in, and no machine needs OpenSSL.
//!
//! TLS needs a moment before which it cannot be, for phones whose clock says 1970: the moment of
//! the build, or what `SOURCE_DATE_EPOCH` says for a build that can be repeated.

use std::{
    env,
    error::Error,
    fs,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=SOURCE_DATE_EPOCH");
    if env::var_os("CARGO_FEATURE_PHONE").is_some() {
        let out = env::var("OUT_DIR")?;
        fs::write(Path::new(&out).join("libcrypto.a"), b"!<arch>\n")?;
        println!("cargo:rustc-link-search=native={out}");
    }
    println!("cargo:rustc-env=SOVIEC_BUILT={}", built()?);
    Ok(())
}

/// Seconds since 1970.
fn built() -> Result<u64, Box<dyn Error>> {
    match env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => Ok(seconds.parse()?),
        Err(_) => Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs()),
    }
}
