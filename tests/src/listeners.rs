//! A listener that hands on what it hears.

use std::{
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, Sender, channel},
    },
    time::Duration,
};

use soviec_core::replica::{CallbackFailed, Changes, Listener};

/// How long a test waits for a batch before it says that none comes; no test passes by it.
const PATIENCE: Duration = Duration::from_secs(30);

/// Hears of changes, with the name of the thread that told of them.
pub struct Ear {
    told: Mutex<Sender<(Option<String>, Changes)>>,
    heard: Mutex<Receiver<(Option<String>, Changes)>>,
}

impl Default for Ear {
    fn default() -> Self {
        let (told, heard) = channel();
        Self { told: Mutex::new(told), heard: Mutex::new(heard) }
    }
}

impl Ear {
    /// The next batch and the thread that brought it.
    pub fn next(&self) -> (Option<String>, Changes) {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.recv_timeout(PATIENCE).expect("a batch comes")
    }

    /// Whether nothing was heard that [`Self::next`] did not return.
    pub fn is_quiet(&self) -> bool {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).try_recv().is_err()
    }
}

impl Listener for Ear {
    fn changed(&self, changes: &Changes) -> Result<(), CallbackFailed> {
        let thread = std::thread::current().name().map(str::to_owned);
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.send((thread, changes.clone())).expect("the ear itself holds the other end");
        Ok(())
    }
}
