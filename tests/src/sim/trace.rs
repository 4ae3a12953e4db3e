//! What happened, as lines and as one hash: two runs of a seed must have the same.

use std::hash::Hasher;

/// Everything that a world did so far.
#[derive(Debug, Default)]
pub(super) struct Trace {
    hash: Fnv,
    /// The lines, when they are kept.
    lines: Option<Vec<String>>,
    depth: usize,
}

impl Trace {
    pub(super) fn new(keep: bool) -> Self {
        Self { lines: keep.then(Vec::new), ..Self::default() }
    }

    pub(super) fn say(&mut self, line: &str) {
        self.bytes(line.as_bytes());
        let depth = self.depth;
        if let Some(lines) = &mut self.lines {
            lines.push(format!("{:1$}{line}", "", 2 * depth));
        }
    }

    /// Something that is hashed, and said only by its number.
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.hash.write(bytes);
    }

    pub(super) fn deeper(&mut self) {
        self.depth += 1;
    }

    pub(super) fn higher(&mut self) {
        self.depth -= 1;
    }

    pub(super) fn hash(&self) -> u64 {
        self.hash.finish()
    }

    pub(super) fn lines(&self) -> Vec<String> {
        self.lines.clone().unwrap_or_default()
    }
}

/// FNV-1a: the standard library's hasher may change with its version.
#[derive(Debug)]
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
