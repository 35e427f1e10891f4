//! What separates the columns of a text file and what quotes its values: found out by majority below the title lines.

use super::notes::Refusal;
use memchr::{memchr, memchr_iter};

/// Non-blank lines at the top from which separator and quote are found out.
const SAMPLE: usize = 100;
/// No more of the text than this: the lines of a damaged file may have no end.
const SAMPLE_BYTES: usize = 1 << 20;

/// How a text file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signs {
    /// Between values.
    pub delimiter: u8,
    /// Around values that hold a separator.
    pub quote: u8,
    /// Separators on most lines of the lower half, where no titles stand.
    pub usual: usize,
}

/// The signs, the text below Excel's own hint `sep=;`, and the line on which it begins.
///
/// # Errors
/// `E-DELIM` if two separators fit equally.
pub fn find(text: &str) -> Result<(Signs, &str, usize), Refusal> {
    let (hint, below) = hint(text);
    let quote = quote(below);
    let lines = whole_lines(below, quote);
    let table = |delimiter: u8| Table::of(&lines, delimiter, quote);
    // A hint that the file does not follow, as when it was saved again with commas, is only a line more.
    let delimiter = match hint.filter(|told| table(*told).is_some()) {
        Some(told) => told,
        None => delimiter(&[b',', b';', b'\t', b'|'].into_iter().filter_map(table).collect::<Vec<_>>())?,
    };
    let counts = table(delimiter).map_or(Vec::new(), |table| table.counts);
    let usual = usual(&counts[counts.len() / 2..]).or_else(|| usual(&counts)).unwrap_or(0);
    Ok((Signs { delimiter, quote, usual }, below, if hint.is_some() { 2 } else { 1 }))
}

/// What the separators are called.
pub fn name(delimiter: u8) -> String {
    match delimiter {
        b',' => "commas".to_owned(),
        b';' => "semicolons".to_owned(),
        b'\t' => "tabs".to_owned(),
        b'|' => "bars (|)".to_owned(),
        other => format!("the sign “{}”", char::from(other)),
    }
}

/// `sep=;` on the first line is Excel's own hint, and no row.
fn hint(text: &str) -> (Option<u8>, &str) {
    let line = text.split(['\r', '\n']).next().unwrap_or("");
    let bare = line.trim_matches(['"', ' ', ',', ';']);
    let told = bare.get(..4).filter(|start| start.eq_ignore_ascii_case("sep="));
    // A sign that is trimmed off with the quotation marks stands right behind the “=”.
    let sign = told.and_then(|_| line.split_once('=')).map(|(_, rest)| rest.trim_end_matches('"').as_bytes());
    let delimiter = match sign {
        Some([one, ..]) if one.is_ascii_punctuation() && !b"\"'".contains(one) || *one == b'\t' => *one,
        _ => return (None, text),
    };
    let rest = &text[line.len()..];
    let below = rest.strip_prefix("\r\n").or(rest.strip_prefix(['\r', '\n'])).unwrap_or(rest);
    (Some(delimiter), below)
}

/// Lines that hold anything, as many as are looked at.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text[..text.floor_char_boundary(SAMPLE_BYTES)]
        .split(['\r', '\n'])
        .filter(|line| !line.trim().is_empty())
        .take(SAMPLE)
}

/// Lines without the ones that hold only a part of a value, because it has line breaks: their quotation marks are odd.
fn whole_lines(text: &str, quote: u8) -> Vec<&str> {
    let is_whole = |line: &&str| memchr_iter(quote, line.as_bytes()).count().is_multiple_of(2);
    let whole: Vec<&str> = lines(text).filter(is_whole).collect();
    if whole.is_empty() { lines(text).collect() } else { whole }
}

/// A single quote, if nearly every line below the titles begins and has its fields in single quotes; else a double one.
fn quote(text: &str) -> u8 {
    let (mut single, mut all) = (0, 0);
    for line in lines(text).skip_while(|line| !line.starts_with('\'')) {
        all += 1;
        let apart = ["','", "';'", "'|'", "'\t'"].iter().any(|between| line.contains(between));
        if line.starts_with('\'') && apart {
            single += 1;
        }
    }
    if single * 10 > all * 8 { b'\'' } else { b'"' }
}

