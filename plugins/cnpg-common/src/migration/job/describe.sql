-- What a database consists of, one line each: kind, object, value. Both servers are asked the same; differences are
-- findings. Objects of extensions are left out: their extension is listed. psql variable same_major: whether the two
-- servers print expressions in the same words.
COPY (
  WITH mine AS (
    SELECT oid, nspname FROM pg_namespace
    WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
  ), of_extension AS (
    SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
  ), relation AS (
    SELECT c.*, mine.nspname, format('%I.%I', mine.nspname, c.relname) AS name FROM pg_class c
    JOIN mine ON mine.oid = c.relnamespace
    WHERE NOT EXISTS (SELECT FROM of_extension e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid)
  ), routine AS (
    SELECT p.*, format('%I.%I(%s)', mine.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS name FROM pg_proc p
    JOIN mine ON mine.oid = p.pronamespace
    WHERE NOT EXISTS (SELECT FROM of_extension e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid)
  ), custom_type AS (
    SELECT t.*, format('%I.%I', mine.nspname, t.typname) AS name FROM pg_type t
    JOIN mine ON mine.oid = t.typnamespace
    WHERE t.typtype IN ('e', 'd', 'r')
      AND NOT EXISTS (SELECT FROM of_extension e WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid)
  ), words AS (SELECT :'same_major'::boolean AS same)
  SELECT 'extension' AS kind, extname::text AS object, '' AS value FROM pg_extension WHERE extname <> 'plpgsql'
  UNION ALL SELECT 'schema', quote_ident(nspname), '' FROM mine WHERE nspname <> 'public'
  UNION ALL SELECT 'table', name, relkind::text || relpersistence::text
    || coalesce(' ' || pg_get_partkeydef(oid), '') || CASE WHEN relrowsecurity THEN ' row security' ELSE '' END
    || CASE WHEN relispartition THEN ' ' || pg_get_expr(relpartbound, oid) ELSE '' END
    FROM relation WHERE relkind IN ('r', 'p', 'f')
  UNION ALL SELECT 'view', name, CASE WHEN same THEN md5(pg_get_viewdef(oid)) ELSE '' END FROM relation, words WHERE relkind IN ('v', 'm')
  UNION ALL SELECT 'column', format('%s.%I', r.name, a.attname), format_type(a.atttypid, a.atttypmod)
    || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END || CASE a.attidentity WHEN '' THEN '' ELSE ' identity' END
    || coalesce(CASE a.attgenerated WHEN '' THEN ' default ' ELSE ' generated ' END || pg_get_expr(d.adbin, d.adrelid), '')
    FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum WHERE r.relkind IN ('r', 'p', 'f')
  UNION ALL SELECT 'index', name, pg_get_indexdef(r.oid) || CASE WHEN i.indisvalid THEN '' ELSE ' invalid' END
    FROM relation r JOIN pg_index i ON i.indexrelid = r.oid
  UNION ALL SELECT 'constraint', format('%s %I', r.name, c.conname), pg_get_constraintdef(c.oid)
    FROM pg_constraint c JOIN relation r ON r.oid = c.conrelid WHERE c.contype IN ('p', 'f', 'u', 'c', 'x')
  UNION ALL SELECT 'trigger', format('%s %I', r.name, t.tgname), t.tgenabled::text || md5(pg_get_triggerdef(t.oid))
    FROM pg_trigger t JOIN relation r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal
  UNION ALL SELECT 'policy', format('%s %I', r.name, p.polname), md5(concat_ws('|', p.polcmd, p.polpermissive,
    pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))) FROM pg_policy p JOIN relation r ON r.oid = p.polrelid
  UNION ALL SELECT 'sequence', format('%I.%I', schemaname, sequencename), coalesce(last_value::text, 'never used') || ' by ' || increment_by
    FROM pg_sequences JOIN mine ON nspname = schemaname
  UNION ALL SELECT 'function', name, md5(prosrc) || ' ' || pg_get_function_result(oid) FROM routine WHERE prokind IN ('f', 'p', 'w')
  UNION ALL SELECT 'type', name, typtype::text || coalesce((SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = custom_type.oid), '')
    FROM custom_type
  UNION ALL SELECT 'owner', object, owner FROM (
    SELECT quote_ident(nspname) AS object, nspowner AS role FROM pg_namespace WHERE oid IN (SELECT oid FROM mine) AND nspname <> 'public'
    UNION ALL SELECT name, relowner FROM relation WHERE relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
    UNION ALL SELECT name, proowner FROM routine
    UNION ALL SELECT name, typowner FROM custom_type
  ) owned, LATERAL (SELECT pg_get_userbyid(role)::text AS owner) named
  UNION ALL SELECT 'grant', granted.object || ' to ' || said.grantee, string_agg(said.privilege, ', ' ORDER BY said.privilege) FROM (
    SELECT quote_ident(nspname) AS object, nspowner AS role, nspacl AS acl FROM pg_namespace WHERE oid IN (SELECT oid FROM mine) AND nspname <> 'public'
    UNION ALL SELECT name, relowner, relacl FROM relation WHERE relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
    UNION ALL SELECT name, proowner, proacl FROM routine WHERE prokind IN ('f', 'p', 'w')
  ) granted, LATERAL aclexplode(acl) AS item,
  LATERAL (SELECT CASE item.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(item.grantee)::text END AS grantee, item.privilege_type AS privilege) AS said
  -- Newer servers have more privileges (MAINTAIN, since 17); the owner has all of them anyway.
  WHERE item.grantee <> granted.role AND said.privilege <> 'MAINTAIN' GROUP BY 1, 2
  UNION ALL SELECT 'large objects', 'all', count(*)::text FROM pg_largeobject_metadata
) TO STDOUT;
