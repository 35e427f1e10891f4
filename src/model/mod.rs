//! The data model, told once.
//!
//! A **school** has **people**, known by staff code, and records about them. A **timetable** is a set of rows, each a
//! person, a day, a slot and what it is for, repeating every **cycle** of one to four weeks. A **calendar** says which
//! days are school days and teaching days. An **early career teacher** (ECT) has an induction; a **mentorship** joins
//! an ECT and a **mentor** between two dates; **meetings** are between the two; **training** is the mentor's own.
//!
//! Everything read keeps the cell it was read from ([`source`]). Amounts are whole numbers and exact ratios
//! ([`units`]). A number in a report is a [`figure::Figure`], which cannot exist without the cells, clauses or
//! settings it rests on. What was noticed while reading is a [`finding::Finding`].
//!
//! Intervals of dates include both ends; intervals of clock time do not include their end.

pub mod brand;
pub mod calendar;
mod codes;
pub mod dfe;
pub mod figure;
pub mod finding;
pub mod pseudonyms;
pub mod registers;
pub mod school;
pub mod settings;
pub mod source;
pub mod text;
pub mod timetable;
pub mod units;

pub use codes::CODES;
