//! The product's front door: an office with 23 communes, a relay, three phones that were
//! offline, and the story of how their work comes together.
//!
//! Nothing is pretended. The phones are real replicas with database files of their own, they
//! talk real HTTP to the relay, and the end of the story is a comparison of every register and
//! every screen row of every replica with the office's.

mod check;
mod clock;
pub mod dev;
mod fill;
mod phone;
pub mod sample;
mod story;
mod world;

use std::{
    fmt,
    io::{self, Write},
    net::{SocketAddr, TcpListener},
    sync::Arc,
};

use crate::{
    OfficeError, auth::AuthError, auth::clerk::ClerkError, office::fold::FoldError,
    office::pen::PenError,
};

pub use check::Difference;
pub use phone::{Phone, database_key};
pub use world::World;

/// How the demo runs.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the relay listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// End after the story.
    pub once: bool,
    /// Let only the first so many communes have worked before the story; none lets all of
    /// them. The directories, the plan and the story are the same.
    pub communes: Option<usize>,
}

/// Why the demo ended early.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The end of the story did not hold.
    #[error("{0}")]
    Difference(#[from] Difference),
    /// A phone failed.
    #[error("a phone failed: {0}")]
    Phone(#[from] soviec_core::error::Error),
    /// The office failed.
    #[error(transparent)]
    Office(#[from] OfficeError),
    /// Its pen failed.
    #[error(transparent)]
    Pen(#[from] PenError),
    /// Its tables failed.
    #[error(transparent)]
    Fold(#[from] FoldError),
    /// A clerk's verdict did not come about.
    #[error(transparent)]
    Review(#[from] crate::office::review::ReviewError),
    /// The clerk could not be written down.
    #[error(transparent)]
    Clerk(#[from] ClerkError),
    /// Enrolment failed.
    #[error(transparent)]
    Auth(#[from] AuthError),
    /// A socket or a file.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The story did not go as it is told.
    #[error("the story went wrong: {0}")]
    Plot(&'static str),
}

/// Where the story is told, line by line, as it happens.
pub struct Teller<'a> {
    out: &'a mut dyn Write,
}

impl<'a> Teller<'a> {
    /// A teller that writes to `out`.
    pub fn new(out: &'a mut dyn Write) -> Self {
        Self { out }
    }

    fn line(&mut self, line: fmt::Arguments<'_>) -> io::Result<()> {
        writeln!(self.out, "{line}")?;
        self.out.flush()
    }
}

/// Runs the demo: builds its world, tells the story, compares everything, and, unless it is to
/// run once, leaves the console at the printed address until `ended` returns.
///
/// `before_check` sees the world between the story and the comparison: a test spoils something
/// there.
///
/// # Errors
///
/// [`DemoError::Difference`] names what does not agree.
pub fn run(
    options: &Options,
    out: &mut dyn Write,
    before_check: impl FnOnce(&World),
    ended: impl Future<Output = ()>,
) -> Result<(), DemoError> {
    let runtime = tokio::runtime::Runtime::new()?;
    let mut teller = Teller::new(out);
    let listener = TcpListener::bind(options.listen)?;
    let world = World::build(listener, options.communes, &runtime, &mut teller)?;
    story::tell(&world, &mut teller)?;
    before_check(&world);
    let compared = check::compare(&world)?;
    teller.line(format_args!(
        "All agree: {} registers and {} screen rows are the same on 3 phones and at the office.",
        compared.registers, compared.rows
    ))?;
    if !options.once {
        story::take_a_right(&world, &mut teller)?;
        teller.line(format_args!(
            "The office's page, for one sign-in: {}{}  (Ctrl+C ends the demo)",
            world.address(),
            world.sign_in_link()?
        ))?;
        runtime.block_on(ended);
    }
    world.stop(&runtime);
    Ok(())
}

/// Shared by everything of the demo that needs a clock which somebody else sets.
type SharedClock = Arc<clock::SetClock>;
