//! Copies of a phone's files: what a backup of the whole phone, or a second phone made from it,
//! brings back.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{Direct, Phone, SetClock, Wire, World, frame::noon, phone::Made};

/// Whether a copy brings the folder that no backup touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copied {
    /// The whole phone, as a cable copies it: nobody can notice at first.
    Everything,
    /// A backup: the nonce stays behind, so a new epoch begins.
    WithoutNonce,
}

/// The files of a phone at one moment.
pub struct Image {
    folder: PathBuf,
    n: u8,
    villages: Vec<u8>,
}

impl World {
    /// Copies the files of a phone, which is closed for it and opened again.
    pub fn image(&self, phone: &mut Phone, copied: Copied) -> Image {
        phone.close();
        let name = format!("image-{:016x}", self.chance.next());
        let folder = self.folder().join(name);
        let from = phone.place().database.parent().expect("the database stands in a folder");
        copy(from, &folder);
        if copied == Copied::WithoutNonce {
            fs::remove_dir_all(folder.join("no-backup")).expect("the folder was copied");
        }
        phone.restart();
        Image { folder, n: phone.n, villages: phone.villages.clone() }
    }

    /// A phone with the files of an image, beside the one that it was taken of.
    pub fn clone_from(&self, image: &Image) -> Phone {
        let folder = self.folder().join(format!("clone-{:016x}", self.chance.next()));
        copy(&image.folder, &folder);
        let wire = Arc::new(Wire::new(Direct(self.house())));
        let (clock, chance) = (Arc::new(SetClock::at(noon())), Arc::clone(&self.chance));
        let Image { n, villages, .. } = image;
        Phone::new(Made { n: *n, villages, folder, clock, wire, chance })
    }
}

impl Phone {
    /// The phone's files are those of an image again.
    pub fn go_back(&mut self, image: &Image) {
        self.close();
        let folder = self.place().database.parent().expect("the database stands in a folder");
        let folder = folder.to_owned();
        fs::remove_dir_all(&folder).expect("the folder is the phone's own");
        copy(&image.folder, &folder);
        fs::create_dir_all(folder.join("no-backup")).expect("the folder of a test is writable");
        self.restart();
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder of a test is writable");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("the folder can be read");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a file can be copied");
        }
    }
}
