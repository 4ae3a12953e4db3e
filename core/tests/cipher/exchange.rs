//! Files of OpenSSL's SQLCipher open here, and the other way round.

use super::*;

#[test]
fn a_file_of_openssls_sqlcipher_4_opens() {
    let folder = TempDir::new().unwrap();
    let path = vector("openssl-4.db", &folder);
    let connection = open_encrypted(&path, &key()).unwrap();
    assert_eq!(names(&connection).unwrap(), VECTOR_ROWS);
    fill(&connection, 50);
    drop(connection);
    let connection = open_encrypted(&path, &key()).unwrap();
    assert_eq!(names(&connection).unwrap().len(), 52);
    assert!(connection.query_row("PRAGMA cipher_integrity_check", [], |_| Ok(())).is_err());
}

#[test]
fn a_file_of_openssls_sqlcipher_3_opens() {
    let folder = TempDir::new().unwrap();
    drop(open_encrypted(&folder.path().join("links-the-provider.db"), &key()).unwrap());
    let connection = Connection::open(vector("openssl-3.db", &folder)).unwrap();
    let open = format!("PRAGMA key = \"{VECTOR_KEY}\"; PRAGMA cipher_compatibility = 3");
    connection.execute_batch(&open).unwrap();
    assert_eq!(names(&connection).unwrap(), VECTOR_ROWS);
}

/// Debian's command writes and reads format 3 only; a later one takes ours as it is.
#[test]
fn the_sqlcipher_command_reads_what_was_written_here() {
    let Some(version) = sqlcipher(":memory:", "SELECT ''", "PRAGMA cipher_version") else {
        assert!(env::var_os("CI").is_none(), "the command sqlcipher is not installed");
        println!("skipped: the command sqlcipher is not installed");
        return;
    };
    let format = if version.trim().starts_with('3') { 3 } else { 4 };
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("so.db");
    let connection = written_in(format, &path);
    fill(&connection, 300);
    drop(connection);
    let path = path.to_str().unwrap();
    let unlock = format!("PRAGMA key = \"{VECTOR_KEY}\"");
    let answer = sqlcipher(path, &unlock, "SELECT count(*), min(ten) FROM viec").unwrap();
    assert!(answer.contains(&format!("300|0 {MARKER}")), "{answer}");
    let answer = sqlcipher(path, &unlock, "PRAGMA integrity_check").unwrap();
    assert!(answer.trim().ends_with("ok"), "{answer}");
}

/// What the command prints for the two statements, or nothing if it is not installed.
fn sqlcipher(path: &str, first: &str, second: &str) -> Option<String> {
    let statements = format!("{first}; {second};");
    let output = Command::new("sqlcipher").arg(path).arg(statements).output().ok()?;
    Some(String::from_utf8(output.stdout).unwrap())
}

fn written_in(format: u8, path: &Path) -> Connection {
    if format == 4 {
        return open_encrypted(path, &key()).unwrap();
    }
    drop(open_encrypted(&path.with_extension("links-the-provider"), &key()).unwrap());
    let connection = Connection::open(path).unwrap();
    let open = format!("PRAGMA key = \"{VECTOR_KEY}\"; PRAGMA cipher_compatibility = {format}");
    connection.execute_batch(&open).unwrap();
    connection
}
