//! One open file as SQLite calls it.

use std::{
    ffi::{c_int, c_void},
    ptr, slice,
    sync::{
        Arc,
        atomic::{self, AtomicU64, Ordering},
    },
};

use rusqlite::ffi::{self, sqlite3_file, sqlite3_io_methods};

use super::{
    disk::Disk,
    fault::Call,
    shared::{REGION, Shared},
};

/// What stands where SQLite keeps an open file.
#[repr(C)]
pub(super) struct OpenFile {
    /// SQLite reads only this.
    base: sqlite3_file,
    open: *mut Open,
}

struct Open {
    disk: Arc<Disk>,
    node: u64,
    /// Tells the open files of one node apart.
    who: u64,
    only_read: bool,
    shared: Option<Arc<Shared>>,
}

static NEXT: AtomicU64 = AtomicU64::new(0);

static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    // 2: with shared memory, without memory mapping.
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(flush),
    xFileSize: Some(size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(map),
    xShmLock: Some(lock_shared),
    xShmBarrier: Some(barrier),
    xShmUnmap: Some(unmap),
    xFetch: None,
    xUnfetch: None,
};

/// Writes an open file to where SQLite keeps it.
///
/// # Safety
///
/// `file` has room for an [`OpenFile`].
pub(super) unsafe fn start(file: *mut sqlite3_file, disk: Arc<Disk>, node: u64, only_read: bool) {
    let who = NEXT.fetch_add(1, Ordering::Relaxed);
    let open = Box::into_raw(Box::new(Open { disk, node, who, only_read, shared: None }));
    let file = file.cast::<OpenFile>();
    // SAFETY: the caller's promise.
    unsafe { file.write(OpenFile { base: sqlite3_file { pMethods: &METHODS }, open }) };
}

/// # Safety
///
/// `file` was written by [`start`] and is not closed, and SQLite calls for one file from one
/// thread at a time.
unsafe fn of<'a>(file: *mut sqlite3_file) -> &'a mut Open {
    // SAFETY: the caller's promise.
    unsafe { &mut *(*file.cast::<OpenFile>()).open }
}

fn code(result: Result<(), c_int>) -> c_int {
    result.err().unwrap_or(ffi::SQLITE_OK)
}

/// Offsets and lengths that SQLite gives are never negative.
fn unsigned(number: impl TryInto<usize>) -> usize {
    number.try_into().unwrap_or(0)
}

/// # Safety
///
/// As SQLite calls it, once for an open file.
unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: `open` came from a box in `start`, and nobody uses it after this call.
    let open = unsafe { Box::from_raw((*file.cast::<OpenFile>()).open) };
    let mut files = open.disk.files();
    if let Ok(node) = files.node(open.node) {
        node.locks.forget(open.who);
    }
    files.close(open.node);
    ffi::SQLITE_OK
}

/// # Safety
///
/// As SQLite calls it: `into` has room for `len` bytes.
unsafe extern "C" fn read(
    file: *mut sqlite3_file,
    into: *mut c_void,
    len: c_int,
    at: i64,
) -> c_int {
    // SAFETY: SQLite's own arguments.
    let (open, into) =
        unsafe { (of(file), slice::from_raw_parts_mut(into.cast::<u8>(), unsigned(len))) };
    let mut files = open.disk.files();
    if let Err(code) = files.pass(Call::Read) {
        return code;
    }
    match files.node(open.node) {
        Ok(node) if node.content.read(unsigned(at), into) == into.len() => ffi::SQLITE_OK,
        Ok(_) => ffi::SQLITE_IOERR_SHORT_READ,
        Err(code) => code,
    }
}

/// # Safety
///
/// As SQLite calls it: `from` has `len` bytes.
unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    from: *const c_void,
    len: c_int,
    at: i64,
) -> c_int {
    // SAFETY: SQLite's own arguments.
    let (open, from) =
        unsafe { (of(file), slice::from_raw_parts(from.cast::<u8>(), unsigned(len))) };
    if open.only_read {
        return ffi::SQLITE_READONLY;
    }
    code(open.disk.files().write(open.node, unsigned(at), from))
}

/// # Safety
///
/// As SQLite calls it.
unsafe extern "C" fn truncate(file: *mut sqlite3_file, len: i64) -> c_int {
    // SAFETY: SQLite's own argument.
    let open = unsafe { of(file) };
    let mut files = open.disk.files();
    let passed = files.pass(Call::Truncate);
    code(passed.and_then(|()| files.node(open.node).map(|n| n.content.truncate(unsigned(len)))))
}

/// # Safety
///
/// As SQLite calls it.
unsafe extern "C" fn flush(file: *mut sqlite3_file, _: c_int) -> c_int {
    // SAFETY: SQLite's own argument.
    let open = unsafe { of(file) };
    code(open.disk.files().flush(open.node))
}

