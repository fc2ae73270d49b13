//! The form for one more fault rule.

use domain::fault_injection::{Fault, FaultRuleDraft, FaultRuleField};
use leptos::prelude::*;

use super::FaultInjection;
use crate::ui::{Button, ButtonKind, LabelledField, Note, NoteKind, Select, TextInput, TextKind};

/// The form. A rule that cannot be read is not sent.
#[component]
pub fn FaultRuleForm(
    /// Starts it.
    injection: FaultInjection,
) -> impl IntoView {
    let draft = RwSignal::new(FaultRuleDraft { fault: Fault::Throttling.word().to_owned(), ..FaultRuleDraft::default() });
    let problem = Memo::new(move |_| draft.with(FaultRuleDraft::rule).err());
    let fault = Memo::new(move |_| draft.with(|draft| Fault::parse(&draft.fault)));
    let is_of_jobs = Memo::new(move |_| fault.get().is_some_and(Fault::is_of_jobs));
    let times = move || {
        let help = if is_of_jobs.get() {
            "Number of jobs that fail; empty for every job. Each change here starts the count again."
        } else {
            "Number of calls that fail; empty for every call. Each change here starts the count again."
        };
        view! { <NumberField draft=draft problem=problem number=RuleNumber::Times label="How often" help=help /> }
    };
    let delay = move || {
        (fault.get() == Some(Fault::LateAnswer)).then(|| {
            view! {
                <NumberField draft=draft problem=problem number=RuleNumber::Seconds label="Delay" help="In seconds; empty for 30." />
            }
        })
    };
    view! {
        <ActionForm
            action=injection.start
            on:submit:capture=move |event| {
                if problem.with_untracked(Option::is_some) {
                    event.prevent_default();
                }
            }
        >
            <div class="form">
                <FaultField draft=draft />
                {move || (!is_of_jobs.get()).then(|| view! { <OperationField draft=draft /> })}
                {times}
                {delay}
                <NameField draft=draft />
            </div>
            <div class="form-actions">
                <Button submit=true kind=ButtonKind::Normal>
                    "Start rehearsal"
                </Button>
            </div>
        </ActionForm>
    }
}

/// What goes wrong.
#[component]
fn FaultField(
    /// The rule as it is typed.
    draft: RwSignal<FaultRuleDraft>,
) -> impl IntoView {
    view! {
        <LabelledField id="fault-rule-fault" label="Fault" help="The failure that the engine produces.">
            <Select
                id="fault-rule-fault"
                name="fault"
                value=Signal::derive(move || draft.with(|draft| draft.fault.clone()))
                groups=faults()
                on_choose=move |chosen| draft.update(|draft| draft.fault = chosen)
            />
        </LabelledField>
    }
}

/// The calls that fail.
#[component]
fn OperationField(
    /// The rule as it is typed.
    draft: RwSignal<FaultRuleDraft>,
) -> impl IntoView {
    view! {
        <LabelledField id="fault-rule-operation" label="Calls" help="Which calls fail.">
            <Select
                id="fault-rule-operation"
                name="operation"
                value=Signal::derive(move || draft.with(|draft| draft.operation.clone()))
                options=vec![(String::new(), "Every call".to_owned())]
                groups=operations()
                on_choose=move |chosen| draft.update(|draft| draft.operation = chosen)
            />
        </LabelledField>
    }
}

/// The names that the rule is for.
#[component]
fn NameField(
    /// The rule as it is typed.
    draft: RwSignal<FaultRuleDraft>,
) -> impl IntoView {
    view! {
        <LabelledField
            id="fault-rule-name"
            label="Name contains"
            help="Part of the name of a job or model, or of bucket/key."
            optional=true
        >
            <TextInput
                id="fault-rule-name"
                name="name"
                value=Signal::derive(move || draft.with(|draft| draft.name.clone()))
                on_input=move |typed| draft.update(|draft| draft.name = typed)
            />
        </LabelledField>
    }
}

/// The numbers of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RuleNumber {
    /// How often it applies.
    Times,
    /// How long an answer is late.
    Seconds,
}

impl RuleNumber {
    /// Its name in the posted form; the element id is `fault-rule-<name>`.
    fn name(self) -> &'static str {
        match self {
            Self::Times => "times",
            Self::Seconds => "seconds",
        }
    }

    fn field(self) -> FaultRuleField {
        match self {
            Self::Times => FaultRuleField::Times,
            Self::Seconds => FaultRuleField::Seconds,
        }
    }

    fn read(self, draft: &FaultRuleDraft) -> String {
        match self {
            Self::Times => draft.times.clone(),
            Self::Seconds => draft.seconds.clone(),
        }
    }

    fn write(self, draft: &mut FaultRuleDraft, text: String) {
        match self {
            Self::Times => draft.times = text,
            Self::Seconds => draft.seconds = text,
        }
    }
}

/// A number that may stay empty.
#[component]
fn NumberField(
    /// The rule as it is typed.
    draft: RwSignal<FaultRuleDraft>,
    /// What is wrong with it.
    problem: Memo<Option<(FaultRuleField, String)>>,
    /// Which number.
    number: RuleNumber,
    /// The label.
    label: &'static str,
    /// What it is about.
    help: &'static str,
) -> impl IntoView {
    let id = format!("fault-rule-{}", number.name());
    let note = Signal::derive(move || {
        let (_, text) = problem.get().filter(|(found, _)| *found == number.field())?;
        Some(Note { kind: NoteKind::Error, text, code: String::new(), fix: None, details: None })
    });
    view! {
        <LabelledField id=id.clone() label=label help=help note=note optional=true>
            <TextInput
                id=id
                name=number.name()
                kind=TextKind::WholeNumber
                value=Signal::derive(move || draft.with(|draft| number.read(draft)))
                invalid=Signal::derive(move || note.with(Option::is_some))
                on_input=move |typed: String| draft.update(|draft| number.write(draft, typed))
            />
        </LabelledField>
    }
}

/// Values and words of the faults.
fn faults() -> Vec<(String, Vec<(String, String)>)> {
    let group = |heading: &str, of_jobs: bool| {
        let faults = Fault::ALL.into_iter().filter(|fault| fault.is_of_jobs() == of_jobs);
        (heading.to_owned(), faults.map(|fault| (fault.word().to_owned(), fault.label().to_owned())).collect())
    };
    vec![group("Calls", false), group("Jobs", true)]
}

/// Values and words of the operations.
fn operations() -> Vec<(String, Vec<(String, String)>)> {
    let group = |(service, operations): (&str, &[&str])| {
        let every = (format!("{service}:"), format!("Every call of {}", title(service)));
        let each = operations.iter().map(|operation| (format!("{service}:{operation}"), (*operation).to_owned()));
        (title(service).to_owned(), std::iter::once(every).chain(each).collect())
    };
    FaultRuleDraft::OPERATIONS.into_iter().map(group).collect()
}

fn title(service: &str) -> &str {
    match service {
        "sagemaker" => "SageMaker",
        "s3" => "S3",
        "logs" => "CloudWatch Logs",
        other => other,
    }
}
