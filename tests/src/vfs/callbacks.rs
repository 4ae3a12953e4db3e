//! The file system as SQLite calls it: by path, before a file is open.
//!
//! Paths on no [`Disk`](super::Disk) go on to the system's own file layer.

use std::{
    ffi::{CStr, OsStr, c_char, c_int},
    os::unix::ffi::OsStrExt,
    path::Path,
    ptr,
    sync::OnceLock,
};

use rusqlite::ffi::{self, sqlite3_file, sqlite3_vfs};

use super::{
    methods::{self, OpenFile},
    registered::disk_of,
};

/// The system's file layer, which was the default before.
static SYSTEM: OnceLock<System> = OnceLock::new();

#[derive(Clone, Copy)]
struct System(*mut sqlite3_vfs);

// SAFETY: SQLite's own file layer is a constant of the process and may be called by any thread.
unsafe impl Send for System {}
// SAFETY: as above.
unsafe impl Sync for System {}

/// Makes this file layer the default of the process, once.
pub(super) fn install() {
    SYSTEM.get_or_init(|| {
        // SAFETY: both calls may come from any thread. The new layer is a copy of the system's
        // with another way to open files, and is never freed.
        unsafe {
            assert_eq!(ffi::sqlite3_initialize(), ffi::SQLITE_OK, "SQLite starts");
            let system = ffi::sqlite3_vfs_find(ptr::null());
            assert!(!system.is_null(), "SQLite has a file layer");
            let layer = Box::leak(Box::new(over(&*system)));
            assert_eq!(ffi::sqlite3_vfs_register(layer, 1), ffi::SQLITE_OK, "it is taken");
            System(system)
        }
    });
}

fn over(system: &sqlite3_vfs) -> sqlite3_vfs {
    let own = size_of::<OpenFile>() as c_int;
    sqlite3_vfs {
        szOsFile: system.szOsFile.max(own),
        pNext: ptr::null_mut(),
        zName: c"soviec-memory".as_ptr(),
        xOpen: Some(open),
        xDelete: Some(delete),
        xAccess: Some(access),
        xFullPathname: Some(full_path),
        ..*system
    }
}

fn system() -> *mut sqlite3_vfs {
    SYSTEM.get().expect("it is set before SQLite knows this layer").0
}

/// # Safety
///
/// `name` is null or a string that ends with a zero byte and outlives `'a`.
unsafe fn path<'a>(name: *const c_char) -> Option<&'a Path> {
    // SAFETY: the caller's promise.
    let name = (!name.is_null()).then(|| unsafe { CStr::from_ptr(name) })?;
    Some(Path::new(OsStr::from_bytes(name.to_bytes())))
}

/// # Safety
///
/// As SQLite calls it: `file` has room for `szOsFile` bytes, and the other pointers are null or
/// valid.
unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite's name is a string or null.
    let place = unsafe { path(name) };
    let Some((place, disk)) = place.and_then(|place| Some((place, disk_of(place)?))) else {
        let system = system();
        // SAFETY: these are SQLite's own arguments, for its own layer.
        return unsafe {
            (*system)
                .xOpen
                .map_or(ffi::SQLITE_CANTOPEN, |open| open(system, name, file, flags, out))
        };
    };
    // SAFETY: there is room for an open file, whose first field says whether it is one.
    unsafe { (*file).pMethods = ptr::null() };
    let opened = disk.files().open(place, flags);
    match opened {
        Ok((node, only_read)) => {
            // SAFETY: `file` has room for it, and `out` is null or writable.
            unsafe {
                methods::start(file, disk, node, only_read);
                if let Some(out) = out.as_mut() {
                    *out = if only_read { ffi::SQLITE_OPEN_READONLY } else { flags };
                }
            }
            ffi::SQLITE_OK
        }
        Err(code) => code,
    }
}

/// # Safety
///
/// As SQLite calls it.
unsafe extern "C" fn delete(_: *mut sqlite3_vfs, name: *const c_char, for_sure: c_int) -> c_int {
    // SAFETY: SQLite's name is a string.
    let place = unsafe { path(name) };
    match place.and_then(|place| Some((place, disk_of(place)?))) {
        Some((place, disk)) => {
            disk.files().delete(place, for_sure != 0).err().unwrap_or(ffi::SQLITE_OK)
        }
        None => {
            let system = system();
            // SAFETY: these are SQLite's own arguments, for its own layer.
            unsafe {
                (*system).xDelete.map_or(ffi::SQLITE_OK, |delete| delete(system, name, for_sure))
            }
        }
    }
}

/// # Safety
///
/// As SQLite calls it: `out` is writable.
unsafe extern "C" fn access(
    _: *mut sqlite3_vfs,
    name: *const c_char,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite's name is a string.
    let place = unsafe { path(name) };
    match place.and_then(|place| Some((place, disk_of(place)?))) {
        Some((place, disk)) => {
            // SAFETY: SQLite gives a place for the answer.
            unsafe { *out = c_int::from(disk.files().is_here(place)) };
            ffi::SQLITE_OK
        }
        None => {
            let system = system();
            // SAFETY: these are SQLite's own arguments, for its own layer.
            unsafe {
                (*system).xAccess.map_or(ffi::SQLITE_OK, |access| access(system, name, flags, out))
            }
        }
    }
}

/// # Safety
///
/// As SQLite calls it: `out` has room for `room` bytes.
unsafe extern "C" fn full_path(
    _: *mut sqlite3_vfs,
    name: *const c_char,
    room: c_int,
    out: *mut c_char,
) -> c_int {
    // SAFETY: SQLite's name is a string.
    let place = unsafe { path(name) };
    let Some(place) = place.filter(|place| disk_of(place).is_some()) else {
        let system = system();
        // SAFETY: these are SQLite's own arguments, for its own layer.
        return unsafe {
            (*system)
                .xFullPathname
                .map_or(ffi::SQLITE_CANTOPEN, |full| full(system, name, room, out))
        };
    };
    let bytes = place.as_os_str().as_bytes();
    if usize::try_from(room).is_ok_and(|room| room <= bytes.len()) {
        return ffi::SQLITE_CANTOPEN;
    }
    // SAFETY: there is room for the bytes and the zero behind them.
    unsafe {
        ptr::copy_nonoverlapping(bytes.as_ptr().cast(), out, bytes.len());
        out.add(bytes.len()).write(0);
    }
    ffi::SQLITE_OK
}
