//! The maximum cost of the job, where the price file has the instance type. Without a price there is none.

use console::{format, job_form::draft::Draft};
use leptos::prelude::*;

use crate::{
    create_training_job::{api, state::use_form},
    page_resource::page_resource,
    settings::use_settings,
    ui::{Alert, AlertKind},
};

/// What is billed at most.
#[derive(Debug, Clone, PartialEq)]
struct BillableTime {
    instance_type: String,
    count: i64,
    /// Seconds of one instance, with those that it is kept alive.
    seconds: i64,
}

/// The line below the sections of review; nothing without a price.
#[component]
pub fn CostCeiling() -> impl IntoView {
    let form = use_form();
    let region = form.region();
    let is_local = use_settings().is_local;
    let instance_type = Memo::new(move |_| form.with_debounced_draft(|draft| draft.instance_type.trim().to_owned()));
    let billable = Memo::new(move |_| form.with_debounced_draft(|draft| billable(draft, &region)));
    let price = page_resource(move || instance_type.get(), api::price);
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match price.await {
                    Ok(Some((price, currency))) => Some(view! { <CostSentence price=price currency=currency billable=billable is_local=is_local /> }.into_any()),
                    Ok(None) => None,
                    Err(error) => Some(view! { <Alert kind=AlertKind::Warning title=error.to_string() /> }.into_any()),
                }
            })}
        </Transition>
    }
}

#[component]
fn CostSentence(
    /// Of one instance for an hour.
    price: f64,
    /// In what.
    currency: String,
    /// What is billed at most.
    billable: Memo<Option<BillableTime>>,
    /// Whether the target is the embedded engine.
    is_local: bool,
) -> impl IntoView {
    move || {
        let billable = billable.get()?;
        let ceiling = amount(ceiling(&billable, price));
        let title = if is_local {
            format!("On AWS this job would cost at most {currency} {ceiling}")
        } else {
            format!("This job costs at most {currency} {ceiling}")
        };
        let machines = if billable.count == 1 { "1 instance".to_owned() } else { format!("{} instances", billable.count) };
        let seconds = u64::try_from(billable.seconds).unwrap_or_default();
        let words = format!(
            "{machines} {} for {} at {currency} {price} an hour, by this console's price file. Storage, data transfer and requests \
             are not included.",
            billable.instance_type,
            format::duration(seconds),
        );
        Some(view! {
            <Alert kind=AlertKind::Info title=title>
                <p>{words}</p>
            </Alert>
        })
    }
}

/// `None` while a number is missing.
fn billable(draft: &Draft, region: &str) -> Option<BillableTime> {
    let request = draft.request(region);
    let resources = request.resource_config?;
    let seconds = request.stopping_condition?.max_runtime_in_seconds?;
    let kept = resources.keep_alive_period_in_seconds.unwrap_or_default();
    let count = resources.instance_count.filter(|count| *count > 0)?;
    Some(BillableTime { instance_type: resources.instance_type?, count, seconds: seconds.checked_add(kept)? })
}

#[expect(clippy::cast_precision_loss, reason = "an amount of money is shown with two digits")]
fn ceiling(billable: &BillableTime, price: f64) -> f64 {
    price * billable.count as f64 * billable.seconds as f64 / 3_600.0
}

/// Rounded up, so that the ceiling is never below the bill.
fn amount(value: f64) -> String {
    format!("{:.2}", (value * 100.0 - 1e-6).ceil() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ceiling_is_price_times_time_times_instances() {
        let billable = BillableTime { instance_type: "ml.p3.2xlarge".to_owned(), count: 2, seconds: 5_400 };
        assert_eq!(amount(ceiling(&billable, 3.0)), "9.00");
        assert_eq!(amount(ceiling(&BillableTime { seconds: 1, ..billable }, 3.0)), "0.01");
        assert_eq!(super::billable(&Draft::default(), "us-west-2"), None);
    }
}