/// # Safety
///
/// As SQLite calls it: `out` is writable.
unsafe extern "C" fn size(file: *mut sqlite3_file, out: *mut i64) -> c_int {
    // SAFETY: SQLite's own argument.
    let open = unsafe { of(file) };
    let mut files = open.disk.files();
    let passed = files.pass(Call::Size);
    match passed.and_then(|()| files.node(open.node)) {
        Ok(node) => {
            let len = i64::try_from(node.content.bytes().len()).unwrap_or(i64::MAX);
            // SAFETY: SQLite gives a place for the answer.
            unsafe { *out = len };
            ffi::SQLITE_OK
        }
        Err(code) => code,
    }
}

/// # Safety
///
/// As SQLite calls it.
unsafe extern "C" fn lock(file: *mut sqlite3_file, level: c_int) -> c_int {
    // SAFETY: SQLite's own argument.
    let open = unsafe { of(file) };
    match open.disk.files().node(open.node).map(|node| node.locks.raise(open.who, level)) {
        Ok(true) => ffi::SQLITE_OK,
        Ok(false) => ffi::SQLITE_BUSY,
        Err(code) => code,
    }
}

/// # Safety
///
/// As SQLite calls it.
unsafe extern "C" fn unlock(file: *mut sqlite3_file, level: c_int) -> c_int {
    // SAFETY: SQLite's own argument.
    let open = unsafe { of(file) };
    code(open.disk.files().node(open.node).map(|node| node.locks.lower(open.who, level)))
}

/// # Safety
///
/// As SQLite calls it: `out` is writable.
unsafe extern "C" fn check_reserved(file: *mut sqlite3_file, out: *mut c_int) -> c_int {
    // SAFETY: SQLite's own argument.
    let open = unsafe { of(file) };
    let reserved = open.disk.files().node(open.node).map(|node| node.locks.is_reserved());
    // SAFETY: SQLite gives a place for the answer.
    code(reserved.map(|reserved| unsafe { *out = c_int::from(reserved) }))
}

extern "C" fn control(_: *mut sqlite3_file, _: c_int, _: *mut c_void) -> c_int {
    ffi::SQLITE_NOTFOUND
}

/// What the system's own layer says, so that the same bytes are written.
extern "C" fn sector_size(_: *mut sqlite3_file) -> c_int {
    4096
}

/// As there: a torn write harms no byte outside of it.
extern "C" fn characteristics(_: *mut sqlite3_file) -> c_int {
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

/// # Safety
///
/// As SQLite calls it: `out` is writable.
unsafe extern "C" fn map(
    file: *mut sqlite3_file,
    region: c_int,
    len: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    // SAFETY: SQLite's own arguments.
    let (open, out) = unsafe { (of(file), &mut *out) };
    *out = ptr::null_mut();
    if unsigned(len) != REGION {
        return ffi::SQLITE_IOERR_SHMMAP;
    }
    match region_of(open, unsigned(region), extend != 0) {
        Ok(address) => {
            *out = address.unwrap_or(ptr::null_mut());
            ffi::SQLITE_OK
        }
        Err(code) => code,
    }
}

fn region_of(open: &mut Open, at: usize, extend: bool) -> Result<Option<*mut c_void>, c_int> {
    let mut files = open.disk.files();
    let node = files.node(open.node)?;
    let shared = Arc::clone(node.shared.get_or_insert_default());
    if open.shared.is_none() {
        node.mapped += 1;
        open.shared = Some(Arc::clone(&shared));
    }
    if extend && shared.len() <= at {
        files.pass(Call::Share)?;
    }
    Ok(shared.region(at, extend))
}

/// # Safety
///
/// As SQLite calls it.
unsafe extern "C" fn lock_shared(
    file: *mut sqlite3_file,
    from: c_int,
    count: c_int,
    flags: c_int,
) -> c_int {
    // SAFETY: SQLite's own argument.
    let open = unsafe { of(file) };
    let (from, count) = (unsigned(from), unsigned(count));
    let mut files = open.disk.files();
    let Ok(node) = files.node(open.node) else { return ffi::SQLITE_IOERR_SHMLOCK };
    if flags & ffi::SQLITE_SHM_UNLOCK != 0 {
        node.locks.give_back(open.who, from, count);
        return ffi::SQLITE_OK;
    }
    let exclusive = flags & ffi::SQLITE_SHM_EXCLUSIVE != 0;
    let taken = node.locks.take(open.who, from, count, exclusive);
    if taken { ffi::SQLITE_OK } else { ffi::SQLITE_BUSY }
}

extern "C" fn barrier(_: *mut sqlite3_file) {
    atomic::fence(Ordering::SeqCst);
}

/// # Safety
///
/// As SQLite calls it.
unsafe extern "C" fn unmap(file: *mut sqlite3_file, _: c_int) -> c_int {
    // SAFETY: SQLite's own argument.
    let open = unsafe { of(file) };
    if open.shared.take().is_none() {
        return ffi::SQLITE_OK;
    }
    if let Ok(node) = open.disk.files().node(open.node) {
        node.mapped -= 1;
        if node.mapped == 0 {
            node.shared = None;
        }
    }
    ffi::SQLITE_OK
}
