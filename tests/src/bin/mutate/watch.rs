//! Panics are caught, hangs are named, and what does harm is kept.

use std::{
    fmt::Write as _,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// One input takes milliseconds; a machine under load is given this long.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Default)]
struct Now {
    began: Option<Instant>,
    name: String,
    bytes: Vec<u8>,
    ended: bool,
}

/// Watches over one input at a time.
#[derive(Clone)]
pub(crate) struct Watch {
    now: Arc<Mutex<Now>>,
    crashes: PathBuf,
}

impl Watch {
    /// Starts to watch. Panics are told by this program alone: the usual words of thousands would
    /// hide its own.
    pub(crate) fn start(crashes: PathBuf) -> Self {
        std::panic::set_hook(Box::new(|_| {}));
        let watch = Self { now: Arc::default(), crashes };
        let watching = watch.clone();
        std::thread::spawn(move || watching.look());
        watch
    }

    /// Nothing is watched any more.
    pub(crate) fn end(&self) {
        self.now().ended = true;
    }

    /// Works on an input; `Err` says that it panicked, and the input is kept.
    pub(crate) fn over<T>(
        &self,
        name: &str,
        bytes: &[u8],
        work: impl FnOnce() -> T,
    ) -> Result<T, String> {
        {
            let mut now = self.now();
            (now.began, now.name, now.bytes) = (Some(Instant::now()), name.into(), bytes.into());
        }
        let worked = catch_unwind(AssertUnwindSafe(work));
        self.now().began = None;
        worked.map_err(|panic| {
            let said = panic.downcast_ref::<String>().cloned();
            let said = said.or_else(|| panic.downcast_ref::<&str>().map(|said| (*said).to_owned()));
            let said = said.unwrap_or_default();
            self.keep(name, bytes, &said);
            said
        })
    }

    /// Keeps an input that did harm.
    pub(crate) fn keep(&self, name: &str, bytes: &[u8], said: &str) {
        let file = self.crashes.join(name.replace([' ', '/'], "-"));
        eprintln!("HARM by {name}: {said}; kept as {}", file.display());
        let hex = bytes.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        let kept = std::fs::create_dir_all(&self.crashes)
            .and_then(|()| std::fs::write(&file, bytes))
            .and_then(|()| std::fs::write(file.with_extension("txt"), format!("{said}\n{hex}\n")));
        if let Err(error) = kept {
            eprintln!("it could not be kept: {error}");
        }
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the clock now and then; an input that never ends ends the program.
    fn look(&self) {
        loop {
            std::thread::park_timeout(Duration::from_secs(1));
            let now = self.now();
            if now.ended {
                return;
            }
            if now.began.is_some_and(|began| began.elapsed() > PATIENCE) {
                let (name, bytes) = (now.name.clone(), now.bytes.clone());
                drop(now);
                self.keep(&name, &bytes, "it hangs");
                std::process::exit(1);
            }
        }
    }
}
