//! One person's part of a page, field by field.

use super::opened::{fact, opened, proof};
use crate::tables::card::Card;
use minijinja::{Value, context};
use std::collections::BTreeSet;

pub(super) fn card(card: &Card, shown: &mut BTreeSet<String>) -> Value {
    let groups = card.groups.iter().map(|group| {
        let fields = group.fields.iter().map(|(label, value)| context! { label, value => fact(value) });
        context! { title => group.title, fields => fields.collect::<Vec<_>>() }
    });
    let tables =
        card.tables.iter().map(|(title, table)| context! { title => *title, table => opened(table) });
    let checks = card.checks.iter().map(|check| {
        context! { asked => &check.asked, rule => check.rule, said => &check.said, outcome => fact(&check.outcome) }
    });
    context! {
        name => &card.name,
        checks => checks.collect::<Vec<_>>(),
        sub => &card.sub,
        groups => groups.collect::<Vec<_>>(),
        tables => tables.collect::<Vec<_>>(),
        form => card.form,
        proofs => card.proofs.iter().map(|one| proof(one, shown)).collect::<Vec<_>>(),
    }
}
