//! Smithy's RPC v2 protocol: bodies are CBOR (RFC 8949), and times have the tag 1.

use minicbor::{
    Decoder, Encoder,
    data::{IanaTag, Type},
    decode, encode,
};
use serde_json::{Map, Number, Value};

use crate::{cloudwatch::output::Output, json_protocol::WireError};

/// The depth of a body. The deepest input of CloudWatch has seven levels.
const MAX_DEPTH: u32 = 32;

/// Reads a body; an empty one has no members.
pub(super) fn read(body: &[u8]) -> Result<Value, WireError> {
    if body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    value(&mut Decoder::new(body), MAX_DEPTH)
        .map_err(|error| WireError::new("SerializationException", format!("The body is no CBOR that can be read: {error}")))
}

fn value(decoder: &mut Decoder<'_>, depth: u32) -> Result<Value, decode::Error> {
    let depth = depth.checked_sub(1).ok_or_else(|| decode::Error::message("it is nested too deeply"))?;
    Ok(match decoder.datatype()? {
        Type::Null => decoder.null().map(|()| Value::Null)?,
        Type::Undefined => decoder.undefined().map(|()| Value::Null)?,
        Type::Bool => Value::Bool(decoder.bool()?),
        Type::U8 | Type::U16 | Type::U32 | Type::U64 | Type::I8 | Type::I16 | Type::I32 | Type::I64 | Type::Int => {
            let number = Number::from_i128(decoder.int()?.into());
            Value::Number(number.ok_or_else(|| decode::Error::message("a number has more than 64 bits"))?)
        }
        Type::F32 => Number::from_f64(decoder.f32()?.into()).into(),
        Type::F64 => Number::from_f64(decoder.f64()?).into(),
        Type::String | Type::StringIndef => Value::String(text(decoder)?),
        Type::Array | Type::ArrayIndef => {
            let mut left = decoder.array()?;
            let mut members = Vec::new();
            while has_next(decoder, &mut left)? {
                members.push(value(decoder, depth)?);
            }
            Value::Array(members)
        }
        Type::Map | Type::MapIndef => {
            let mut left = decoder.map()?;
            let mut members = Map::new();
            while has_next(decoder, &mut left)? {
                members.insert(text(decoder)?, value(decoder, depth)?);
            }
            Value::Object(members)
        }
        // The tag says that a number is a time, which the member says, too.
        Type::Tag => {
            decoder.tag()?;
            value(decoder, depth)?
        }
        other => return Err(decode::Error::type_mismatch(other)),
    })
}

/// Whether a list or map has a further member. `left` is `None` when a break ends it.
fn has_next(decoder: &mut Decoder<'_>, left: &mut Option<u64>) -> Result<bool, decode::Error> {
    match left {
        Some(0) => Ok(false),
        Some(left) => {
            *left -= 1;
            Ok(true)
        }
        None if decoder.datatype()? == Type::Break => {
            decoder.set_position(decoder.position() + 1);
            Ok(false)
        }
        None => Ok(true),
    }
}

fn text(decoder: &mut Decoder<'_>) -> Result<String, decode::Error> {
    decoder.str_iter()?.collect()
}

/// Writes an answer.
pub(super) fn write(output: &Output) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::new());
    // Memory takes everything.
    let _ = put(&mut encoder, output);
    encoder.into_writer()
}

fn put(encoder: &mut Encoder<Vec<u8>>, output: &Output) -> Result<(), encode::Error<std::convert::Infallible>> {
    match output {
        Output::Text(text) => encoder.str(text).map(drop),
        Output::Number(number) => encoder.f64(*number).map(drop),
        Output::Time(time) if time % 1000 == 0 => encoder.tag(IanaTag::Timestamp)?.i64(time / 1000).map(drop),
        #[expect(clippy::cast_precision_loss, reason = "milliseconds stay exact for 285,000 years")]
        Output::Time(time) => encoder.tag(IanaTag::Timestamp)?.f64(*time as f64 / 1000.0).map(drop),
        Output::List(members) => {
            encoder.array(members.len() as u64)?;
            members.iter().try_for_each(|member| put(encoder, member))
        }
        Output::Structure(members) => {
            encoder.map(members.len() as u64)?;
            members.iter().try_for_each(|(name, member)| put(encoder.str(name)?, member))
        }
        Output::Map(members) => {
            encoder.map(members.len() as u64)?;
            members.iter().try_for_each(|(name, member)| put(encoder.str(name)?, member))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn bodies_of_fixed_and_open_length_are_read() {
        // {"Period": 60, "StartTime": 1(1700000000), "Statistics": ["Sum"], "Unit": null}
        let fixed = b"\xa4\x66Period\x18\x3c\x69StartTime\xc1\x1a\x65\x53\xf1\x00\x6aStatistics\x81\x63Sum\x64Unit\xf6";
        let expected = json!({ "Period": 60, "StartTime": 1_700_000_000, "Statistics": ["Sum"], "Unit": null });
        assert_eq!(read(fixed), Ok(expected));
        // {_ "Names": [_ (_ "a", "b")], "Time": 1(1.5)}
        let open = b"\xbf\x65Names\x9f\x7f\x61a\x61b\xff\xff\x64Time\xc1\xfb\x3f\xf8\0\0\0\0\0\0\xff";
        assert_eq!(read(open), Ok(json!({ "Names": ["ab"], "Time": 1.5 })));
        assert_eq!(read(b""), Ok(json!({})));
    }

    #[test]
    fn broken_bodies_are_refused() {
        let deep = vec![0x81; 100_000];
        let long = b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff\x01";
        for body in [&b"\xa1\x61"[..], b"\xa1\x01\x02", b"\x41x", b"\xff", &deep, long] {
            assert_eq!(read(body).map_err(|error| error.code), Err("SerializationException"));
        }
    }

    #[test]
    fn an_answer_is_read_back() {
        let map = Output::Map(vec![("p50".to_owned(), Output::Number(0.5))]);
        let list = [Output::Time(1_700_000_000_000), Output::Time(1_500)].into_iter().collect();
        let output = Output::Structure(vec![("Label", "x".into()), ("Times", list), ("ExtendedStatistics", map)]);
        let expected = json!({ "Label": "x", "Times": [1_700_000_000, 1.5], "ExtendedStatistics": { "p50": 0.5 } });
        assert_eq!(read(&write(&output)), Ok(expected));
    }
}
