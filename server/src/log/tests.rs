use std::{path::PathBuf, thread};

use super::*;
use soviec_core::{
    model::{ChangeHash, DeviceId, DocumentId, Moment},
    protocol::{Chain, ChangeState, RowHeader, RowKind},
};

const TENANT: TenantId = TenantId([1; 16]);
const DOCUMENT: DocumentId = DocumentId([2; 16]);
const DEVICE: DeviceId = DeviceId([3; 16]);

struct Fresh {
    log: Log,
    path: PathBuf,
    _dir: tempfile::TempDir,
}

fn fresh() -> Fresh {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("log.db");
    Fresh { log: Log::open(&path, TENANT).unwrap(), path, _dir: dir }
}

fn verdict(change: u8, state: ChangeState) -> RowHeader {
    RowHeader {
        change: Some(ChangeHash([change; 32])),
        state: Some(state),
        ..RowHeader::new(RowKind::VERDICT, DOCUMENT, Moment(0))
    }
}

fn append(log: &Log, payloads: &[Vec<u8>]) -> Result<u64, LogError> {
    log.write(|group| {
        let mut last = 0;
        for payload in payloads {
            last = group.push(verdict(7, ChangeState::Held), payload)?;
        }
        Ok(last)
    })
}

fn everything(log: &Log) -> Vec<LogRow> {
    log.read(|view| Ok::<_, LogError>(view.rows_between(0, usize::MAX)?.0)).unwrap()
}

#[test]
fn writers_at_once_make_one_gapless_chain() {
    let fresh = fresh();
    let log = &fresh.log;
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for n in 0..25 {
                    append(log, &[vec![n], vec![n, n]]).unwrap();
                }
            });
        }
    });
    let rows = everything(log);
    assert!(rows.iter().map(|row| row.seq).eq(1..=200));
    let mut chain = Chain::START;
    for row in &rows {
        chain = chain.next(&row.header, &row.payload);
        let there = log.read(|view| view.chain8_at(row.seq)).unwrap();
        assert_eq!(there, Some(chain.short()));
    }
    assert_eq!(*log.head().unwrap().chain8, chain.short());
}

#[test]
fn what_fails_leaves_no_row_and_no_gap() {
    let fresh = fresh();
    let log = &fresh.log;
    append(log, &[vec![1]]).unwrap();
    let failed: Result<(), LogError> = log.write(|group| {
        group.push(verdict(1, ChangeState::Held), &[2])?;
        Err(LogError::Unreadable(9))
    });
    assert!(failed.is_err());
    assert_eq!(append(log, &[vec![3]]).unwrap(), 2);
    assert_eq!(everything(log).len(), 2);
}

#[test]
fn after_a_commit_that_failed_the_log_is_opened_again_and_goes_on() {
    let fresh = fresh();
    let log = &fresh.log;
    append(log, &[vec![1]]).unwrap();
    let before = log.head().unwrap();
    lock(&log.writer).as_mut().unwrap().commit_hook(Some(|| true)).unwrap();
    assert!(append(log, &[vec![2]]).is_err());
    assert!(lock(&log.writer).is_none(), "the doubtful connection is gone");
    assert_eq!(log.head().unwrap(), before);
    // The new connection has no hook that fails.
    assert_eq!(append(log, &[vec![3]]).unwrap(), 2);
}

#[test]
fn a_panic_of_a_writer_leaves_the_log_usable() {
    let fresh = fresh();
    let log = &fresh.log;
    let torn = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        log.write(|group| {
            group.push(verdict(1, ChangeState::Held), &[1]).unwrap();
            if group.head().is_ok() {
                panic!("on purpose");
            }
            Ok::<_, LogError>(())
        })
    }));
    assert!(torn.is_err());
    assert_eq!(append(log, &[vec![2]]).unwrap(), 1);
}

#[test]
fn the_highest_row_is_the_present_state() {
    let fresh = fresh();
    let log = &fresh.log;
    let states = [ChangeState::Held, ChangeState::Already(ChangeHash([4; 32]))];
    for state in states {
        log.write(|group| group.push(verdict(1, state), &[])).unwrap();
    }
    let present = log.read(|view| view.state_of(&DOCUMENT, &ChangeHash([1; 32]))).unwrap();
    assert_eq!(present, Some(PresentState { state: states[1], seq: 2 }));
}

#[test]
fn a_page_holds_whole_groups_and_ends_at_the_end_of_one() {
    let fresh = fresh();
    let log = &fresh.log;
    for _ in 0..3 {
        append(log, &[vec![0; 1000], vec![0; 1000]]).unwrap();
    }
    let documents = [DOCUMENT];
    let reader = Reader { documents: &documents, device: DEVICE };
    let page = |after, limit| log.read(|view| view.rows_after(after, &reader, limit)).unwrap();
    let seqs = |slice: &Slice| slice.rows.iter().map(|row| row.seq).collect::<Vec<_>>();
    // A group larger than the page still comes whole.
    let first = page(0, 1);
    assert_eq!((seqs(&first), first.next.seq, first.more), (vec![1, 2], 2, true));
    let two = page(0, 5000);
    assert_eq!((seqs(&two), two.next.seq, two.more), (vec![1, 2, 3, 4], 4, true));
    // The first half of the third group would fit, and is left for the next page.
    let half = page(0, 5700);
    assert_eq!((seqs(&half), half.next.seq, half.more), (vec![1, 2, 3, 4], 4, true));
    let rest = page(2, 10_000);
    assert_eq!((seqs(&rest), rest.next.seq, rest.more), (vec![3, 4, 5, 6], 6, false));
    assert_eq!(rest.next, log.head().unwrap());
    let nothing = Reader { documents: &[], device: DEVICE };
    let empty = log.read(|view| view.rows_after(0, &nothing, 1)).unwrap();
    assert_eq!((empty.rows.len(), empty.next.seq, empty.more), (0, 6, false));
}

#[test]
fn a_large_transaction_is_cut_into_groups() {
    let fresh = fresh();
    let log = &fresh.log;
    append(log, &vec![vec![0; 60 << 10]; 5]).unwrap();
    let documents = [DOCUMENT];
    let reader = Reader { documents: &documents, device: DEVICE };
    let slice = log.read(|view| view.rows_after(0, &reader, 130 << 10)).unwrap();
    assert_eq!((slice.rows.len(), slice.next.seq, slice.more), (2, 2, true));
}

#[test]
fn the_file_itself_refuses_to_lose_or_change_a_row() {
    let fresh = fresh();
    let log = &fresh.log;
    append(log, &[vec![1]]).unwrap();
    let db = Connection::open(&fresh.path).unwrap();
    assert!(db.execute("DELETE FROM log", []).is_err());
    assert!(db.execute("UPDATE log SET payload = x'00'", []).is_err());
    assert_eq!(everything(log).len(), 1);
}
