#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| soviec_fuzz::targets::plan_file(data));
