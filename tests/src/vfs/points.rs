//! A piece of work, run once for each I/O point at which a fault can strike it.

use super::{Disk, Fault};

/// Calls `prepare`, arms the fault and calls `run`, for the first point that the fault can
/// strike, then for the next one, until a run ends without having met it. `prepare` brings disk
/// and state to where the work begins; `run` gets the number of the point and says for itself
/// what must hold. Returns how many points were struck.
pub fn every_point<S>(
    disk: &Disk,
    fault: Fault,
    state: &mut S,
    mut prepare: impl FnMut(&mut S),
    mut run: impl FnMut(&mut S, u64),
) -> u64 {
    let (mut at, mut struck) = (0, 0);
    loop {
        prepare(state);
        disk.fail_at(at, fault);
        run(state, at);
        let Some(point) = disk.struck() else { return struck };
        disk.mend();
        (at, struck) = (point + 1, struck + 1);
    }
}
