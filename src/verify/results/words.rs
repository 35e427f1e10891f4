//! The first value of two JSON files that differs, whatever it is.

use serde_json::Value;

/// Keys whose difference is told elsewhere.
const TOLD: [&str; 2] = ["tool", "rulebook"];

/// The first value that differs, with its place: `assessments › 4 › reason`.
pub fn first(old: &Value, new: &Value, path: &mut Vec<String>) -> Option<String> {
    let null = Value::Null;
    let mut within = |key: String, a: &Value, b: &Value| {
        path.push(key);
        let found = first(a, b, path);
        path.pop();
        found
    };
    match (old, new) {
        (Value::Object(a), Value::Object(b)) => {
            let keys = a.keys().chain(b.keys().filter(|key| !a.contains_key(*key)));
            keys.filter(|key| !TOLD.contains(&key.as_str()))
                .find_map(|key| within(key.clone(), a.get(key).unwrap_or(&null), b.get(key).unwrap_or(&null)))
        }
        (Value::Array(a), Value::Array(b)) => (0..a.len().max(b.len())).find_map(|at| {
            within((at + 1).to_string(), a.get(at).unwrap_or(&null), b.get(at).unwrap_or(&null))
        }),
        (a, b) if a == b => None,
        (a, b) => Some(format!("{}: was {} and is {} now.", path.join(" › "), shown(a), shown(b))),
    }
}

/// A value in a few words.
fn shown(value: &Value) -> String {
    let text = match value {
        Value::Null => return "nothing".to_owned(),
        Value::String(text) => format!("“{text}”"),
        Value::Object(keys) if keys.get("message").is_some_and(Value::is_string) => {
            return shown(&keys["message"]);
        }
        other => other.to_string(),
    };
    let cut: String = text.chars().take(160).collect();
    if cut.len() < text.len() { format!("{cut} …”") } else { cut }
}
