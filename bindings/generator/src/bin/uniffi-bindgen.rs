//! Writes the Kotlin and the Swift that call a library of `soviec-bindings`.

fn main() {
    uniffi::uniffi_bindgen_main();
}
