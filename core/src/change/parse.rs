//! Reading a change: every count is compared with its limit before anything is allocated.

use super::{
    Action, Change, Limits, Malformed, Message, NewChange, ObjectId, Operation, Value, chunk,
    column::{self, SPECS, read_booleans, read_differences, read_full, read_runs, read_sparse},
    encode,
    leb::Reader,
    value::text,
};
use crate::model::{ActorId, ChangeHash, OpId};

pub(super) fn change(bytes: &[u8], limits: &Limits) -> Result<Change, Malformed> {
    if bytes.len() > limits.bytes {
        return Err(Malformed::TooLarge);
    }
    let (_, body) = chunk::open(bytes)?;
    let change = encode::seal(content(body, limits)?);
    if change.bytes() != bytes {
        return Err(Malformed::NotCanonical);
    }
    limits.check(&change)?;
    Ok(change)
}

fn content(body: &[u8], limits: &Limits) -> Result<NewChange, Malformed> {
    let mut reader = Reader::new(body);
    let dependencies = dependencies(&mut reader, limits)?;
    let actor = actor(&mut reader)?;
    let (seq, start_op) = (number(&mut reader, limits)?, number(&mut reader, limits)?);
    let time = reader.signed()?;
    let message = message(&mut reader, limits)?;
    let actors = actors(&mut reader, actor, limits)?;
    let columns = Columns::read(&mut reader)?;
    let operations = Rows { actors, columns, limits }.operations()?;
    Ok(NewChange { dependencies, actor, seq, start_op, time, message, operations })
}

fn dependencies(reader: &mut Reader<'_>, limits: &Limits) -> Result<Vec<ChangeHash>, Malformed> {
    let count = reader.count(limits.dependencies, Malformed::Dependencies)?;
    let hashes: Vec<_> =
        (0..count).map(|_| reader.array().map(ChangeHash)).collect::<Result<_, _>>()?;
    ascending(hashes)
}

fn ascending<T: Ord>(list: Vec<T>) -> Result<Vec<T>, Malformed> {
    if list.is_sorted_by(|a, b| a < b) { Ok(list) } else { Err(Malformed::Order) }
}

fn actor(reader: &mut Reader<'_>) -> Result<ActorId, Malformed> {
    match reader.unsigned()? {
        16 => reader.array().map(ActorId),
        _ => Err(Malformed::ActorLength),
    }
}

/// A sequence or operation number: from 1 to the limit.
fn number(reader: &mut Reader<'_>, limits: &Limits) -> Result<u64, Malformed> {
    let number = reader.unsigned()?;
    if (1..=limits.max_op).contains(&number) { Ok(number) } else { Err(Malformed::Counter) }
}

fn message(reader: &mut Reader<'_>, limits: &Limits) -> Result<Option<Message>, Malformed> {
    let bytes = reader.bytes(limits.message, Malformed::Message)?;
    if bytes.is_empty() { Ok(None) } else { Message::parse(text(bytes)?).map(Some) }
}

/// The actors by the numbers that stand for them in columns.
fn actors(
    reader: &mut Reader<'_>,
    author: ActorId,
    limits: &Limits,
) -> Result<Vec<ActorId>, Malformed> {
    let count = reader.count(limits.other_actors, Malformed::Actors)?;
    let others: Vec<_> = (0..count).map(|_| actor(reader)).collect::<Result<_, _>>()?;
    Ok([vec![author], ascending(others)?].concat())
}

/// The columns by their place in [`SPECS`]; an absent one is empty.
struct Columns<'b>([&'b [u8]; SPECS.len()]);

impl<'b> Columns<'b> {
    fn read(reader: &mut Reader<'b>) -> Result<Self, Malformed> {
        let count = reader.count(SPECS.len(), Malformed::Column)?;
        let mut heads = Vec::with_capacity(count);
        for _ in 0..count {
            let spec = reader.unsigned()?;
            let place = SPECS.iter().position(|known| u64::from(*known) == spec);
            heads.push((place.ok_or(Malformed::Column)?, reader.unsigned()?));
        }
        if !heads.is_sorted_by(|a, b| a.0 < b.0) {
            return Err(Malformed::Column);
        }
        let mut columns = Self([&[]; SPECS.len()]);
        for (place, len) in heads {
            columns.0[place] = reader.take(len)?;
        }
        // An author's footer and other extra bytes would stand here.
        if reader.is_empty() { Ok(columns) } else { Err(Malformed::Extra) }
    }

    fn get(&self, spec: u32) -> &'b [u8] {
        let place = SPECS.iter().position(|known| *known == spec);
        self.0[place.expect("every constant of the columns stands in the list")]
    }
}

