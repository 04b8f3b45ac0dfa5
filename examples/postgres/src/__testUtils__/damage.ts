/** What can be wrong with a copy: the words for it, what does it, and the difference that must be named. */
export const DAMAGE: [string, string, Record<string, unknown>][] = [
  [
    'a missing row',
    'DELETE FROM naytife_schema.orders WHERE order_id = 7',
    { kind: 'rows', object: 'naytife_schema.orders', old: '2000', new: '1999' },
  ],
  [
    'a row too many',
    "INSERT INTO naytife_schema.shops (title, subdomain) VALUES ('x', 'x')",
    { kind: 'rows', object: 'naytife_schema.shops', old: '20', new: '21' },
  ],
  [
    'a changed value',
    'UPDATE naytife_schema.products SET price = price + 0.01 WHERE product_id = 3',
    { kind: 'checksum', object: 'naytife_schema.products' },
  ],
  [
    'two values exchanged',
    'UPDATE hydra.hydra_oauth2_flow SET state = state + CASE WHEN ctid = (SELECT min(ctid) FROM hydra.hydra_oauth2_flow) THEN 1 ELSE -1 END WHERE ctid IN (SELECT ctid FROM hydra.hydra_oauth2_flow WHERE state > 1 LIMIT 2)',
    { kind: 'checksum', object: 'hydra.hydra_oauth2_flow' },
  ],
  [
    'NULL in place of a text',
    "UPDATE naytife_schema.orders SET note = '' WHERE order_id = 1",
    { kind: 'checksum', object: 'naytife_schema.orders' },
  ],
  [
    'a sequence that is behind',
    "SELECT setval('naytife_schema.orders_order_id_seq', 5)",
    {
      kind: 'sequence',
      object: 'naytife_schema.orders_order_id_seq',
      old: '2000 by 1',
      new: '5 by 1',
    },
  ],
  [
    'a missing index',
    'DROP INDEX naytife_schema.products_cheap',
    { kind: 'index', object: 'naytife_schema.products_cheap', new: null },
  ],
  [
    'a missing foreign key',
    'ALTER TABLE naytife_schema.orders DROP CONSTRAINT orders_shop_id_fkey',
    { kind: 'constraint', object: 'naytife_schema.orders orders_shop_id_fkey' },
  ],
  [
    'a wrong owner',
    'ALTER TABLE naytife_schema.page_views OWNER TO reporting',
    {
      kind: 'owner',
      object: 'naytife_schema.page_views',
      old: 'naytife',
      new: 'reporting',
    },
  ],
  [
    'a missing extension',
    'DROP EXTENSION pgcrypto',
    { kind: 'extension', object: 'pgcrypto', new: null },
  ],
  [
    'a missing table',
    'DROP TABLE naytife_schema.page_views',
    { kind: 'table', object: 'naytife_schema.page_views', new: null },
  ],
  [
    'a missing schema',
    'DROP SCHEMA atlas_schema_revisions CASCADE',
    { kind: 'schema', object: 'atlas_schema_revisions' },
  ],
  [
    'a column of another type',
    'ALTER TABLE hydra.hydra_client ALTER client_name TYPE varchar(200)',
    {
      kind: 'column',
      object: 'hydra.hydra_client.client_name',
      old: 'text not null',
      new: 'character varying(200) not null',
    },
  ],
  [
    'a missing grant',
    'REVOKE SELECT ON naytife_schema.orders FROM reporting',
    {
      kind: 'grant',
      object: 'naytife_schema.orders to reporting',
      old: 'SELECT',
      new: null,
    },
  ],
  [
    'a missing trigger',
    'DROP TRIGGER orders_touch ON naytife_schema.orders',
    { kind: 'trigger', object: 'naytife_schema.orders orders_touch' },
  ],
  [
    'another function',
    'CREATE OR REPLACE FUNCTION naytife_schema.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
    { kind: 'function', object: 'naytife_schema.touch()' },
  ],
  [
    'a value less in an enum',
    "ALTER TYPE naytife_schema.order_status RENAME VALUE 'cancelled' TO 'canceled'",
    { kind: 'type', object: 'naytife_schema.order_status' },
  ],
];
