//! Own edits that are not in their book for everyone, and what their officer does about them.

use super::describe::{WaitingEdit, waiting_edit};
use super::words::{apart_names, word};
use super::{Changes, Replica};
use crate::error::Error;
use crate::model::{ChangeHash, Moment, OfficerId};
use crate::protocol::ChangeState;
use crate::store::{self, Reader, set_apart, tables};

/// The most that one list holds.
const MOST: u32 = 500;

/// An own edit that is held, parked, refused, returned or expelled, or was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetApart {
    /// The edit as it was made.
    pub edit: WaitingEdit,
    /// What became of it.
    pub state: ChangeState,
    /// What became of it, in a few words.
    pub heading: String,
    /// What happened, what is safe and what to do: a sentence or three.
    pub reason: String,
    /// What a person at the office decided about it, in his words.
    pub office: Option<OfficeWord>,
    /// The officer may write it again with one tap.
    pub can_write_again: bool,
    /// The officer may lay it aside.
    pub can_dismiss: bool,
    /// The officer has laid it aside.
    pub dismissed: bool,
    /// The edit in which the officer wrote it again.
    pub written_again: Option<ChangeHash>,
}

/// A decision of a person at the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeWord {
    /// Who decided; none when this phone's relay does not say.
    pub clerk: Option<OfficerId>,
    /// His name, if the directory has it.
    pub clerk_name: Option<String>,
    /// Why.
    pub words: String,
    /// When the relay took it.
    pub at: Option<Moment>,
}

impl Replica {
    /// Own edits that wait for the office's decision, were refused, returned, expelled or moved
    /// and neither dismissed nor written again; newest first. They stay readable here.
    pub fn set_apart(&self) -> Result<Vec<SetApart>, Error> {
        self.call("set_apart", || self.apart(false))
    }

    /// Those that were dismissed or written again, too; newest first.
    pub fn set_apart_history(&self) -> Result<Vec<SetApart>, Error> {
        self.call("set_apart_history", || self.apart(true))
    }

    fn apart(&self, all: bool) -> Result<Vec<SetApart>, Error> {
        self.with_reader(|db| {
            set_apart(db, MOST, all)?.into_iter().map(|apart| described(db, apart)).collect()
        })
    }

    /// Writes an own edit again that was refused, returned or expelled, as it was made: a new
    /// edit over what stands there now. False when there is no such edit of this officer, when it
    /// was written again already, or when its register says just that.
    pub fn write_again(&self, by: OfficerId, edit: &ChangeHash) -> Result<bool, Error> {
        self.call("write_again", || {
            self.refuse_again_over_newer(edit)?;
            let written =
                self.with_author(by, |store, author| Ok(store.write_again(author, edit)?))?;
            let Some(written) = written else { return Ok(false) };
            self.observers.tell(Changes { rows: written.rows, notices: true, sync: true });
            Ok(true)
        })
    }

    /// Lays an own edit aside that was refused, returned, expelled or moved: it leaves
    /// [`Self::set_apart`] and stays in the history. False when it is not there.
    pub fn dismiss(&self, by: OfficerId, edit: &ChangeHash) -> Result<bool, Error> {
        self.call("dismiss", || {
            let dismissed =
                self.with_author(by, |store, author| Ok(store.dismiss(author.officer, edit)?))?;
            if dismissed {
                self.observers.tell(Changes { sync: true, ..Changes::default() });
            }
            Ok(dismissed)
        })
    }

    fn refuse_again_over_newer(&self, edit: &ChangeHash) -> Result<(), Error> {
        let apart = self.with_reader(|db| Ok(set_apart(db, u32::MAX, true)?))?;
        let found = apart.into_iter().find(|apart| apart.edit.id == *edit);
        match found.and_then(|apart| Some((apart.edit.document, apart.edit.edit.about()?))) {
            Some((document, key)) => self.refuse_over_newer(document, &key),
            None => Ok(()),
        }
    }
}

fn described(db: &Reader, apart: store::SetApart) -> Result<SetApart, Error> {
    let store::SetApart { edit, state, office, can_write_again, dismissed, written_again } = apart;
    let (heading, reason) = apart_names(state);
    // On what the office still decides, its officer decides nothing.
    let waits = matches!(state, ChangeState::Held | ChangeState::Parked);
    let office = office.map(|decided| office_word(db, decided)).transpose()?;
    Ok(SetApart {
        edit: waiting_edit(db, edit)?,
        state,
        heading: word(heading).to_owned(),
        reason: word(reason).to_owned(),
        office,
        can_write_again,
        can_dismiss: !waits && !dismissed && written_again.is_none(),
        dismissed,
        written_again,
    })
}

fn office_word(db: &Reader, decided: store::Decided) -> Result<OfficeWord, Error> {
    let store::Decided { clerk, words, at } = decided;
    let name = clerk.map(|clerk| tables::officer_name(db, clerk)).transpose()?;
    Ok(OfficeWord { clerk, clerk_name: name.flatten(), words, at: Some(at) })
}
