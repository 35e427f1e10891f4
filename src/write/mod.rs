//! Tables → files. Everything goes into a private folder first and becomes visible in one rename.

mod backstage;
pub mod csv;
pub mod dfe;
pub mod folder;
pub mod fresh;
mod growing;
pub mod held;
pub mod html;
pub mod ics;
pub mod json;
pub mod key;
mod lasting;
mod line;
mod lock;
pub mod manifest;
pub(crate) mod place;
pub mod shelf;
pub mod spool;
pub mod stage;
pub mod template;
pub mod wings;
pub mod xlsx;

pub use growing::Growing;
pub use line::{Line, Rows};

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A page.
    #[error(transparent)]
    Page(#[from] template::Error),
    /// A workbook.
    #[error("a workbook could not be written: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The package of a workbook.
    #[error("a workbook could not be packed: {0}")]
    Package(#[from] rawzip::Error),
    /// A part of the package.
    #[error("a workbook could not be packed: {0} is not as it was expected")]
    Part(String),
    /// JSON.
    #[error("results could not be written: {0}")]
    Json(#[from] serde_json::Error),
    /// CSV.
    #[error("findings could not be written: {0}")]
    Csv(#[from] ::csv::Error),
    /// A file for DfE.
    #[error("{0} could not be written, because DfE would refuse it: {1}")]
    Dfe(String, String),
    /// The calendar.
    #[error("the calendar could not be written: {0}")]
    Ics(#[from] std::fmt::Error),
    /// The output folder.
    #[error(transparent)]
    Stage(#[from] stage::Error),
}
