//! The configuration file of `soviec serve`.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use super::Failed;
use soviec_server::Config;

/// What the file may say; everything may be absent.
#[derive(Debug, Default, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Settings {
    pub(super) data: Option<PathBuf>,
    pub(super) listen: Option<SocketAddr>,
    pub(super) behind_proxy: bool,
    certificate_days: Option<u32>,
    lease_days: Option<u32>,
}

impl Settings {
    pub(super) fn read(path: &Path) -> Result<Self, Failed> {
        let text =
            fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Self::parse(&text).map_err(|error| format!("{}: {error}", path.display()).into())
    }

    fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| {
            let before = error.span().map(|span| &text[..span.start]);
            let line = before.map_or(1, |before| before.matches('\n').count() + 1);
            format!("line {line}: {}", error.message())
        })
    }

    pub(super) fn config(&self) -> Config {
        let default = Config::default();
        Config {
            certificate_days: self.certificate_days.unwrap_or(default.certificate_days),
            lease_days: self.lease_days.unwrap_or(default.lease_days),
            ..default
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_says_what_it_says_and_nothing_else() {
        let read = Settings::parse("listen = \"127.0.0.1:9000\"\nlease_days = 7").unwrap();
        assert_eq!(read.listen, Some(([127, 0, 0, 1], 9000).into()));
        assert_eq!(read.config().lease_days, 7);
        assert_eq!(read.config().certificate_days, Config::default().certificate_days);
        let wrong = Settings::parse("lease_days = 7\nlisten = 8080").unwrap_err();
        assert!(wrong.starts_with("line 2: "), "{wrong}");
        assert!(Settings::parse("lisen = \"x\"").unwrap_err().contains("lisen"));
    }
}
