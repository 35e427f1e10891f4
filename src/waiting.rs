//! What is told while a run goes on: to people on a terminal, to programs a line at a time, and to nobody in a pipe.

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use ringfence::Summary;
use ringfence::progress::{Far, News, Told};
use ringfence::write::Line;
use serde_json::json;
use std::fmt::Write;
use std::io::{self, Write as _};

/// Tells programs, if they are to be told, or else whoever sits at a terminal.
pub fn told(json: bool) -> Told {
    if json {
        return Told::who(|news| line(&of(news)));
    }
    // Hidden where stderr is no terminal.
    let bar = ProgressBar::no_length();
    Told::who(move |news| match news {
        News::Begins(schools) => {
            bar.set_length(schools as u64);
            bar.set_style(style(Far::default()));
            bar.tick();
        }
        News::School(_, far) => {
            bar.set_style(style(far));
            bar.set_position(far.done);
        }
        News::Above => bar.finish_and_clear(),
    })
}

/// `[████░░░░] 120 of 300 schools, 8,100 rows a second, 14s left, 3 problems`
fn style(far: Far) -> ProgressStyle {
    let problems = match far.problems {
        0 => String::new(),
        1 => ", 1 problem".to_owned(),
        n => format!(", {n} problems"),
    };
    let style = ProgressStyle::with_template(
        "[{wide_bar}] {pos} of {len} schools, {rows} rows a second, {eta} left{problems}",
    );
    style
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("█▌░")
        .with_key("rows", move |state: &ProgressState, to: &mut dyn Write| {
            let millis = u64::try_from(state.elapsed().as_millis()).unwrap_or(u64::MAX).max(1);
            // A bar that cannot be drawn is drawn anew in a moment.
            let _ = write!(to, "{}", far.rows.saturating_mul(1_000) / millis);
        })
        .with_key("problems", move |_: &ProgressState, to: &mut dyn Write| {
            let _ = write!(to, "{problems}");
        })
}

fn of(news: News) -> serde_json::Value {
    match news {
        News::Begins(schools) => json!({ "event": "begins", "schools": schools }),
        News::School(school, far) => {
            let Line { name, urn, outcomes, breaches, findings, .. } = school;
            let Far { done, rows, problems, kept } = far;
            json!({
                "event": "school", "urn": urn, "name": name, "read": school.term.is_some(), "outcomes": outcomes,
                "breaches": breaches, "findings": findings,
                "so_far": { "schools": done, "kept": kept, "rows": rows, "problems": problems },
            })
        }
        News::Above => json!({ "event": "above" }),
    }
}

/// The end, for programs.
pub fn ended(summary: &Summary) {
    line(&json!({
        "event": "ends", "schools": summary.sums.schools, "kept": summary.kept, "out": summary.out.display().to_string(),
        "first": summary.first, "seal": summary.seal,
    }));
}

/// To stdout. A reader that has closed the pipe has read enough.
fn line(said: &serde_json::Value) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{said}").and_then(|()| out.flush());
}
