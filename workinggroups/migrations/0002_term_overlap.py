"""One entity, one role, one group: one term at a time, on PostgreSQL by an exclusion constraint.

SQLite has triggers of the same meaning instead; see ``workinggroups.groups.constraints``.
"""

from django.db import migrations

FORWARDS = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """
    CREATE OR REPLACE FUNCTION compact_first_day(value text) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN value <> '' THEN make_date(
        substr(value, 1, 4)::integer,
        coalesce(nullif(substr(value, 6, 2), '')::integer, 1),
        coalesce(nullif(substr(value, 9, 2), '')::integer, 1)
    ) END
    """,
    """
    CREATE OR REPLACE FUNCTION compact_last_day(value text) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE length(value)
        WHEN 4 THEN make_date(value::integer, 12, 31)
        WHEN 7 THEN (compact_first_day(value) + interval '1 month' - interval '1 day')::date
        WHEN 10 THEN compact_first_day(value)
    END
    """,
    """
    CREATE OR REPLACE FUNCTION compact_certain_days(starts text, ends text, end_state text, observed_on text)
    RETURNS daterange
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (
        SELECT CASE
            WHEN known.first IS NULL THEN 'empty'::daterange
            WHEN end_state = 'open' THEN daterange(known.first, NULL)
            WHEN known.first <= known.last THEN daterange(known.first, known.last, '[]')
            ELSE 'empty'::daterange
        END
        FROM (
            SELECT
                least(compact_last_day(starts), compact_last_day(observed_on), compact_last_day(ends)) AS first,
                greatest(compact_first_day(starts), compact_first_day(observed_on), compact_first_day(ends)) AS last
        ) AS known
    )
    """,
    """
    ALTER TABLE workinggroups_term ADD CONSTRAINT workinggroups_term_once_at_a_time
    EXCLUDE USING gist (
        group_id WITH =,
        entity_id WITH =,
        role WITH =,
        compact_certain_days(start, "end", end_state, observed_on) WITH &&
    ) WHERE (archived_at IS NULL)
    """,
)
BACKWARDS = (
    "ALTER TABLE workinggroups_term DROP CONSTRAINT IF EXISTS workinggroups_term_once_at_a_time",
    "DROP FUNCTION IF EXISTS compact_certain_days(text, text, text, text)",
    "DROP FUNCTION IF EXISTS compact_last_day(text)",
    "DROP FUNCTION IF EXISTS compact_first_day(text)",
)


def _run(statements):
    def operation(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return operation


class Migration(migrations.Migration):
    dependencies = [("workinggroups", "0001_initial")]

    operations = [migrations.RunPython(_run(FORWARDS), _run(BACKWARDS))]
