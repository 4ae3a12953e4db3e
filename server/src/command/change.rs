//! `soviec change`: edits that are not in their book for everyone, and what a clerk decides
//! about them. No decision without a clerk's name.

use super::{Ended, Failed, book, messages, plan, print};
use soviec_core::{
    model::{ChangeHash, DocumentId, DocumentKind, DocumentName},
    protocol::ChangeState,
};
use soviec_server::{
    Office,
    log::LogError,
    office::{
        apart::{Apart, ApartFilter},
        decide::{DecideError, Order},
        import::Known,
    },
};

/// As many digits of a change as a list shows; fewer are asked for.
const SHOWN: usize = 12;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    #[command(about = messages::CHANGE_LIST)]
    List(List),
    #[command(about = messages::CHANGE_ACCEPT, long_about = messages::CHANGE_ACCEPT_LONG)]
    Accept(Decide),
    #[command(about = messages::CHANGE_RETURN)]
    Return(Decide),
    #[command(about = messages::CHANGE_MOVE)]
    Move(Move),
    #[command(about = messages::CHANGE_REQUEUE)]
    Requeue(Decide),
    #[command(about = messages::CHANGE_DISMISS)]
    Dismiss(Decide),
    #[command(about = messages::CHANGE_EXPEL, long_about = messages::CHANGE_EXPEL_LONG)]
    Expel(Decide),
}

#[derive(clap::Args)]
pub(super) struct List {
    #[command(flatten)]
    data: book::Data,
    #[arg(long, help = messages::CHANGE_ALL)]
    all: bool,
}

#[derive(clap::Args)]
pub(super) struct Decide {
    #[command(flatten)]
    data: book::Data,
    #[arg(value_name = "CHANGE", help = messages::CHANGE_WORD)]
    change: String,
    #[arg(long, value_name = "KEY|ID", help = messages::CHANGE_CLERK)]
    clerk: String,
    #[arg(long, value_name = "TEXT", default_value = "", help = messages::CHANGE_REASON)]
    reason: String,
}

#[derive(clap::Args)]
pub(super) struct Move {
    #[command(flatten)]
    decide: Decide,
    #[arg(long, value_name = "KEY|ID", help = messages::CHANGE_TO)]
    to: String,
    #[arg(long, value_name = "YEAR", help = messages::CHANGE_YEAR)]
    year: Option<u16>,
}

pub(super) fn run(command: &Command) -> Result<Ended, Failed> {
    match command {
        Command::List(list) => self::list(list),
        Command::Accept(decide) => self::decide(decide, |_| Ok(Order::Accept)),
        Command::Return(decide) => self::decide(decide, |_| Ok(Order::Return)),
        Command::Requeue(decide) => self::decide(decide, |_| Ok(Order::Requeue)),
        Command::Dismiss(decide) => self::decide(decide, |_| Ok(Order::Dismiss)),
        Command::Expel(decide) => self::decide(decide, |_| Ok(Order::Expel)),
        Command::Move(to) => decide(&to.decide, |case| case.target(to).map(Order::Move)),
    }
}

/// An opened office and the change that is meant.
struct Case {
    office: Office,
    known: Known,
    document: DocumentId,
    change: ChangeHash,
}

impl Case {
    fn open(decide: &Decide) -> Result<Self, Failed> {
        let office = book::open(&decide.data.data)?;
        let known = Known::read(office.log())?;
        let (document, change) = find(&office, &decide.change)?;
        Ok(Self { office, known, document, change })
    }

    /// The unit's book of the same year, if no other one is said.
    fn target(&self, to: &Move) -> Result<DocumentName, Failed> {
        let unit = book::unit(&self.known, &to.to)?.id;
        let from = self.office.log().read(|log| log.name_of(&self.document))?;
        let same = from.filter(|name| name.kind == DocumentKind::WorkBook).map(|name| name.year);
        let newest = || self.known.plans.iter().map(|plan| plan.entry.year).max();
        let year = to.year.or(same).or_else(newest).ok_or(messages::CHANGE_NO_YEAR)?;
        Ok(DocumentName::work_book(self.office.tenant(), unit, year))
    }
}

/// The change that begins with these digits, if there is one and no other.
fn find(office: &Office, word: &str) -> Result<(DocumentId, ChangeHash), Failed> {
    let found: Result<Vec<_>, LogError> = office.log().read(|log| log.changes_like(word));
    match found?.as_slice() {
        [one] => Ok(*one),
        [] => Err(messages::no_change(word).into()),
        _ => Err(messages::several_changes(word).into()),
    }
}

fn decide(
    arguments: &Decide,
    order: impl FnOnce(&Case) -> Result<Order, Failed>,
) -> Result<Ended, Failed> {
    let case = Case::open(arguments)?;
    let clerk = plan::clerk(&case.known, Some(&arguments.clerk))?;
    let order = order(&case)?;
    let decided = case.office.decide(case.document, case.change, order, &arguments.reason, clerk);
    match decided {
        Ok(()) => {
            print::line(messages::decided(order, &short(&case.change)))?;
            Ok(Ended::Done)
        }
        Err(error) => match messages::not_decided(&error) {
            Some(why) => {
                print::line(why)?;
                Ok(Ended::Doubtful)
            }
            None => Err(failed(error)),
        },
    }
}

fn failed(error: DecideError) -> Failed {
    Box::new(error)
}

fn short(change: &ChangeHash) -> String {
    change.to_string()[..SHOWN].to_owned()
}

fn list(arguments: &List) -> Result<Ended, Failed> {
    let office = book::open(&arguments.data.data)?;
    let known = Known::read(office.log())?;
    let filter = if arguments.all { ApartFilter::All } else { ApartFilter::Open };
    let mut rows = vec![messages::CHANGE_HEAD.map(str::to_owned)];
    rows.extend(office.apart(filter)?.iter().map(|apart| row(&known, apart)));
    print::table(&rows)?;
    Ok(Ended::Done)
}

fn row(known: &Known, apart: &Apart) -> [String; 6] {
    let unit = apart.name.and_then(|name| known.units.get(&name.unit));
    let officer = apart.officer.and_then(|officer| known.officers.get(&officer));
    let said: Vec<&str> = apart.said.iter().map(|(key, _)| messages::field(key.field())).collect();
    let decided = apart.decided.as_ref();
    [
        short(&apart.change),
        state(apart),
        unit.map_or_else(|| apart.document.to_string(), |unit| unit.entry.name.clone()),
        officer.map(|officer| officer.entry.name.clone()).unwrap_or_default(),
        said.join(", "),
        decided.map(|decided| decided.reason.clone()).unwrap_or_default(),
    ]
}

fn state(apart: &Apart) -> String {
    match (apart.state, &apart.decided) {
        (ChangeState::Refused(_), Some(_)) => messages::LAID_ASIDE.to_owned(),
        (state, _) => messages::state(state),
    }
}
