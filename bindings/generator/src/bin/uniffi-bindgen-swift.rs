//! Writes the Swift that calls `soviec-bindings` in the layout that an XCFramework needs.

fn main() {
    uniffi::uniffi_bindgen_swift();
}