/// The file as it would be with one separator.
struct Table {
    delimiter: u8,
    /// Separators on each line.
    counts: Vec<usize>,
    /// Separators on most lines that have any; of equals, the more.
    usual: usize,
    /// The first line with so many: the header, if this is the separator.
    start: usize,
    /// It stands on that line without a space after it, as a comma of a sentence never does.
    is_tight: bool,
}

impl Table {
    /// Nothing if the separator stands nowhere.
    fn of(lines: &[&str], delimiter: u8, quote: u8) -> Option<Table> {
        let counts: Vec<usize> = lines.iter().map(|line| count(line, delimiter, quote)).collect();
        let usual = usual(&counts)?;
        let start = counts.iter().position(|n| *n == usual)?;
        let is_tight = lines[start].as_bytes().windows(2).any(|pair| pair[0] == delimiter && pair[1] != b' ');
        Some(Table { delimiter, counts, usual, start, is_tight })
    }

    /// Lines with the usual number of separators, and that number.
    fn weight(&self) -> (usize, usize) {
        (self.counts.iter().filter(|n| **n == self.usual).count(), self.usual)
    }

    /// True if it stands as often on every one of several lines.
    fn is_even(&self) -> bool {
        self.counts.len() > 1 && self.counts.iter().all(|n| *n == self.usual)
    }

    /// True if the other separator stands only in titles above this table and in values of it: not in its header.
    fn explains(&self, other: &Table) -> bool {
        let below = &self.counts[self.start..];
        self.is_tight
            && other.start < self.start
            && other.counts[self.start] == 0
            && (self.usual > other.usual || !other.is_tight)
            && below.iter().filter(|n| **n > 0).count() * 10 >= below.len() * 8
    }
}

/// The number of separators that most lines have which have any; of equals, the most.
fn usual(counts: &[usize]) -> Option<usize> {
    let often = |n: usize| counts.iter().filter(|other| **other == n).count();
    counts.iter().copied().filter(|n| *n > 0).max_by_key(|n| (often(*n), *n))
}

fn delimiter(tables: &[Table]) -> Result<u8, Refusal> {
    // A tab is in hardly any value: it separates where most lines have one and none has another separator alone, although
    // a report of sections has commas in its dates. But where only the other stands as often on every line, tabs were
    // pasted into its values.
    let alone = |tabs: &Table, other: &Table| {
        other.counts.iter().zip(&tabs.counts).any(|(n, tabs)| *n > 0 && *tabs == 0)
    };
    let is_tabbed = |tabs: &&Table| {
        tabs.delimiter == b'\t'
            && tabs.counts.iter().filter(|n| **n > 0).count() * 2 > tabs.counts.len()
            && !tables.iter().any(|other| alone(tabs, other) || other.is_even() && !tabs.is_even())
    };
    if let Some(tabs) = tables.iter().find(is_tabbed) {
        return Ok(tabs.delimiter);
    }
    let titles: Vec<u8> = tables
        .iter()
        .filter(|table| tables.iter().any(|other| other.explains(table)))
        .map(|table| table.delimiter)
        .collect();
    let mut left: Vec<&Table> = tables.iter().filter(|table| !titles.contains(&table.delimiter)).collect();
    left.sort_by_key(|table| table.weight());
    match left[..] {
        [] => Ok(b','),
        [.., one, other] if one.weight() == other.weight() => Err(Refusal::new(
            "E-DELIM",
            format!(
                "The columns of this file could be separated by {} or by {}; both fit equally well.",
                name(one.delimiter),
                name(other.delimiter)
            ),
            "Export it again as CSV UTF-8 (comma delimited).",
        )),
        [.., best] => Ok(best.delimiter),
    }
}

