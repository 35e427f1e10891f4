//! DfE's checks of a bulk upload, written a second time from what is known of its service (“Record inductions as an
//! appropriate body”) and from nothing in `src`: line by line, with its own calendar.

/// Which upload.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Upload {
    Claims,
    Outcomes,
}

fn headings(upload: Upload) -> Vec<&'static str> {
    match upload {
        Upload::Claims => vec!["TRN", "Date of birth", "Induction programme", "Induction period start date"],
        Upload::Outcomes => {
            vec!["TRN", "Date of birth", "Induction period end date", "Number of terms", "Outcome"]
        }
    }
}

/// Rows of a file by heading, or what is wrong with it.
pub fn file(upload: Upload, name: &str, bytes: &[u8]) -> Result<Vec<Vec<String>>, Vec<String>> {
    let said = |text: &str| Err(vec![text.to_owned()]);
    if name.is_empty() {
        return said("Select a file");
    }
    if !name.to_lowercase().ends_with(".csv") {
        return said("The selected file must be a CSV");
    }
    if bytes.len() > 100 * 1024 {
        return said("File size must be less than 100KB");
    }
    let text = String::from_utf8_lossy(bytes);
    let mut lines = Vec::new();
    for line in text.split_terminator('\n').filter(|line| !line.starts_with('#')) {
        match fields(line) {
            Some(fields) => lines.push(fields),
            None => return said("The selected file is malformed"),
        }
    }
    let head = if lines.is_empty() { Vec::new() } else { lines.remove(0) };
    let mut own: Vec<&str> = head.iter().map(String::as_str).filter(|one| *one != "Error message").collect();
    own.sort_unstable();
    let mut wanted = headings(upload);
    wanted.sort_unstable();
    if own != wanted {
        return said("The selected file must follow the template");
    }
    let at: Vec<usize> =
        headings(upload).iter().map(|heading| head.iter().position(|one| one == heading).unwrap()).collect();
    let cell = |line: &[String], n: usize| line.get(n).map_or(String::new(), |text| text.trim().to_owned());
    let rows: Vec<Vec<String>> = (lines.iter())
        .map(|line| at.iter().map(|n| cell(line, *n)).collect::<Vec<_>>())
        .filter(|row| !row[0].is_empty())
        .collect();
    let mut wrong = Vec::new();
    if rows.len() > 1000 {
        wrong.push("The selected file must have fewer than 1000 rows".to_owned());
    }
    if rows.is_empty() {
        wrong.push("The selected file is empty".to_owned());
    }
    if (1..rows.len()).any(|n| rows[..n].iter().any(|row| row[0] == rows[n][0])) {
        wrong.push("The selected file has duplicate ECTs".to_owned());
    }
    if wrong.is_empty() { Ok(rows) } else { Err(wrong) }
}

/// The fields of a line; nothing if something stands beside a quotation mark.
fn fields(line: &str) -> Option<Vec<String>> {
    let (mut fields, mut rest) = (Vec::new(), line);
    loop {
        if let Some(quoted) = rest.strip_prefix('"') {
            let end = quoted.find('"')?;
            fields.push(quoted[..end].to_owned());
            rest = &quoted[end + 1..];
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            if rest[..end].contains(['"', '\r']) {
                return None;
            }
            fields.push(rest[..end].to_owned());
            rest = &rest[end..];
        }
        match rest.strip_prefix(',') {
            Some(next) => rest = next,
            None if rest.is_empty() => return Some(fields),
            None => return None,
        }
    }
}

/// Year, month and day of `2026-09-07`.
fn date(text: &str) -> Option<(i32, u32, u32)> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return None };
    if [year.len(), month.len(), day.len()] != [4, 2, 2]
        || text.chars().any(|c| c != '-' && !c.is_ascii_digit())
    {
        return None;
    }
    let (year, month, day): (i32, u32, u32) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    (1..=days).contains(&day).then_some((year, month, day))
}

/// What the service writes beside a row; empty for one it takes.
pub fn row(upload: Upload, row: &[String], today: &str) -> String {
    let mut wrong: Vec<&str> = Vec::new();
    let dates: &[usize] = match upload {
        Upload::Claims => &[1, 3],
        Upload::Outcomes => &[1, 2],
    };
    if row.iter().any(String::is_empty) {
        wrong.push("Fill in the blanks on this row");
    }
    if row[0].len() != 7 || row[0].chars().any(|c| !c.is_ascii_digit()) {
        wrong.push("Enter a valid TRN using 7 digits");
    }
    if dates.iter().any(|n| date(&row[*n]).is_none()) {
        wrong.push("Dates must be in the format YYYY-MM-DD");
    }
    let this_year = date(today).unwrap().0;
    if date(&row[1]).is_none_or(|(year, ..)| this_year - year < 18 || this_year - year > 99) {
        wrong.push("Date of birth must be a real date and the teacher must be between 18 and 100 years old");
    }
    if dates.iter().any(|n| date(&row[*n]).is_some_and(|day| day > date(today).unwrap())) {
        wrong.push("Dates cannot be in the future");
    }
    match upload {
        Upload::Claims => {
            if !["school-led", "provider-led"].contains(&row[2].to_lowercase().as_str()) {
                wrong.push("Induction programme type must be school-led or provider-led");
            }
            if date(&row[3]).is_some_and(|day| day <= (2021, 9, 1)) {
                wrong.push("Induction start date must be after 1 September 2021");
            }
        }
        Upload::Outcomes => {
            match row[4].to_lowercase().as_str() {
                "pass" | "release" => {}
                "fail" => wrong.push("Fail cannot be recorded in bulk upload"),
                _ => wrong.push("Outcome must be either pass or release"),
            }
            if !is_terms(&row[3]) {
                wrong.push("Enter number of terms between 0 and 16 using up to one decimal place");
            }
        }
    }
    match wrong.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        [most @ .., last] => format!("{}, and {last}", most.join(", ")),
    }
}

/// `0` to `16`, with a tenth perhaps.
fn is_terms(text: &str) -> bool {
    let all: Vec<String> = (0..=160).map(|tenths| format!("{}.{}", tenths / 10, tenths % 10)).collect();
    let whole = (0..=16).any(|n| n.to_string() == text);
    whole || all.iter().any(|one| one == text)
}
