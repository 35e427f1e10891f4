//! Tables → files. Everything goes into a private folder first and becomes visible in one rename.

mod backstage;
pub mod csv;
pub mod dfe;
pub mod folder;
pub mod fresh;
pub mod html;
pub mod json;
pub mod key;
mod line;
mod lock;
pub mod manifest;
pub(crate) mod place;
pub mod shelf;
pub mod stage;
pub mod template;
pub mod xlsx;

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
    /// JSON.
    #[error("results could not be written: {0}")]
    Json(#[from] serde_json::Error),
    /// CSV.
    #[error("findings could not be written: {0}")]
    Csv(#[from] ::csv::Error),
    /// A file for DfE.
    #[error("{0} could not be written, because DfE would refuse it: {1}")]
    Dfe(String, String),
    /// The output folder.
    #[error(transparent)]
    Stage(#[from] stage::Error),
}
