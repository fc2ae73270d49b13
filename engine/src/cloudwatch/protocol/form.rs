//! The query protocol: requests are forms whose names are paths, and answers are XML.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use time::format_description::well_known::Rfc3339;

use super::Request;
use crate::{
    clock::from_milliseconds,
    cloudwatch::output::Output,
    json_protocol::WireError,
    query_protocol::{Form, escape},
};

/// The parts of a name. `MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name`, the longest one, has nine.
const MAX_PARTS: usize = 16;

/// Reads a body. A name that is no path of the operation is left to the operation.
pub(super) fn read(body: &[u8]) -> Result<Request, WireError> {
    let body = String::from_utf8_lossy(body);
    let form = Form::parse(&body);
    let mut root = Node::default();
    for (name, value) in form.pairs() {
        if name.split('.').count() > MAX_PARTS {
            return Err(WireError::new("MalformedInput", format!("The name of the parameter {name:.100} has too many parts.")));
        }
        root.insert(name, value);
    }
    Ok(Request { operation: form.get("Action").to_owned(), input: root.into_value() })
}

/// A text, or the parts below a name.
#[derive(Debug, Default)]
struct Node {
    text: String,
    below: BTreeMap<String, Node>,
}

impl Node {
    fn insert(&mut self, path: &str, text: &str) {
        let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
        let node = self.below.entry(first.to_owned()).or_default();
        match rest {
            Some(rest) => node.insert(rest, text),
            None => node.text = text.to_owned(),
        }
    }

    /// A list where the only part below is `member`; the numbers of its members are their order.
    fn into_value(mut self) -> Value {
        if self.below.is_empty() {
            return Value::String(self.text);
        }
        if self.below.len() == 1
            && let Some(list) = self.below.remove("member")
        {
            let number = |(name, node): (String, Self)| (name.parse::<u64>().unwrap_or(u64::MAX), node);
            let mut members: Vec<(u64, Self)> = list.below.into_iter().map(number).collect();
            members.sort_by_key(|(number, _)| *number);
            return members.into_iter().map(|(_, node)| node.into_value()).collect();
        }
        let members = self.below.into_iter().map(|(name, node)| (name, node.into_value()));
        Value::Object(members.collect::<Map<_, _>>())
    }
}

/// The members of an answer in XML.
pub(super) fn write(output: &Output) -> String {
    let element = |name: &str, output: &Output| format!("<{name}>{}</{name}>", write(output));
    match output {
        Output::Text(text) => escape(text),
        Output::Number(number) => number.to_string(),
        Output::Time(time) => from_milliseconds(*time).format(&Rfc3339).unwrap_or_default(),
        Output::List(members) => members.iter().map(|member| element("member", member)).collect(),
        Output::Structure(members) => members.iter().map(|(name, member)| element(name, member)).collect(),
        Output::Map(members) => {
            let entry = |(key, value): &(String, Output)| {
                format!("<entry><key>{}</key><value>{}</value></entry>", escape(key), write(value))
            };
            members.iter().map(entry).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_paths() {
        let body = "Action=GetMetricData&Queries.member.2.Id=b&Queries.member.10.Id=c&Queries.member.1.Id=a&Queries.member.1.Stat.Period=60&Empty=";
        let request = read(body.as_bytes()).expect("a form");
        assert_eq!(request.operation, "GetMetricData");
        let expected = json!([{ "Id": "a", "Stat": { "Period": "60" } }, { "Id": "b" }, { "Id": "c" }]);
        assert_eq!((&request.input["Queries"], &request.input["Empty"]), (&expected, &json!("")));
        let deep = format!("{}=1", "a.".repeat(100_000));
        assert_eq!(read(deep.as_bytes()).map_err(|error| error.code), Err("MalformedInput"));
    }

    #[test]
    fn answers_are_xml() {
        let map = Output::Map(vec![("p50".to_owned(), Output::Number(0.5))]);
        let point = Output::Structure(vec![("Timestamp", Output::Time(0)), ("ExtendedStatistics", map)]);
        let output = Output::Structure(vec![("Label", "a<b".into()), ("Datapoints", Output::List(vec![point]))]);
        assert_eq!(
            write(&output),
            "<Label>a&lt;b</Label><Datapoints><member><Timestamp>1970-01-01T00:00:00Z</Timestamp><ExtendedStatistics><entry><key>p50</key><value>0.5</value></entry></ExtendedStatistics></member></Datapoints>"
        );
    }
}
