//! How much either side accepts.

/// Bounds of one request and one page, in bytes unless said otherwise.
///
/// All are configurable at the relay; both sides enforce them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WireLimits {
    /// A request's body as it travels.
    pub body: usize,
    /// A body after decompression.
    pub plain_body: usize,
    /// Changes in one request.
    pub changes: usize,
    /// A page's rows, before compression; a group larger than this still travels whole.
    pub page: usize,
    /// One batch's items.
    pub batch_items: usize,
}

impl Default for WireLimits {
    fn default() -> Self {
        Self { body: 1 << 20, plain_body: 4 << 20, changes: 500, page: 192 << 10, batch_items: 200 }
    }
}
