//! Two questions to a graph of imports: is there a circle, and which edges say all the others.

use std::collections::BTreeSet;

use super::Graph;

/// All that can be reached from a node over one edge or more.
fn reachable(graph: &Graph, from: &str) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = vec![from];
    while let Some(node) = open.pop() {
        for next in graph.get(node).into_iter().flatten() {
            if reached.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    reached
}

/// The nodes that reach themselves.
pub(super) fn circle(graph: &Graph) -> Vec<String> {
    graph.keys().filter(|node| reachable(graph, node).contains(*node)).cloned().collect()
}

/// The graph without the edges that a longer way says already (its transitive reduction). The graph has no circle.
pub(super) fn reduction(graph: &Graph) -> Graph {
    let needed = |from: &str, to: &str| {
        let others = graph.get(from).into_iter().flatten().filter(|other| other.as_str() != to);
        !others.into_iter().any(|other| reachable(graph, other).contains(to))
    };
    let reduce = |(from, to): (&String, &BTreeSet<String>)| {
        (from.clone(), to.iter().filter(|to| needed(from, to)).cloned().collect::<BTreeSet<_>>())
    };
    graph.iter().map(reduce).filter(|(_, to)| !to.is_empty()).collect()
}

#[test]
fn a_longer_way_makes_an_edge_superfluous() {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let graph = Graph::from([("a".to_owned(), names(&["b", "c"])), ("b".to_owned(), names(&["c"]))]);
    let expected = Graph::from([("a".to_owned(), names(&["b"])), ("b".to_owned(), names(&["c"]))]);
    assert_eq!(reduction(&graph), expected);
    assert!(circle(&graph).is_empty());
}

#[test]
fn a_circle_is_found() {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let graph = Graph::from([("a".to_owned(), names(&["b"])), ("b".to_owned(), names(&["a"])), ("c".to_owned(), names(&["a"]))]);
    assert_eq!(circle(&graph), ["a", "b"]);
}
