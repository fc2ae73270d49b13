//! Patterns of columns: `[host, user, status = 4*, ...]`. Spaces separate the columns of a line; quotes and brackets hold one
//! together.

use serde_json::Value;

use super::expression::Expression;

/// The columns of a line.
#[derive(Debug)]
pub(in crate::logs) struct Columns {
    /// The names before `...`, or all.
    first: Vec<Column>,
    /// The names behind `...`; `None` without it.
    last: Option<Vec<Column>>,
}

#[derive(Debug)]
struct Column {
    name: String,
    condition: Option<Expression>,
}

impl Columns {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A sentence about what cannot be read.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let inner = text.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
        let inner = inner.ok_or("The filterPattern has no closing bracket.")?;
        let mut columns = Self { first: Vec::new(), last: None };
        for part in inner.split(',').map(str::trim) {
            if part == "..." {
                if columns.last.replace(Vec::new()).is_some() {
                    return Err("The filterPattern has more than one ellipsis.".to_owned());
                }
                continue;
            }
            columns.last.as_mut().unwrap_or(&mut columns.first).push(Column::parse(part)?);
        }
        Ok(columns)
    }

    /// Whether a line has these columns, and their conditions hold.
    pub(super) fn matches(&self, line: &str) -> bool {
        let values = split(line);
        let behind = self.last.as_deref().unwrap_or_default();
        let named = self.first.len() + behind.len();
        if values.len() < named || (self.last.is_none() && values.len() > named) {
            return false;
        }
        let places = values.iter().take(self.first.len()).chain(values.iter().skip(values.len() - behind.len()));
        let mut columns = self.first.iter().chain(behind).zip(places);
        columns.all(|(column, value)| column.holds(value))
    }
}

impl Column {
    fn parse(text: &str) -> Result<Self, String> {
        let is_name = !text.contains(['=', '<', '>', '(']);
        let condition = if is_name { None } else { Some(Expression::parse(text)?) };
        let name = text.trim_start_matches('(').split(|sign: char| sign.is_whitespace() || "=!<>".contains(sign)).next();
        Ok(Self { name: name.unwrap_or_default().to_owned(), condition })
    }

    fn holds(&self, value: &str) -> bool {
        let find = |name: &str| (name == self.name).then(|| Value::from(value));
        self.condition.as_ref().is_none_or(|condition| condition.holds(&find))
    }
}

/// The columns of a line.
fn split(line: &str) -> Vec<&str> {
    let mut columns = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        let close = match first {
            '"' => Some('"'),
            '[' => Some(']'),
            _ => None,
        };
        let inner = rest.get(1..).unwrap_or_default();
        let (column, after) = match close.and_then(|close| inner.split_once(close)) {
            Some(found) => found,
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        columns.push(column);
        rest = after.trim_start();
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_and_compared() {
        let line = "127.0.0.1 - ann [10/Oct/2000:13:25:15 -0700] \"GET /a b HTTP/1.0\" 404 1534";
        let matches = |pattern: &str| Columns::parse(pattern).map(|columns| columns.matches(line));
        assert_eq!(matches("[ip, id, user, time, request, status, bytes]"), Ok(true));
        assert_eq!(matches("[ip, id, user]"), Ok(false));
        assert_eq!(matches("[ip, ...]"), Ok(true));
        assert_eq!(matches("[..., status = 4*, bytes > 1000]"), Ok(true));
        assert_eq!(matches("[..., status = 5* || status = 404, bytes]"), Ok(true));
        assert_eq!(matches("[ip, id, user, time, request = *POST*, status, bytes]"), Ok(false));
        assert_eq!(matches("[ip = %^127[.]%, id, user != bob, ...]"), Ok(true));
        for broken in ["[a", "[..., a, ...]", "[a = ]", "[a == (b]"] {
            assert!(matches(broken).is_err(), "{broken}");
        }
    }
}
