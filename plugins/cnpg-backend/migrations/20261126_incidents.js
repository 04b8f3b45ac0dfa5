/** @param {import('knex').Knex} knex */
exports.up = async knex => {
  await knex.schema.createTable('cnpg_incidents', table => {
    table.comment('When something was wrong with a cluster: Kubernetes keeps only the last transition of a condition');
    table.string('environment').notNullable();
    table.string('name').notNullable();
    table.string('condition').notNullable();
    table.bigInteger('began_at').notNullable().comment('Milliseconds since the epoch');
    table.bigInteger('ended_at').comment('Milliseconds since the epoch');
    table.primary(['environment', 'name', 'condition', 'began_at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = knex => knex.schema.dropTable('cnpg_incidents');
