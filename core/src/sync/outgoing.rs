//! What goes into one request.

use crate::protocol::{PushedBatch, WireLimits};

/// A stored batch that is not acknowledged in full.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The batch with its changes.
    pub batch: PushedBatch,
    /// The bytes of its changes.
    pub size: usize,
}

/// A third of a request's limit is left to batches, lanes and the other frames.
const THIRDS: usize = 3;

/// How many of the waiting batches fit into one request, in their order; at least one, so that
/// a batch near the limit is not left for ever.
pub fn choose(waiting: &[Outgoing], limits: &WireLimits) -> usize {
    let (mut bytes, mut changes) = (0, 0);
    let room = limits.body / THIRDS * 2;
    let fits = waiting.iter().take_while(|out| {
        bytes += out.size;
        changes += out.batch.changes.len();
        bytes <= room && changes <= limits.changes
    });
    fits.count().max(usize::from(!waiting.is_empty()))
}

/// Whether another request follows: rows wait at the relay, or batches on the phone.
pub fn go_on(more: bool, left_waiting: usize) -> bool {
    more || left_waiting > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn out(size: usize) -> Outgoing {
        let batch = PushedBatch { sealed: Vec::new().into(), changes: vec![Vec::new().into()] };
        Outgoing { batch, size }
    }

    #[test]
    fn requests_fill_up_to_the_limit_and_never_stall() {
        let limits = WireLimits { body: 300, ..WireLimits::default() };
        assert_eq!(choose(&[], &limits), 0);
        assert_eq!(choose(&[out(90), out(90), out(90)], &limits), 2);
        assert_eq!(choose(&[out(900), out(1)], &limits), 1);
    }
}
