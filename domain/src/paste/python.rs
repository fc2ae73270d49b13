//! Python as people keep requests in it: a call of boto3's `create_training_job`, a dictionary, an answer that was printed.
//!
//! Names are looked up among the text's own assignments ([`reader`]), and simple expressions are computed ([`expression`],
//! `arithmetic`, `format`). A value that only a running program knows is marked as unknown; its text goes on.

mod arithmetic;
mod expression;
mod format;
mod reader;
mod text;

use std::cell::Cell;

use serde_json::{Map, Value};

use super::{Form, Found, PasteError, document, unknown};
use reader::{MAX_VALUES, Reader};

/// Calls whose arguments are a request.
const CALL: &str = "create_training_job(";
/// The operator of Airflow, whose argument `config` is a request.
const OPERATOR: &str = "SageMakerTrainingOperator(";

/// Whether a text that begins with a brace is Python rather than JSON with a mistake.
pub(super) fn is_literal(text: &str) -> bool {
    let mut is_quoted = false;
    let bare: String = text
        .chars()
        .filter(|letter| {
            (*letter == '"' && {
                is_quoted = !is_quoted;
                false
            }) || !is_quoted
        })
        .collect();
    bare.contains('\'') || ["True", "False", "None", "datetime("].iter().any(|word| bare.contains(word))
}

/// The request in a call or in an assigned dictionary; `None` for a text that is no Python.
pub(super) fn read(text: &str) -> Option<Result<Found, PasteError>> {
    let left = Cell::new(MAX_VALUES);
    if let Some(at) = text.find(CALL) {
        return Some(arguments(text, at + CALL.len(), &left));
    }
    if let Some(at) = text.find(OPERATOR) {
        let config = Reader::new(text, at + OPERATOR.len(), &left).arguments().map(|mut members| members.remove("config"));
        return Some(config.and_then(|config| found(config.unwrap_or_default())));
    }
    if ["Estimator(", "ModelTrainer(", ".fit("].iter().any(|word| text.contains(word)) {
        return Some(Err(PasteError::Sdk));
    }
    let dictionaries = reader::assignments(text).filter(|(_, at)| reader::is_dictionary(text, *at));
    let mut failed = None;
    for (_, at) in dictionaries {
        match Reader::new(text, at, &left).value().and_then(found) {
            Ok(read) => return Some(Ok(read)),
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    failed.map(Err)
}

/// The request in a dictionary or a list.
pub(super) fn literal(text: &str) -> Result<Found, PasteError> {
    let left = Cell::new(MAX_VALUES);
    Reader::new(text, 0, &left).value().and_then(found)
}

fn found(value: Value) -> Result<Found, PasteError> {
    let found = document::find(value)?;
    let form = if found.form == Form::Request { Form::Python } else { found.form };
    Ok(Found { form, ..found })
}

fn arguments(text: &str, at: usize, left: &Cell<usize>) -> Result<Found, PasteError> {
    let region = text.find("region_name=").and_then(|at| {
        let value = Reader::new(text, at + "region_name=".len(), left).value().ok()?;
        value.as_str().filter(|_| unknown::text_of(&value).is_none()).map(str::to_owned)
    });
    let members: Map<String, Value> = Reader::new(text, at, left).arguments()?;
    Ok(Found { region, ..Found::new(Form::Python, members) })
}
