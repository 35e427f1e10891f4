//! A JSON file that is as long as there are schools: its lists are written entry by entry, so that nobody holds it whole.

use super::pretty;
use crate::write::Error;
use serde::Serialize;

/// What stands around the entries of these lists of a document, in the order of their keys, if they are empty in it: before
/// the first entry of the first list, between the lists, and after the last entry. A list without entries is not for this.
///
/// # Errors
/// If it cannot be put into JSON, or has no such empty list.
pub fn frame(document: &impl Serialize, lists: &[&str]) -> Result<Vec<String>, Error> {
    let mut rest = String::from_utf8_lossy(&pretty(document)?).into_owned();
    let mut pieces = vec![String::new()];
    for list in lists {
        // No text in JSON has an end of line in it, so this is the key.
        let key = format!("\n  \"{list}\": [");
        let Some((before, after)) = rest.split_once(&format!("{key}]")) else {
            let why = format!("there is no empty list {list}");
            return Err(Error::Json(serde::ser::Error::custom(why)));
        };
        if let Some(piece) = pieces.last_mut() {
            piece.extend([before, &key]);
        }
        pieces.push("\n  ]".to_owned());
        rest = after.to_owned();
    }
    if let Some(piece) = pieces.last_mut() {
        piece.push_str(&rest);
    }
    Ok(pieces)
}

/// An entry of such a list, as it stands behind another, or as the first.
///
/// # Errors
/// If it cannot be put into JSON, which no input brings about.
pub fn entry(value: &impl Serialize, is_first: bool) -> Result<String, Error> {
    let text = String::from_utf8_lossy(&serde_json::to_vec_pretty(value)?).replace('\n', "\n    ");
    Ok(format!("{}\n    {text}", if is_first { "" } else { "," }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bit_by_bit_is_as_if_it_had_been_written_at_once() {
        let schools =
            [json!({ "name": "\n  \"schools\": []", "rows": { "read": 1 }, "files": [] }), json!("two")];
        let outputs = [json!({ "path": "a" })];
        let document = |schools: &[_], outputs: &[_]| json!({ "tool": "x", "schools": schools, "outputs": outputs, "complete": true });
        let whole = String::from_utf8(pretty(&document(&schools, &outputs)).unwrap()).unwrap();
        let around = frame(&document(&[], &[]), &["schools", "outputs"]).unwrap();
        let listed = |entries: &[serde_json::Value]| -> String {
            entries.iter().enumerate().map(|(n, one)| entry(one, n == 0).unwrap()).collect()
        };
        assert_eq!(
            [&around[0], &listed(&schools), &around[1], &listed(&outputs), &around[2]]
                .map(String::as_str)
                .concat(),
            whole
        );
        assert!(frame(&document(&[], &outputs), &["schools", "outputs"]).is_err(), "one is not empty");
    }
}
