//! A curve without axes, for a row of a table.

use leptos::prelude::*;

/// The shape of a curve, fitted to its values; a point for a single one. The values stand elsewhere in the row.
#[component]
pub fn Sparkline(
    /// The values, from first to last.
    values: Vec<f64>,
    /// Whether it recedes.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let points = corners(&values)?;
    let is_point = values.len() == 1;
    Some(view! {
        <svg class="spark" class:spark-quiet=quiet class:spark-point=is_point viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
            <polyline points=points fill="none" vector-effect="non-scaling-stroke" />
        </svg>
    })
}

#[expect(clippy::cast_precision_loss, reason = "places in a picture")]
fn corners(values: &[f64]) -> Option<String> {
    let (low, high) =
        values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)));
    if values.is_empty() || !low.is_finite() || !high.is_finite() {
        return None;
    }
    if values.len() == 1 {
        // A line without length: its round ends make a point.
        return Some("50.0,12.0 50.0,12.0".to_owned());
    }
    let step = 100.0 / (values.len() - 1) as f64;
    let height = |value: f64| if high > low { 22.0 - 20.0 * (value - low) / (high - low) } else { 12.0 };
    let corner = |(index, value): (usize, &f64)| format!("{:.1},{:.1}", index as f64 * step, height(*value));
    Some(values.iter().enumerate().map(corner).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::corners;

    #[test]
    fn the_curve_fills_its_room() {
        assert_eq!(corners(&[0.1, 0.9]).as_deref(), Some("0.0,22.0 100.0,2.0"));
        assert_eq!(corners(&[0.5, 0.5]).as_deref(), Some("0.0,12.0 100.0,12.0"));
        assert_eq!(corners(&[0.5]).as_deref(), Some("50.0,12.0 50.0,12.0"));
        assert_eq!(corners(&[]), None);
        assert_eq!(corners(&[f64::NAN]), None);
    }
}
