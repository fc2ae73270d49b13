//! What Python computes with known values, and what is left of it where one is not known.

use serde_json::{Number, Value};

use super::format;
use crate::paste::unknown::{self, unknown};

/// An item of a list or dictionary.
pub(super) fn item(value: &Value, key: &Value) -> Option<Value> {
    match (value, key) {
        (Value::Object(members), Value::String(name)) => members.get(name).cloned(),
        (Value::Array(items), Value::Number(place)) => {
            let place = place.as_i64()?;
            let place = if place < 0 { place + i64::try_from(items.len()).ok()? } else { place };
            items.get(usize::try_from(place).ok()?).cloned()
        }
        _ => None,
    }
}

/// What a function makes of a value; `None` where that is not known.
pub(super) fn converted(function: &str, value: &Value) -> Option<Value> {
    match function {
        "str" => format::shown(value).map(Value::from),
        "int" => match value {
            Value::String(text) => text.trim().parse::<i64>().ok().map(Value::from),
            number => number.as_f64().filter(|number| number.abs() < 9e15).map(|number| Value::from(number.trunc() as i64)),
        },
        "float" => {
            let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
            Number::from_f64(number).map(Value::Number)
        }
        _ => None,
    }
}

/// The result of an operation; unknown where a part is, and `None` where it is too large to be meant.
pub(super) fn computed(sign: char, one: &Value, other: &Value) -> Option<Value> {
    if unknown::is_within(one) || unknown::is_within(other) {
        let is_text = one.is_string() || other.is_string() || sign == '+' && !one.is_number() && !other.is_number();
        if sign == '+' && is_text {
            return Some(format::joined(&[one.clone(), other.clone()]));
        }
        let text = |value: &Value| unknown::text_of(value).map_or_else(|| value.to_string(), str::to_owned);
        return Some(unknown(format!("{} {} {}", text(one), shown(sign), text(other))));
    }
    match (one, other) {
        (Value::String(_), Value::String(_)) if sign == '+' => Some(format::joined(&[one.clone(), other.clone()])),
        (Value::Array(one), Value::Array(other)) if sign == '+' => Some(Value::Array([one.as_slice(), other].concat())),
        (Value::Number(one), Value::Number(other)) => number(sign, one, other),
        _ => Some(unknown(format!("{one} {} {other}", shown(sign)))),
    }
}

/// A sign as Python writes it.
fn shown(sign: char) -> String {
    match sign {
        '÷' => "//".to_owned(),
        '^' => "**".to_owned(),
        sign => sign.to_string(),
    }
}

fn number(sign: char, one: &Number, other: &Number) -> Option<Value> {
    // Nobody divides by these in a request, and Python rounds in a way of its own.
    if matches!(sign, '/' | '÷' | '%') && other.as_f64().is_none_or(|other| other <= 0.0) {
        return Some(unknown(format!("{one} {} {other}", shown(sign))));
    }
    if let (Some(one), Some(other)) = (one.as_i64(), other.as_i64())
        && !(sign == '/' || sign == '^' && other < 0)
    {
        let result = match sign {
            '+' => one.checked_add(other),
            '-' => one.checked_sub(other),
            '*' => one.checked_mul(other),
            '÷' => one.checked_div_euclid(other),
            '%' => one.checked_rem_euclid(other),
            _ => u32::try_from(other).ok().and_then(|power| one.checked_pow(power)),
        };
        return result.map(Value::from);
    }
    let (one, other) = (one.as_f64()?, other.as_f64()?);
    let result = match sign {
        '+' => one + other,
        '-' => one - other,
        '*' => one * other,
        '/' => one / other,
        '÷' => (one / other).floor(),
        '%' => one.rem_euclid(other),
        _ => one.powf(other),
    };
    Number::from_f64(result).map(Value::Number)
}
