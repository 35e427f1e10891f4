//! The rulebook: dated values, each with its clause. (Stand-in.)

/// All dated values.
pub struct Rulebook;

/// The rulebook cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the rulebook cannot be read")]
pub struct Error;

impl Rulebook {
    /// The rulebook inside the program.
    ///
    /// # Errors
    /// If it does not hold together.
    pub fn embedded() -> Result<Rulebook, Error> {
        Ok(Rulebook)
    }
}