struct Rows<'b> {
    actors: Vec<ActorId>,
    columns: Columns<'b>,
    limits: &'b Limits,
}

impl Rows<'_> {
    fn operations(&self) -> Result<Vec<Operation>, Malformed> {
        let actions = self.action_numbers()?;
        let rows = actions.len();
        let inserts = read_booleans(self.columns.get(column::INSERT), rows)?;
        let mut values = self.values(rows)?.into_iter();
        let mut predecessors = self.predecessors(rows)?.into_iter();
        let mut objects = self.objects(rows)?.into_iter();
        let mut keys = self.keys(rows)?.into_iter();
        let mut operations = Vec::with_capacity(rows);
        for (action, insert) in actions.into_iter().zip(inserts) {
            let row = (objects.next(), keys.next(), values.next(), predecessors.next());
            let (Some(object), Some(key), Some(value), Some(predecessors)) = row else {
                return Err(Malformed::Rows);
            };
            let (key, action) = (key.to_owned(), of_number(action, value)?);
            operations.push(Operation { object, key, insert, action, predecessors });
        }
        Ok(operations)
    }

    fn action_numbers(&self) -> Result<Vec<u64>, Malformed> {
        let column = self.columns.get(column::ACTION);
        let numbers =
            read_runs(column, self.limits.operations, Malformed::Operations, Reader::unsigned)?;
        numbers.into_iter().collect::<Option<_>>().ok_or(Malformed::Rows)
    }

    fn objects(&self, rows: usize) -> Result<Vec<ObjectId>, Malformed> {
        let actors = read_sparse(self.columns.get(column::OBJECT_ACTOR), rows)?;
        let counters = read_sparse(self.columns.get(column::OBJECT_COUNTER), rows)?;
        let pairs = actors.into_iter().zip(counters);
        pairs
            .map(|pair| match pair {
                (None, None) => Ok(ObjectId::Root),
                (Some(actor), Some(counter)) => self.op_id(actor, counter).map(ObjectId::Op),
                _ => Err(Malformed::Rows),
            })
            .collect()
    }

    fn keys(&self, rows: usize) -> Result<Vec<&str>, Malformed> {
        read_full(self.columns.get(column::KEY), rows, |reader| {
            reader.bytes(self.limits.key, Malformed::Key).and_then(text)
        })
    }

    fn values(&self, rows: usize) -> Result<Vec<Value>, Malformed> {
        let meta = read_full(self.columns.get(column::VALUE_META), rows, Reader::unsigned)?;
        let mut reader = Reader::new(self.columns.get(column::VALUE));
        let take = |meta| Value::take(&mut reader, meta, self.limits.value);
        let values = meta.into_iter().map(take).collect::<Result<_, _>>()?;
        if reader.is_empty() { Ok(values) } else { Err(Malformed::Rows) }
    }

    fn predecessors(&self, rows: usize) -> Result<Vec<Vec<OpId>>, Malformed> {
        let counts = read_full(self.columns.get(column::PREDECESSOR_COUNT), rows, |reader| {
            reader.count(self.limits.predecessors, Malformed::Predecessors)
        })?;
        let total: usize = counts.iter().sum();
        if total > self.limits.predecessors {
            return Err(Malformed::Predecessors);
        }
        let column = self.columns.get(column::PREDECESSOR_ACTOR);
        let actors = read_full(column, total, Reader::unsigned)?;
        let counters = read_differences(self.columns.get(column::PREDECESSOR_COUNTER), total)?;
        let mut ids = actors.into_iter().zip(counters).map(|(a, c)| self.op_id(a, c));
        let lists = counts.into_iter().map(|count| ids.by_ref().take(count).collect());
        lists.map(|list: Result<Vec<_>, _>| list.and_then(ascending)).collect()
    }

    fn op_id(&self, actor: u64, counter: u64) -> Result<OpId, Malformed> {
        if !(1..=self.limits.max_op).contains(&counter) {
            return Err(Malformed::Counter);
        }
        let index = usize::try_from(actor).map_err(|_| Malformed::ActorIndex)?;
        let actor = *self.actors.get(index).ok_or(Malformed::ActorIndex)?;
        Ok(OpId { counter, actor })
    }
}

fn of_number(number: u64, value: Value) -> Result<Action, Malformed> {
    match (number, value) {
        (Action::PUT, value) => Ok(Action::Put(value)),
        (0, Value::Null) => Ok(Action::MakeMap),
        (other, Value::Null) => Ok(Action::Other(other)),
        _ => Err(Malformed::ValueType),
    }
}
