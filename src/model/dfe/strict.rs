//! CSV as the service reads it, which is stricter than a spreadsheet: nothing may stand between a quotation mark and
//! the comma, a mark may not stand inside a value without marks around it, and every line ends like the first.

/// A line of the file that is no comment: its number, from one, and its values; nothing for one that is not there.
pub type Record = (u64, Vec<Option<String>>);

/// Splits a file into its lines and values.
///
/// # Errors
/// The number of the line where it is malformed.
pub fn records(bytes: &[u8]) -> Result<Vec<Record>, u64> {
    let mut text = Text { bytes, at: 0, line: 1, end: line_end(bytes) };
    let mut all = Vec::new();
    while text.at < bytes.len() {
        if bytes[text.at] == b'#' {
            while text.at < bytes.len() && !text.ends_line() {
                text.at += 1;
            }
            continue;
        }
        let line = text.line;
        all.push((line, text.record()?));
    }
    Ok(all)
}

/// How the first line ends.
fn line_end(bytes: &[u8]) -> &'static [u8] {
    match bytes.iter().position(|b| matches!(b, b'\r' | b'\n')) {
        Some(at) if bytes[at] == b'\n' => b"\n",
        Some(at) if bytes.get(at + 1) == Some(&b'\n') => b"\r\n",
        Some(_) => b"\r",
        None => b"\n",
    }
}

struct Text<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
    end: &'static [u8],
}

impl Text<'_> {
    /// Steps over the end of a line, if one stands here.
    fn ends_line(&mut self) -> bool {
        let ends = self.bytes[self.at..].starts_with(self.end);
        if ends {
            self.at += self.end.len();
            self.line += 1;
        }
        ends
    }

    fn record(&mut self) -> Result<Vec<Option<String>>, u64> {
        let mut values = Vec::new();
        if self.ends_line() {
            return Ok(values);
        }
        loop {
            values.push(if self.bytes.get(self.at) == Some(&b'"') {
                Some(self.quoted()?)
            } else {
                self.bare()?
            });
            match self.bytes.get(self.at) {
                None => return Ok(values),
                Some(b',') => self.at += 1,
                Some(_) if self.ends_line() => return Ok(values),
                Some(_) => return Err(self.line),
            }
        }
    }

    /// A value in quotation marks, which may hold anything; a mark inside it is doubled.
    fn quoted(&mut self) -> Result<String, u64> {
        let (opened, mut value) = (self.line, Vec::new());
        self.at += 1;
        loop {
            match self.bytes.get(self.at) {
                None => return Err(opened),
                Some(b'"') if self.bytes.get(self.at + 1) == Some(&b'"') => self.at += 1,
                Some(b'"') => break,
                Some(_) => {}
            }
            value.push(self.bytes[self.at]);
            let before = self.at;
            if !self.ends_line() {
                self.at += 1;
            }
            value.extend(&self.bytes[before + 1..self.at]);
        }
        self.at += 1;
        Ok(String::from_utf8_lossy(&value).into_owned())
    }

    /// A value without quotation marks; nothing if it is empty.
    fn bare(&mut self) -> Result<Option<String>, u64> {
        let from = self.at;
        while let Some(b) = self.bytes.get(self.at) {
            match b {
                b',' => break,
                _ if self.bytes[self.at..].starts_with(self.end) => break,
                b'"' | b'\r' | b'\n' => return Err(self.line),
                _ => self.at += 1,
            }
        }
        let value = &self.bytes[from..self.at];
        Ok((!value.is_empty()).then(|| String::from_utf8_lossy(value).into_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Result<Vec<String>, u64> {
        let records = records(text.as_bytes())?;
        let value = |value: &Option<String>| value.clone().unwrap_or("nil".to_owned());
        Ok(records
            .iter()
            .map(|(line, values)| {
                format!("{line}: {}", values.iter().map(value).collect::<Vec<_>>().join("|"))
            })
            .collect())
    }

    #[test]
    fn values_may_stand_in_quotation_marks_or_not() {
        let expected = Ok(["1: a|b,\"c\"", "3: nil|", "4: ", "5: d|e\nf", "7: g"].map(String::from).to_vec());
        assert_eq!(told("a,\"b,\"\"c\"\"\"\n# a note, \"unclosed\n,\"\"\n\nd,\"e\nf\"\ng"), expected);
    }

    #[test]
    fn every_line_ends_like_the_first() {
        for text in ["a,b\nc,d\n", "a,b\r\nc,d", "a,b\rc,d\r"] {
            assert_eq!(told(text), Ok(vec!["1: a|b".to_owned(), "2: c|d".to_owned()]), "{text:?}");
        }
        assert_eq!(told("a,b\r\nc,d\ne,f"), Err(2));
        assert_eq!(told("a,b\nc,d\r\ne,f"), Err(2));
    }

    #[test]
    fn what_stands_around_quotation_marks_makes_a_file_malformed() {
        assert_eq!(told("\"a\"  ,b"), Err(1));
        assert_eq!(told("a,b\nc, \"d\""), Err(2));
        assert_eq!(told("a,b\nc,d\"e\""), Err(2));
        assert_eq!(told("a,b\nc,\"d\ne"), Err(2));
    }
}
