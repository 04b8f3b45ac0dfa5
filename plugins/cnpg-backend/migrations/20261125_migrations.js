/** @param {import('knex').Knex} knex */
exports.up = async knex => {
  await knex.schema.createTable('cnpg_migration_reports', table => {
    table.comment('What Jobs of migrations told when they ended; a pod forgets it when it is deleted');
    table.string('uid').primary().comment('Of the pod, or of the Job where there was none: a report is kept once');
    table.string('environment').notNullable();
    table.string('name').notNullable();
    table.string('step').notNullable();
    table.integer('run').notNullable();
    table.integer('exit_code').notNullable();
    table.string('finished_at').notNullable().comment('RFC 3339');
    table.text('report').notNullable().comment('JSON');
    table.index(['environment', 'name', 'run']);
  });
  await knex.schema.createTable('cnpg_migration_health', table => {
    table.comment('Since when a database has been healthy after applications were given it');
    table.string('environment').notNullable();
    table.string('name').notNullable();
    table.bigInteger('healthy_since').notNullable().comment('Milliseconds since the epoch');
    table.bigInteger('seen_at').notNullable().comment('Milliseconds since the epoch');
    table.integer('unobserved_seconds').notNullable().defaultTo(0);
    table.primary(['environment', 'name']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('cnpg_migration_health');
  await knex.schema.dropTable('cnpg_migration_reports');
};
