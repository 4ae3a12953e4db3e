//! How large a change may be, and why bytes are not a change.

use super::Change;

/// Bounds of one change. The defaults are those of the profile that phones and relay share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the whole chunk.
    pub bytes: usize,
    /// Operations.
    pub operations: usize,
    /// Dependencies.
    pub dependencies: usize,
    /// Actors named beside the author.
    pub other_actors: usize,
    /// Predecessors of all operations together.
    pub predecessors: usize,
    /// Bytes of one key.
    pub key: usize,
    /// Bytes of one string or bytes value.
    pub value: usize,
    /// Bytes of the message.
    pub message: usize,
    /// The highest operation number. The library breaks down near 2³²; half of that leaves
    /// honest documents room for ever.
    pub max_op: u64,
    /// Seconds before and after 1970 that an author's time may say. Any clock is inside; the
    /// library computes differences of times and panics when they leave 64 bits.
    pub time: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 * 1024,
            operations: 5_000,
            dependencies: 64,
            other_actors: 64,
            predecessors: 5_000,
            key: 86,
            value: 8 * 1024,
            message: 32 * 1024,
            max_op: 1 << 31,
            time: 1 << 40,
        }
    }
}

impl Limits {
    /// For what was admitted once: it stays readable under other bounds. What would make the
    /// library fail stays refused.
    pub fn unlimited() -> Self {
        let most = usize::MAX;
        Self {
            bytes: most,
            operations: most,
            dependencies: most,
            other_actors: most,
            predecessors: most,
            key: most,
            value: most,
            message: most,
            ..Self::default()
        }
    }

    /// Whether an already built change is within the bounds.
    pub fn check(&self, change: &Change) -> Result<(), Malformed> {
        let puts = &change.operations;
        let predecessors = puts.iter().map(|op| op.predecessors.len()).sum::<usize>();
        let rules = [
            (change.bytes().len() <= self.bytes, Malformed::TooLarge),
            (puts.len() <= self.operations, Malformed::Operations),
            (change.dependencies.len() <= self.dependencies, Malformed::Dependencies),
            (change.other_actors().len() <= self.other_actors, Malformed::Actors),
            (predecessors <= self.predecessors, Malformed::Predecessors),
            (puts.iter().all(|op| op.key.len() <= self.key), Malformed::Key),
            (puts.iter().all(|op| op.value_len() <= self.value), Malformed::Value),
            (
                change.message.as_ref().is_none_or(|m| m.text().len() <= self.message),
                Malformed::Message,
            ),
            (
                change.seq > 0 && change.start_op > 0 && change.max_op() <= self.max_op,
                Malformed::Counter,
            ),
            (change.time.unsigned_abs() <= self.time, Malformed::Time),
        ];
        rules.into_iter().find(|(kept, _)| !kept).map_or(Ok(()), |(_, broken)| Err(broken))
    }
}

/// Why bytes are not a change that we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// Over the limit of bytes.
    #[error("the change is larger than allowed")]
    TooLarge,
    /// Fewer bytes than announced.
    #[error("the change ends too early")]
    Truncated,
    /// Not the first bytes of a chunk.
    #[error("the bytes are not a change")]
    Magic,
    /// A document, a compressed change, a bundle, or something unknown.
    #[error("chunk type {0} is not a plain change")]
    ChunkType(u8),
    /// The checksum does not fit the content.
    #[error("the checksum of the change does not fit")]
    Checksum,
    /// Bytes behind the change or inside it behind the last column.
    #[error("the change has extra bytes")]
    Extra,
    /// A number not in its shortest form, or too large.
    #[error("a number in the change is badly written")]
    Number,
    /// Sequence or operation numbers of zero or over the limit.
    #[error("the sequence or operation numbers are out of range")]
    Counter,
    /// An author's time that no clock shows.
    #[error("the time of the change is out of range")]
    Time,
    /// A key or string that is not UTF-8.
    #[error("a text in the change is not UTF-8")]
    Utf8,
    /// An actor that does not have 16 bytes.
    #[error("an actor does not have 16 bytes")]
    ActorLength,
    /// Too many actors.
    #[error("the change names more actors than allowed")]
    Actors,
    /// An operation names an actor that the change does not list.
    #[error("an operation names an actor that is not listed")]
    ActorIndex,
    /// Too many dependencies.
    #[error("the change has more dependencies than allowed")]
    Dependencies,
    /// Too many operations.
    #[error("the change has more operations than allowed")]
    Operations,
    /// Too many predecessors.
    #[error("the operations have more predecessors than allowed")]
    Predecessors,
    /// Dependencies, actors or predecessors not ascending, or one named twice.
    #[error("dependencies, actors or predecessors are out of order or named twice")]
    Order,
    /// A column that map operations do not have, or columns out of order.
    #[error("the change has an unknown or misplaced column")]
    Column,
    /// A column with too many, too few or absent entries.
    #[error("the columns of the change do not fit each other")]
    Rows,
    /// A key over the limit.
    #[error("a key is longer than allowed")]
    Key,
    /// A value over the limit.
    #[error("a value is longer than allowed")]
    Value,
    /// A value of a type that registers never hold, or of a length its type cannot have.
    #[error("a value has a type or length that registers do not hold")]
    ValueType,
    /// The message is not in one of the two fixed forms.
    #[error("the message is not in its fixed form")]
    Message,
    /// Well-formed, but not the bytes that the encoder writes for this content.
    #[error("the change is not in its canonical form")]
    NotCanonical,
}
