//! Tables → files. Everything goes into a private folder first and becomes visible in one rename.

pub mod xlsx;

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A workbook.
    #[error("a workbook could not be written: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
}
