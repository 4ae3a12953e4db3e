//! One opening of a database at a time, across processes.

use std::{fs::File, io, path::Path};

use super::{VaultError, sibling};

/// Holds the database's lock until it is dropped or the process ends, however it ends.
#[must_use = "the lock is given back when the guard is dropped"]
#[derive(Debug)]
pub struct LockGuard {
    file: File,
}

/// Given back by name, not by closing alone: a process that this one is starting at the moment
/// still has the open file for as long as it is not yet another program.
impl Drop for LockGuard {
    fn drop(&mut self) {
        unlock(&self.file);
    }
}

/// Locks `<db>.lock`, which stays when the lock is given back: deleting it would let two
/// openers lock two files of one name.
///
/// # Errors
///
/// [`VaultError::InUse`], at once, if this or another process holds it.
pub fn exclusive(database: &Path) -> Result<LockGuard, VaultError> {
    let path = sibling(database, ".lock");
    let file = File::options().create(true).truncate(false).write(true).open(path)?;
    match try_lock(&file) {
        Ok(()) => Ok(LockGuard { file }),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Err(VaultError::InUse),
        Err(error) => Err(error.into()),
    }
}

/// `flock`, which counts by open file and so also keeps out a second opener of this very
/// process. The standard library's `try_lock` is the same call, but before Rust 1.98
/// answers "not supported" on Android.
#[cfg(unix)]
fn try_lock(file: &File) -> io::Result<()> {
    use std::os::fd::AsRawFd;

    // SAFETY: the descriptor is open for as long as `file` is borrowed.
    match unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_EX | libc::LOCK_NB) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

#[cfg(unix)]
fn unlock(file: &File) {
    use std::os::fd::AsRawFd;

    // SAFETY: the descriptor is open for as long as `file` is borrowed. A failure leaves the lock
    // to the closing that follows.
    let _ = unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_UN) };
}

#[cfg(not(unix))]
fn unlock(file: &File) {
    let _ = file.unlock();
}

#[cfg(not(unix))]
fn try_lock(file: &File) -> io::Result<()> {
    file.try_lock().map_err(io::Error::from)
}

#[cfg(test)]
mod tests {
    use std::{env, path::PathBuf, process::Command};

    use tempfile::TempDir;

    use super::*;

    const CHILD: &str = "SOVIEC_TEST_LOCKED_DATABASE";

    #[test]
    fn a_second_opener_is_refused_until_the_first_is_gone() {
        let folder = TempDir::new().unwrap();
        let database = folder.path().join("so.db");
        let first = exclusive(&database).unwrap();
        assert!(matches!(exclusive(&database), Err(VaultError::InUse)));
        assert!(exclusive(&folder.path().join("other.db")).is_ok());
        drop(first);
        assert!(exclusive(&database).is_ok());
    }

    #[test]
    #[cfg(unix)]
    fn a_process_that_is_just_being_started_does_not_keep_the_lock() {
        let folder = TempDir::new().unwrap();
        let database = folder.path().join("so.db");
        let guard = exclusive(&database).unwrap();
        // What such a process has: the same open file under another number.
        let started = guard.file.try_clone().unwrap();
        drop(guard);
        assert!(exclusive(&database).is_ok());
        drop(started);
    }

    #[test]
    fn another_process_is_refused_too() {
        let folder = TempDir::new().unwrap();
        let database = folder.path().join("so.db");
        let guard = exclusive(&database).unwrap();
        assert!(!opens_in_a_child(&database), "the lock did not hold");
        drop(guard);
        assert!(opens_in_a_child(&database), "the lock was not given back");
    }

    /// Runs the test below in a process of its own.
    fn opens_in_a_child(database: &Path) -> bool {
        let name = "store::vault::lock::tests::child";
        let mut child = Command::new(env::current_exe().unwrap());
        let output = child.args(["--exact", name]).env(CHILD, database).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains("running 1 test"), "the child ran something else: {text}");
        output.status.success()
    }

    #[test]
    fn child() {
        if let Some(database) = env::var_os(CHILD) {
            drop(exclusive(&PathBuf::from(database)).unwrap());
        }
    }
}
