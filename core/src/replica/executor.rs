//! Where listeners are called: an executor, by default one thread.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::lock;

/// A piece of work for an executor.
pub type Work = Box<dyn FnOnce() + Send>;

/// Runs pieces of work one at a time, in the order given, and never on the stack of the caller,
/// who may hold locks. A simulated world keeps a queue and pumps it.
pub trait Executor: Send + Sync {
    /// Takes a piece of work and returns at once.
    fn run(&self, work: Work);
}

/// One thread, `soviec-observe`, started with the first piece of work. It ends when the value is
/// dropped and everything that was given has run.
#[derive(Default)]
pub struct SerialThread {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    queue: Mutex<Queue>,
    told: Condvar,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Work>,
    running: bool,
    ended: bool,
}

impl Executor for SerialThread {
    fn run(&self, work: Work) {
        let mut queue = lock(&self.shared.queue);
        queue.waiting.push_back(work);
        // Where the system gives no thread, the work waits and the next piece asks again.
        if !queue.running {
            queue.running = self.start();
        }
        self.shared.told.notify_one();
    }
}

impl SerialThread {
    fn start(&self) -> bool {
        let shared = Arc::clone(&self.shared);
        let thread = std::thread::Builder::new().name("soviec-observe".to_owned());
        thread.spawn(move || while shared.run_next() {}).is_ok()
    }
}

impl Shared {
    /// Runs the next piece of work; false once there will be none.
    fn run_next(&self) -> bool {
        let mut queue = lock(&self.queue);
        loop {
            if let Some(work) = queue.waiting.pop_front() {
                drop(queue);
                // Whatever the work does, the next piece has its turn.
                let _ = catch_unwind(AssertUnwindSafe(work));
                return true;
            }
            if queue.ended {
                return false;
            }
            queue = self.told.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for SerialThread {
    fn drop(&mut self) {
        lock(&self.shared.queue).ended = true;
        self.shared.told.notify_one();
    }
}

impl std::fmt::Debug for SerialThread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SerialThread")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;

    const LONG: Duration = Duration::from_secs(30);

    #[test]
    fn work_runs_in_its_order_on_one_other_thread_and_a_panic_ends_nothing() {
        let (thread, (say, heard)) = (SerialThread::default(), channel());
        for n in 0..20 {
            let say = say.clone();
            thread.run(Box::new(move || {
                let name = std::thread::current().name().map(str::to_owned);
                say.send((n, name)).unwrap();
                assert!(n % 2 == 0, "every other piece of work panics");
            }));
        }
        for n in 0..20 {
            let name = Some("soviec-observe".to_owned());
            assert_eq!(heard.recv_timeout(LONG).unwrap(), (n, name));
        }
    }

    #[test]
    fn what_was_given_still_runs_and_then_the_thread_ends() {
        let (thread, (say, heard)) = (SerialThread::default(), channel());
        let (open, gate) = channel::<()>();
        thread.run(Box::new(move || gate.recv().unwrap()));
        thread.run(Box::new(move || say.send(()).unwrap()));
        let shared = Arc::downgrade(&thread.shared);
        drop(thread);
        open.send(()).unwrap();
        heard.recv_timeout(LONG).unwrap();
        // The sender lives in the last piece of work, which ends before its thread does.
        while shared.upgrade().is_some() {
            std::thread::yield_now();
        }
    }
}
