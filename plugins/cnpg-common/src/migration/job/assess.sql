-- What the old database is, in one line of JSON. psql variable most: how many names a list holds; its length is told.
WITH mine AS (
  SELECT oid, nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
), relation AS (
  SELECT c.*, format('%I.%I', nspname, relname) AS name FROM pg_class c JOIN mine ON mine.oid = c.relnamespace
  WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
), keyless AS (
  SELECT name FROM relation WHERE relkind IN ('r', 'p') AND relpersistence = 'p' AND relreplident IN ('d', 'f')
    AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = relation.oid AND indisprimary)
), biggest AS (
  SELECT name, pg_total_relation_size(oid) AS bytes FROM relation WHERE relkind = 'r' ORDER BY 2 DESC, 1
), grantee AS (
  SELECT DISTINCT pg_get_userbyid(item.grantee)::text AS name FROM relation, LATERAL aclexplode(relacl) AS item
  WHERE item.grantee NOT IN (0, relowner)
), client AS (
  SELECT coalesce(nullif(application_name, ''), usename::text) AS name, count(*) AS sessions FROM pg_stat_activity
  WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid() GROUP BY 1 ORDER BY 2 DESC, 1
)
SELECT json_build_object(
  'version', split_part(current_setting('server_version'), ' ', 1),
  'bytes', pg_database_size(current_database()),
  'schemas', (SELECT json_agg(nspname ORDER BY nspname) FROM mine WHERE nspname <> 'public'),
  'tables', (SELECT count(*) FROM relation WHERE relkind IN ('r', 'p')),
  'sequences', (SELECT count(*) FROM relation WHERE relkind = 'S'),
  'extensions', (SELECT coalesce(json_agg(extname ORDER BY extname), '[]') FROM pg_extension WHERE extname <> 'plpgsql'),
  'owners', (SELECT coalesce(json_agg(DISTINCT pg_get_userbyid(relowner)), '[]') FROM relation WHERE relkind IN ('r', 'p', 'S', 'v', 'm')),
  'grantees', (SELECT coalesce(json_agg(name ORDER BY name), '[]') FROM grantee),
  'largeObjects', (SELECT count(*) FROM pg_largeobject_metadata),
  'unlogged', (SELECT count(*) FROM relation WHERE relkind = 'r' AND relpersistence = 'u'),
  'withoutKey', (SELECT count(*) FROM keyless),
  'withoutKeyNames', (SELECT coalesce(json_agg(name), '[]') FROM (SELECT name FROM keyless ORDER BY 1 LIMIT :most) AS named),
  'biggest', (SELECT coalesce(json_agg(json_build_object('name', name, 'bytes', bytes)), '[]') FROM (SELECT * FROM biggest LIMIT :most) AS named),
  'clients', (SELECT coalesce(json_agg(json_build_object('name', left(name, 60), 'sessions', sessions)), '[]') FROM (SELECT * FROM client LIMIT :most) AS named),
  'maxConnections', current_setting('max_connections')::int,
  'walLevel', current_setting('wal_level'),
  'encoding', pg_encoding_to_char(encoding), 'collation', datcollate)
FROM pg_database WHERE datname = current_database();
