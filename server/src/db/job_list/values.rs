//! Values of a property that are offered to somebody who types a filter.

use domain::job_query::Property;
use sqlx::{QueryBuilder, Sqlite, SqlitePool};

use crate::db::{Result, pattern};

/// Values of a property that contain `part`, those that begin with it first; none where people type numbers or days.
pub(crate) async fn values(pool: &SqlitePool, property: &Property, part: &str, limit: u32) -> Result<Vec<String>> {
    let mut found = like(pool, property, pattern::begins(part), limit).await?;
    let left = usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(found.len());
    if left > 0 && !part.is_empty() {
        let inside = like(pool, property, pattern::contains(part), limit).await?;
        let other: Vec<String> = inside.into_iter().filter(|value| !found.contains(value)).take(left).collect();
        found.extend(other);
    }
    Ok(found)
}

async fn like(pool: &SqlitePool, property: &Property, pattern: String, limit: u32) -> Result<Vec<String>> {
    let (column, from) = match property {
        Property::Name => ("name", "training_job"),
        Property::Algorithm => ("algorithm", "training_job"),
        Property::Parent => ("parent_name", "training_job"),
        Property::Instance => ("instance_type", "training_job"),
        Property::Tag(_) => ("value", "tag"),
        _ => return Ok(Vec::new()),
    };
    let mut sql: QueryBuilder<Sqlite> = QueryBuilder::new("SELECT DISTINCT ");
    sql.push(column).push(" FROM ").push(from).push(" WHERE ").push(column).push(" LIKE ").push_bind(pattern);
    sql.push(r" ESCAPE '\'");
    if let Property::Tag(key) = property {
        sql.push(" AND key = ").push_bind(key.clone());
    }
    sql.push(" ORDER BY ").push(column).push(" LIMIT ").push_bind(limit);
    Ok(sql.build_query_scalar().fetch_all(pool).await?)
}
