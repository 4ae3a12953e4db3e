//! Why a change is refused: stable numbers, one line of English.

use crate::change::Malformed;

/// The reason of a refusal. The numbers stand in logs and on the wire and never change their
/// meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[repr(u16)]
pub enum Code {
    /// The bytes are not a change that we take.
    #[error("the bytes are not a plain change")]
    Malformed = 1,
    /// Readable, but not in the one form that the encoder writes.
    #[error("the change is not in its canonical form")]
    NotCanonical = 2,
    /// Larger, longer or numbered higher than allowed.
    #[error("the change exceeds a limit")]
    Limit = 3,
    /// The message is not in its fixed form or has not one list for each put.
    #[error("the message is not in its fixed form with one list for each put")]
    Message = 4,
    /// No operation.
    #[error("the change writes nothing")]
    Empty = 5,
    /// The author is the document itself, which only makes its genesis.
    #[error("the author is the document's own actor")]
    Actor = 6,
    /// No dependency: such a change would not even build on the genesis.
    #[error("the change builds on nothing")]
    Dependencies = 7,
    /// The first operation is not numbered one above the dependencies' highest.
    #[error("the operations are not numbered right above the dependencies")]
    StartOp = 8,
    /// The author's previous change is not among the dependencies or below them.
    #[error("the change does not build on its author's previous change")]
    Lane = 9,
    /// Something else than the plain put of a scalar.
    #[error("an operation is not a plain put of a scalar")]
    Action = 10,
    /// A put outside of the bucket that its register lives in.
    #[error("a put is not in its register's bucket of this document")]
    Bucket = 11,
    /// A key that is not one of a register.
    #[error("a key is not the key of a register")]
    Key = 12,
    /// Two puts to one register.
    #[error("two puts write one register")]
    Twice = 13,
    /// A predecessor that is unknown, of another register, or not below the dependencies.
    #[error("a predecessor is not an earlier operation of the same register")]
    Predecessor = 14,
    /// A known field holds something else than its act.
    #[error("a known field does not hold a well-formed act of its type")]
    Act = 15,
}

impl Code {
    /// Every code, by number.
    pub const ALL: [Self; 15] = [
        Self::Malformed,
        Self::NotCanonical,
        Self::Limit,
        Self::Message,
        Self::Empty,
        Self::Actor,
        Self::Dependencies,
        Self::StartOp,
        Self::Lane,
        Self::Action,
        Self::Bucket,
        Self::Key,
        Self::Twice,
        Self::Predecessor,
        Self::Act,
    ];

    /// The number in logs and on the wire.
    pub fn number(self) -> u16 {
        self as u16
    }

    /// The code with that number; a newer build may know more of them.
    pub fn from_number(number: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.number() == number)
    }
}

impl From<Malformed> for Code {
    fn from(malformed: Malformed) -> Self {
        match malformed {
            Malformed::NotCanonical | Malformed::Order => Self::NotCanonical,
            Malformed::Message => Self::Message,
            Malformed::TooLarge
            | Malformed::Actors
            | Malformed::Dependencies
            | Malformed::Operations
            | Malformed::Predecessors
            | Malformed::Key
            | Malformed::Value
            | Malformed::Counter
            | Malformed::Time => Self::Limit,
            _ => Self::Malformed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_stable_and_come_back() {
        let numbers: Vec<u16> = Code::ALL.into_iter().map(Code::number).collect();
        assert_eq!(numbers, (1..=15).collect::<Vec<_>>());
        for code in Code::ALL {
            assert_eq!(Code::from_number(code.number()), Some(code));
            assert!(!code.to_string().contains('\n'));
        }
        assert_eq!(Code::from_number(16), None);
    }
}