/// Separators of a line outside quotation marks.
pub fn count(line: &str, delimiter: u8, quote: u8) -> usize {
    if memchr(quote, line.as_bytes()).is_none() {
        return memchr_iter(delimiter, line.as_bytes()).count();
    }
    let mut quoted = false;
    line.bytes()
        .filter(|b| {
            quoted ^= *b == quote;
            !quoted && *b == delimiter
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> String {
        find(text).map_or_else(|e| e.code.to_owned(), |(signs, _, _)| name(signs.delimiter))
    }

    #[test]
    fn most_lines_decide() {
        for (text, expected) in [
            ("a,b,c\n1;5,2,3", "commas"),
            ("a\tb\tc\n1\t2\t3", "tabs"),
            ("a|b|c\n1|2|3", "bars (|)"),
            ("a, b, c\n1, 2, 3\n4, 5|6, 7", "commas"),
            ("a;b;c\n1,5;2,5;3\n1,5;2,5;3\n1,5;2,5;3", "semicolons"),
            ("Name;Note\n\"Bell, Ann\";\"x, y\"\nKhan;\"x, y\"", "semicolons"),
            ("one column\nonly", "commas"),
            ("Code,Name,Note\t\nJSM\t,Jane\tSmith,x\ty\nKHA\t,Ali\tKhan,x\ty", "commas"),
            ("Code\tName\nJSM\tSmith, Jane\nKHA\tKhan, Ali\tx", "tabs"),
            ("On, at\tNote\nMo, 9\tx\nTu, 10\ty", "tabs"),
            ("a,b;c\nd,e;f", "E-DELIM"),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn title_lines_do_not_decide() {
        let titles =
            "Ashgrove School, Calder\nStaff list, autumn 2026\n\nPrinted for A. Bell, office\nPage 1, 2\n";
        for (table, expected) in [
            ("Code;Name;FTE\n", "semicolons"),
            ("Code;Name;FTE\nJSM;Smith, Jane;1\n", "semicolons"),
            ("Code;Name;FTE\nJSM;Smith,Jane;0,6\nKHA;Khan,Ali;0,8\n", "semicolons"),
            ("Code\tName\nJSM\tSmith, Jane\n", "tabs"),
            ("On\tFor\tPaid\n20/11\tflu, then\t£1,234\n21/11\t\"two\nlines\"\t£1,234\n", "tabs"),
            ("Code,Name,FTE\nJSM,Jane Smith,1\n", "commas"),
            ("Code,Name,FTE\nJSM,\"Smith; Jane\",1\nKHA,Khan|Ali,1\n", "commas"),
        ] {
            assert_eq!(found(&format!("{titles}{table}")), expected, "{table}");
        }
        assert_eq!(found("Room 1; 2; 3\nCode,Name,FTE\nJSM,Jane,1\n"), "commas");
    }

    #[test]
    fn a_hint_is_no_row_and_counts_only_if_it_is_followed() {
        for (text, expected, line) in [
            ("sep=;\na;b,c\nd;e,f", "semicolons", 2),
            ("SEP=|\r\na|b", "bars (|)", 2),
            ("\"sep=,\"\r\na,b", "commas", 2),
            ("sep=\t\ra\tb", "tabs", 2),
            ("sep=^\na^b", "the sign “^”", 2),
            ("sep=;\na,b\nc,d", "commas", 2),
            ("separate;b", "semicolons", 1),
            ("sep=x\na,b", "commas", 1),
        ] {
            let (signs, below, first) = find(text).unwrap();
            assert_eq!((name(signs.delimiter).as_str(), first), (expected, line), "{text:?}");
            assert_eq!(below.contains("sep="), line == 1 && text.contains("sep="), "{text:?}");
        }
    }

    #[test]
    fn single_quotes_are_found_below_titles_too() {
        assert_eq!(find("'1','Mo','don''t'\n'2','Tu','x'").unwrap().0.quote, b'\'');
        assert_eq!(find("A title\n'1','Mo'\n'2','Tu'").unwrap().0.quote, b'\'');
        assert_eq!(find("a,b\n'tis,c\nd,e").unwrap().0.quote, b'"');
    }
}
