//! Codes and certificates.

use std::{net::IpAddr, thread};

use soviec_core::{
    model::OfficerId,
    protocol::{EnrolRequest, SigningKey},
};
use soviec_server::{
    Config, Environment, Office, OfficeError,
    auth::{AuthError, KeyError, NewDevice},
};

use crate::world::{UNIT, World, book, write};

const OFFICER: OfficerId = OfficerId([1; 16]);
const DAY: i64 = 24 * 3_600_000;

fn code(world: &World) -> String {
    let new =
        NewDevice { officers: vec![OFFICER], units: vec![UNIT], grants: vec![write(book(1))] };
    world.office.auth().add_code(&new, world.now()).unwrap().spoken()
}

fn from(last: u8) -> IpAddr {
    [10, 0, 1, last].into()
}

fn ask(
    world: &World,
    code: &str,
    seed: u8,
) -> Result<soviec_core::protocol::EnrolReply, AuthError> {
    let request = EnrolRequest::new(code, &SigningKey::from_seed(&[seed; 32]));
    world.office.auth().enrol(&request, from(seed), world.now())
}

#[test]
fn a_code_becomes_one_certificate_and_the_same_phone_may_ask_again() {
    let world = World::new();
    let code = code(&world);
    let reply = ask(&world, &code.to_lowercase(), 1).unwrap();
    let certificate = reply.certificate.open(&world.office.relay().keys().office_public()).unwrap();
    assert_eq!(
        (certificate.officers.as_slice(), certificate.units.as_slice()),
        (&[OFFICER][..], &[UNIT][..])
    );
    assert_eq!(ask(&world, &code, 1).unwrap(), reply);
    assert!(matches!(ask(&world, &code, 2), Err(AuthError::BadCode)));
    // One key is one phone: it takes no second code, and the code stays good for another.
    let second = self::code(&world);
    assert!(matches!(ask(&world, &second, 1), Err(AuthError::BadCode)));
    assert!(ask(&world, &second, 3).is_ok());
}

#[test]
fn a_code_is_over_after_a_day() {
    let world = World::new();
    let code = code(&world);
    world.clock.forward(DAY);
    assert!(matches!(ask(&world, &code, 1), Err(AuthError::BadCode)));
}

#[test]
fn two_phones_at_once_get_one_certificate() {
    let world = World::new();
    for round in 0..8_u8 {
        let code = code(&world);
        let won = thread::scope(|scope| {
            let tries = [1, 2].map(|n| {
                let (world, code) = (&world, &code);
                scope.spawn(move || ask(world, code, round * 2 + n).is_ok())
            });
            tries.map(|one| one.join().unwrap()).into_iter().filter(|won| *won).count()
        });
        assert_eq!(won, 1);
    }
}

#[test]
fn five_wrong_codes_silence_a_source_for_an_hour_and_no_other() {
    let world = World::new();
    let code = code(&world);
    for _ in 0..5 {
        assert!(matches!(ask(&world, "AAAAA-AAAAA", 1), Err(AuthError::BadCode)));
    }
    assert!(matches!(ask(&world, &code, 1), Err(AuthError::Throttled)));
    world.clock.forward(3_600_000);
    assert!(ask(&world, &code, 1).is_ok());
    let other = self::code(&world);
    for _ in 0..5 {
        assert!(ask(&world, "AAAAA-AAAAA", 2).is_err());
    }
    assert!(ask(&world, &other, 3).is_ok());
}

#[test]
fn a_key_that_is_not_the_sender_s_is_not_enrolled() {
    let world = World::new();
    let code = code(&world);
    let mut request = EnrolRequest::new(&code, &SigningKey::from_seed(&[1; 32]));
    request.device_key = SigningKey::from_seed(&[2; 32]).public();
    let enrolled = world.office.auth().enrol(&request, from(1), world.now());
    assert!(matches!(enrolled, Err(AuthError::Unauthorised)));
    assert!(world.office.auth().devices().unwrap().is_empty());
}

#[test]
fn the_files_do_not_hold_the_code_and_debug_does_not_say_it() {
    let world = World::new();
    let new = NewDevice { officers: vec![], units: vec![UNIT], grants: vec![] };
    let code = world.office.auth().add_code(&new, world.now()).unwrap();
    assert!(!format!("{code:?}").contains(code.as_str()));
    for entry in std::fs::read_dir(world.dir()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let found = bytes.windows(code.as_str().len()).any(|part| part == code.as_str().as_bytes());
        assert!(!found);
    }
}

#[test]
fn secrets_are_the_owner_s_alone_and_are_never_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("data");
    let open = || Office::open(&home, Config::default(), Environment::default());
    let first = open().unwrap();
    let (tenant, fingerprint) = (first.tenant(), first.fingerprint());
    drop(first);
    let again = open().unwrap();
    assert_eq!((again.tenant(), again.fingerprint()), (tenant, fingerprint));
    drop(again);
    let key = home.join("relay.key");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode =
            |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&home), mode(&key)), (0o700, 0o600));
        assert_eq!(mode(&home.join("log.db")), 0o600);
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(open(), Err(OfficeError::Keys(KeyError::Open(_)))));
    }
    std::fs::remove_file(&key).unwrap();
    assert!(matches!(open(), Err(OfficeError::Keys(KeyError::Missing(_)))));
}
