//! Python's texts: quotes of one sign or three, and escapes.

/// Reads the text that `rest` begins with into `into`; gives its length with its quotes.
///
/// # Errors
/// What is wrong with it, for people.
pub(super) fn read(rest: &str, raw: bool, into: &mut String) -> Result<usize, &'static str> {
    const OPEN: &str = "a quote is opened and not closed";
    let quote = rest.chars().next().ok_or(OPEN)?;
    let triple: String = std::iter::repeat_n(quote, 3).collect();
    let end = if rest.starts_with(&triple) { triple } else { quote.to_string() };
    let mut body = rest.get(end.len()..).unwrap_or_default();
    loop {
        if let Some(behind) = body.strip_prefix(&end) {
            return Ok(rest.len() - behind.len());
        }
        let mut letters = body.chars();
        match letters.next().ok_or(OPEN)? {
            '\\' if raw => {
                into.push('\\');
                into.extend(letters.next());
            }
            '\\' => escaped(&mut letters, into)?,
            '\n' if end.len() == 1 => return Err(OPEN),
            letter => into.push(letter),
        }
        body = letters.as_str();
    }
}

fn escaped(letters: &mut std::str::Chars<'_>, into: &mut String) -> Result<(), &'static str> {
    let letter = match letters.next().ok_or("a quote is opened and not closed")? {
        '\n' => return Ok(()),
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        '0' => '\0',
        'x' => code(letters, 2)?,
        'u' => code(letters, 4)?,
        'U' => code(letters, 8)?,
        sign @ ('\\' | '\'' | '"') => sign,
        // Python keeps the backslash of what is no escape, and JSON's escaped slash is one here too.
        '/' => '/',
        other => {
            into.push('\\');
            other
        }
    };
    into.push(letter);
    Ok(())
}

fn code(letters: &mut std::str::Chars<'_>, length: usize) -> Result<char, &'static str> {
    let digits: String = letters.by_ref().take(length).collect();
    let code = u32::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == length);
    code.and_then(char::from_u32).ok_or("an escape stands for no sign")
}
