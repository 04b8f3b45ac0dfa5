-- Rows and a checksum of each table, one line each: kind, object, value. The checksum is the sum of a 64 bit piece of
-- the MD5 of every row: the order of rows does not matter, and it is the same in every version of PostgreSQL.
SELECT format(
  'COPY (SELECT unnest(ARRAY[''rows'', ''checksum'']), %L, unnest(ARRAY[count(*)::text, coalesce(sum((''x'' || left(md5(r::text), 16))::bit(64)::bigint), 0)::text]) FROM ONLY %s AS r) TO STDOUT',
  format('%I.%I', n.nspname, c.relname), format('%I.%I', n.nspname, c.relname))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema' AND c.relpersistence <> 't'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY pg_relation_size(c.oid) DESC
\gexec
