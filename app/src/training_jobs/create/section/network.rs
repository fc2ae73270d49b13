//! The network of the machines.

use console::job_form::draft::ON;
use domain::Field;
use leptos::prelude::*;

use crate::training_jobs::create::{
    binding::Binding,
    control::{CheckField, SelectField, TextField},
    form::use_form,
};
use crate::ui::{Card, TextKind};

/// The section.
#[component]
pub fn NetworkSection() -> impl IntoView {
    let form = use_form();
    let has_no_vpc = Memo::new(move |_| form.shown.with(|draft| draft.vpc != ON));
    let choices = [(String::new(), "No VPC".to_owned()), (ON.to_owned(), "Subnets and security groups of a VPC".to_owned())];
    view! {
        <Card title="Network">
            <div class="form">
                <SelectField
                    binding=Binding::new(form, Field::Vpc)
                    label="VPC"
                    options=choices.to_vec()
                    help="In a VPC the job reaches S3 only through an endpoint or a NAT gateway of that VPC."
                />
                <div class="field-wide form" class:away=has_no_vpc>
                    <TextField
                        binding=Binding::new(form, Field::Subnets)
                        label="Subnet(s)"
                        kind=TextKind::Code
                        placeholder="subnet-0123456789abcdef0"
                        suggestions=Signal::derive(move || form.suggestions.get().subnets)
                        help="1 to 16, separated by commas. Each instance takes two private addresses."
                    />
                    <TextField
                        binding=Binding::new(form, Field::SecurityGroups)
                        label="Security group(s)"
                        kind=TextKind::Code
                        placeholder="sg-0123456789abcdef0"
                        suggestions=Signal::derive(move || form.suggestions.get().security_groups)
                        help="1 to 5, separated by commas. With several instances, allow traffic inside the group."
                    />
                </div>
                <CheckField
                    binding=Binding::new(form, Field::NetworkIsolation)
                    label="Enable network isolation"
                    help="The container has no network; the service still moves the data in S3."
                />
                <CheckField
                    binding=Binding::new(form, Field::EncryptTraffic)
                    label="Enable inter-container traffic encryption"
                    help="Slower and dearer with several instances."
                />
            </div>
        </Card>
    }
}
