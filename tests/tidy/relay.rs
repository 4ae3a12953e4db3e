//! The relay without its demo cannot open a connection to anybody, and no server builds TLS.

/// HTTP clients by their crates.
const CLIENTS: [&str; 7] = ["attohttpc", "curl", "isahc", "minreq", "reqwest", "ureq", "awc"];

/// What TLS is made of.
const TLS: [&str; 3] = ["openssl", "ring", "rustls"];

/// Crates that hold a server and a client, each behind a feature.
const BOTH: [&str; 2] = ["hyper", "hyper-util"];

/// The clients in a list of `name version features` lines, as `cargo tree` prints them.
fn clients(tree: &str) -> Vec<&str> {
    tree.lines().filter(|line| is_client(line)).collect()
}

/// What a list of crates has of TLS.
fn tls(tree: &str) -> Vec<&str> {
    let name = |line: &&str| TLS.contains(&line.split(' ').next().unwrap_or_default());
    tree.lines().filter(name).collect()
}

fn is_client(line: &str) -> bool {
    let name = line.split(' ').next().unwrap_or_default();
    let mut features = line.rsplit(' ').next().unwrap_or_default().split(',');
    let opens = features.any(|feature| feature.starts_with("client"));
    CLIENTS.contains(&name) || (BOTH.contains(&name) && opens)
}

#[cfg(test)]
mod tests {
    use std::{env, process::Command};

    use super::{clients, tls};
    use crate::repository;

    /// The crates of the server with their features. Nothing is downloaded: whoever runs
    /// this test has built the whole workspace.
    fn tree(features: &[&str]) -> String {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["tree", "--offline", "--locked", "-p", "soviec-server", "-e", "normal"])
            .args(["--prefix", "none", "--format", "{p} {f}"])
            .args(features)
            .current_dir(repository::root())
            .output()
            .expect("cargo can be started: it has started this test");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("cargo writes UTF-8")
    }

    #[test]
    fn the_relay_without_demo_has_no_http_client() {
        let tree = tree(&["--no-default-features"]);
        assert!(tree.contains("axum "), "the list of crates is not that of the server:\n{tree}");
        assert_eq!(
            clients(&tree),
            [""; 0],
            "the relay answers and never calls: a build for an office brings no HTTP client"
        );
    }

    #[test]
    fn no_server_builds_tls() {
        let tree = tree(&["--features", "demo"]);
        assert_eq!(tls(&tree), [""; 0], "a proxy ends TLS, and the demo stays on its machine");
        assert_eq!(tls("ring v0.17.14 \nstring v1.0.0 "), ["ring v0.17.14 "]);
    }

    #[test]
    fn the_demo_has_one_so_the_rule_can_fail() {
        assert!(!clients(&tree(&["--features", "demo"])).is_empty());
    }

    #[test]
    fn a_client_is_found_by_name_and_by_feature() {
        let tree = "axum v0.8.9 http1,tokio\nhyper v1.8.0 http1,server\nureq v3.5.0 \n\
                    hyper-util v0.1.20 client-legacy,server\nclient v1.0.0 client";
        let expected = ["ureq v3.5.0 ", "hyper-util v0.1.20 client-legacy,server"];
        assert_eq!(clients(tree), expected);
    }
}
