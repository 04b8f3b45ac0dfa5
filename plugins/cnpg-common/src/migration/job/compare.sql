-- Holds the two listings against each other and says in one line of JSON what differs. psql variables: old_file,
-- new_file, owner (whom everything must belong to), writable (whether the old database still takes writes), most (how
-- many differences are named).
CREATE TEMPORARY TABLE old_listing (kind text, object text, value text);
CREATE TEMPORARY TABLE new_listing (kind text, object text, value text);
\set load_old '\\copy pg_temp.old_listing FROM ' :'old_file'
:load_old
\set load_new '\\copy pg_temp.new_listing FROM ' :'new_file'
:load_new
WITH expected AS (
  SELECT kind, object, CASE kind WHEN 'owner' THEN :'owner' ELSE value END AS value FROM old_listing
  -- A grant to the owner is no grant, and the import makes one role the owner of all.
  WHERE NOT (kind = 'grant' AND object LIKE '% to ' || :'owner')
), found AS (
  SELECT * FROM new_listing WHERE NOT (kind = 'grant' AND object LIKE '% to ' || :'owner')
), difference AS (
  SELECT kind, object, e.value AS old, f.value AS new,
    kind IN ('rows', 'checksum', 'sequence', 'large objects') AND :'writable'::boolean AS drift
  FROM expected e FULL JOIN found f USING (kind, object)
  WHERE e.value IS DISTINCT FROM f.value
), told AS (
  -- A table that is missing is told once, not again for its columns, its indexes and its rows.
  SELECT d.* FROM difference d
  WHERE NOT EXISTS (
    SELECT FROM difference t WHERE t.kind = 'table' AND (t.old IS NULL OR t.new IS NULL) AND d.kind <> 'table'
      AND (d.object = t.object OR d.object LIKE replace(replace(t.object, '\', '\\'), '_', '\_') || '.%'
        OR d.object LIKE replace(replace(t.object, '\', '\\'), '_', '\_') || ' %' OR (d.kind = 'index' AND coalesce(d.old, d.new) LIKE '% ON ' || t.object || ' %')))
    -- A checksum differs wherever the number of rows does.
    AND NOT (d.kind = 'checksum' AND EXISTS (SELECT FROM difference r WHERE r.kind = 'rows' AND r.object = d.object))
), ranked AS (
  SELECT *, row_number() OVER (ORDER BY drift, array_position(ARRAY['extension', 'schema', 'table', 'rows', 'checksum', 'sequence'], kind) NULLS LAST, kind, object) AS place
  FROM told
)
SELECT json_build_object(
  'verdict', CASE WHEN bool_or(NOT drift) THEN 'failed' WHEN count(place) > 0 THEN 'drift' ELSE 'passed' END,
  'tables', (SELECT count(*) FROM old_listing WHERE kind = 'table'),
  'rows', (SELECT coalesce(sum(value::numeric), 0) FROM old_listing WHERE kind = 'rows'),
  'objects', (SELECT count(*) FROM expected),
  'found', count(place),
  'differences', coalesce(json_agg(json_build_object('kind', kind, 'object', left(object, 120), 'old', left(old, 60), 'new', left(new, 60)) ORDER BY place)
    FILTER (WHERE place <= :most), '[]'))
FROM ranked;
