#!/usr/bin/env bash
# What the Jobs of a migration do: each word is one task, done in the given order until one fails.
#   assess     what the old database is; reads only
#   prepare    the old database publishes its tables, for logical replication
#   fence      the old database takes no writes any more, and whoever is connected is sent away
#   catch-up   the new database has all that the old one had, sequences included
#   grants     roles other than the owner may do with the new database what they may with the old one
#   validate   every object, row and checksum of the two, held against each other
#   way-back   what is written to the new database goes to the old one, until it is retired
#   roll-back  the old database has all that the new one had, and takes writes again
#   let-go     the new database does not wait for the old one any more
# OLD_HOST, OLD_PORT, OLD_DATABASE, OLD_USER, OLD_PASSWORD and the same with NEW say where; each task is safe to repeat.
# The report goes to REPORT (the pod's termination message) as one line of JSON, at most 4096 bytes.
# Exit codes: 0 done, 2 wrong use, 3 a server does not answer, 4 a task could not be done, 5 the two databases differ.
set -Eeuo pipefail

HERE=${HERE:-${BASH_SOURCE[0]%/*}}
REPORT=${REPORT:-/dev/termination-log}
# An import may take a day, a restart minutes.
PATIENCE=${PATIENCE:-80000}
RESTART_PATIENCE=${RESTART_PATIENCE:-600}
PUBLICATION=cnpg_migration
WAY_BACK=cnpg_way_back
LIMIT=4000
# Lengths are told in bytes.
export LC_ALL=C
export PGCONNECT_TIMEOUT=10 PGTZ=UTC PGAPPNAME=cnpg-migration
# Rows are compared as text: both servers must write it the same way.
COMMON='-c datestyle=ISO,YMD -c intervalstyle=postgres -c extra_float_digits=1 -c bytea_output=hex -c lc_monetary=C -c statement_timeout=0'

work=$(mktemp -d)
began=$SECONDS
reports=''
task=''
# What the tools say is kept: its last line is the reason where one fails.
exec 3>&2 2>"$work/stderr"
trap 'cat "$work/stderr" >&3; rm -rf "$work"' EXIT

say() { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >&3; }

# Passwords are in the environment and in no argument.
old() {
  PGHOST=$OLD_HOST PGPORT=${OLD_PORT:-5432} PGDATABASE=$OLD_DATABASE PGUSER=$OLD_USER PGPASSWORD=$OLD_PASSWORD PGSSLMODE=${OLD_SSLMODE:-prefer} \
    PGOPTIONS="$COMMON -c default_transaction_read_only=${READ_ONLY:-off}" psql -XqAt -v ON_ERROR_STOP=1 "$@"
}

new() {
  PGHOST=$NEW_HOST PGPORT=${NEW_PORT:-5432} PGDATABASE=$NEW_DATABASE PGUSER=$NEW_USER PGPASSWORD=$NEW_PASSWORD PGSSLMODE=${NEW_SSLMODE:-require} \
    PGOPTIONS="$COMMON -c default_transaction_read_only=${READ_ONLY:-off}" psql -XqAt -v ON_ERROR_STOP=1 "$@"
}

quoted() { printf '%s' "$1" | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/[[:cntrl:]]/ /g'; }

# A value of a connection string.
connecting() { printf "'%s'" "$(printf '%s' "$1" | sed -e 's/\\/\\\\/g' -e "s/'/\\\\'/g")"; }

# One report for all tasks of a Job; what was done before a failure is told as well.
write_report() {
  printf '{"tasks":{%s},"seconds":%s%s}\n' "$reports" "$((SECONDS - began))" "${1:-}" >"$REPORT"
  cat "$REPORT" >&3
}

keep() { reports="$reports${reports:+,}\"$1\":$2"; }

fail() {
  say "$2"
  write_report ",\"problem\":\"$(quoted "${2:0:600}")\""
  echo "$1" >"$work/failed"
  exit "$1"
}

# A command that failed where nobody expected it. In a subshell the reason may be told already.
unexpected() {
  [ ! -e "$work/failed" ] || exit "$(cat "$work/failed")"
  local reason
  reason=$(grep -E 'ERROR|FATAL|error:' "$work/stderr" | grep -v 'password=' | tail -n 1 || true)
  fail 4 "$task: ${reason:-$(tail -n 1 "$work/stderr" | grep -v 'password=' || true)}"
}
trap unexpected ERR

# The import may take hours: the Service of the new cluster answers when it is done.
wait_for() {
  local server=$1 until=$((SECONDS + ${2:-$PATIENCE})) answer
  until answer=$("$server" -c 'SELECT 1' 2>&1); do
    [ "$SECONDS" -lt "$until" ] || fail 3 "The $server database does not answer: ${answer##*$'\n'}"
    sleep 2
  done
}

# until_true SERVER SECONDS SQL WHAT
until_true() {
  local until=$((SECONDS + $2))
  until [ "$("$1" -c "$3")" = t ]; do
    [ "$SECONDS" -lt "$until" ] || fail 4 "$4"
    sleep 1
  done
}

# fits FILE SERVER [psql options]: the longest lists that a report has room for.
fits() {
  local file=$1 server=$2 most answer
  shift 2
  for most in 20 12 8 5 3 1 0; do
    answer=$("$server" "$@" -v most="$most" -f "$HERE/$file")
    if [ "$((${#answer} + ${#reports}))" -lt "$LIMIT" ]; then
      printf '%s' "$answer"
      return
    fi
  done
  fail 4 'The report does not fit.'
}

FENCED="SELECT EXISTS (SELECT FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname = current_database() AND s.setrole = 0 AND 'default_transaction_read_only=on' = ANY (s.setconfig))"

fence() {
  "$1" <<'SQL'
SELECT format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()) \gexec
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND application_name <> 'cnpg-migration'
  AND (usesysid = current_user::regrole OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)) \g /dev/null
SQL
}

unfence() { "$1" <<<"SELECT format('ALTER DATABASE %I RESET default_transaction_read_only', current_database()) \\gexec"; }

# Sequences are not replicated. FROM TO
copy_sequences() {
  "$1" -c "SELECT format('SELECT setval(%L, %s, %L) \\g /dev/null', format('%I.%I', schemaname, sequencename), coalesce(last_value, start_value), last_value IS NOT NULL) FROM pg_sequences" >"$work/sequences.sql"
  "$2" -f "$work/sequences.sql"
}

# Without a key, an UPDATE or DELETE of a published table would be refused.
identify_rows() {
  "$1" <<'SQL'
SELECT format('ALTER TABLE %I.%I REPLICA IDENTITY FULL', nspname, relname) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
WHERE relkind IN ('r', 'p') AND relpersistence = 'p' AND relreplident = 'd' AND nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND indisprimary)
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e') \gexec
SQL
}

# One transaction, so that nothing between the two is lost: from here on nothing is published.
empty_publication() {
  old -c "BEGIN; DROP PUBLICATION IF EXISTS $PUBLICATION; CREATE PUBLICATION $PUBLICATION; COMMIT"
}

task_assess() {
  wait_for old 120
  local READ_ONLY=on answer
  answer=$(fits assess.sql old)
  keep assess "$answer"
}

task_prepare() {
  wait_for old 120
  # The same pull request restarts it with the setting; it may not have begun yet.
  local until=$((SECONDS + RESTART_PATIENCE)) level
  while level=$(old -c 'SHOW wal_level' || true) && [ "$level" != logical ]; do
    [ "$SECONDS" -lt "$until" ] || fail 4 'The old server runs with another wal_level than logical: it needs "-c wal_level=logical" and a restart.'
    sleep 2
  done
  identify_rows old
  [ "$(old -c "SELECT count(*) FROM pg_publication WHERE pubname = '$PUBLICATION'")" = 1 ] || old -c "CREATE PUBLICATION $PUBLICATION FOR ALL TABLES"
  keep prepare '{"published":true}'
}

task_fence() {
  wait_for old 120
  fence old
  local sessions
  sessions=$(old -c "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()")
  keep fence "{\"readOnly\":true,\"sessions\":$sessions}"
}

task_catch-up() {
  wait_for old 120
  wait_for new
  [ "$(old -c "$FENCED")" = t ] || fail 4 'The old database still takes writes: stop the writers first.'
  local target lag
  target=$(old -c 'SELECT pg_current_wal_lsn()')
  until_true new "$PATIENCE" "SELECT count(*) > 0 AND bool_and(srsubstate = 'r') FROM pg_subscription_rel" 'Not every table has been copied.'
  until_true old "$PATIENCE" "SELECT count(*) > 0 AND bool_and(confirmed_flush_lsn >= '$target') FROM pg_replication_slots WHERE slot_type = 'logical' AND database = current_database()" 'The new database does not catch up with the old one.'
  lag=$((SECONDS - began))
  copy_sequences old new
  empty_publication
  keep catch-up "{\"lsn\":\"$target\",\"waited\":$lag}"
}

# pg_restore --no-privileges brings none. Roles that are not there are told by the validation.
task_grants() {
  wait_for new
  old >"$work/grants" <<'SQL'
COPY (
  SELECT grantee, statement FROM (
    SELECT pg_get_userbyid(item.grantee)::text AS grantee, format('GRANT %s ON SCHEMA %I TO %I', item.privilege_type, nspname, pg_get_userbyid(item.grantee)) AS statement
    FROM pg_namespace, LATERAL aclexplode(nspacl) AS item WHERE item.grantee NOT IN (0, nspowner) AND nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
    UNION ALL SELECT pg_get_userbyid(item.grantee), format('GRANT %s ON %s %I.%I TO %I', item.privilege_type, CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, nspname, relname, pg_get_userbyid(item.grantee))
    FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace, LATERAL aclexplode(relacl) AS item
    WHERE item.grantee NOT IN (0, relowner) AND relkind IN ('r', 'p', 'f', 'v', 'm', 'S') AND nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
  ) AS said WHERE grantee <> current_user
) TO STDOUT;
SQL
  local role statement given=0
  while IFS=$'\t' read -r role statement; do
    [ "$(new -v role="$role" <<<"SELECT count(*) FROM pg_roles WHERE rolname = :'role'")" = 1 ] || continue
    new -c "$statement"
    given=$((given + 1))
  done <"$work/grants"
  keep grants "{\"given\":$given}"
}

# listing SERVER FILE: both parts see the same instant. What of the new database cannot be read is a difference; what of
# the old one cannot be read ends the validation, as nothing could be proven.
listing() {
  local stop=1
  [ "$1" = old ] || stop=0
  "$1" -v same_major="$same_major" >"$2" <<SQL
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
\\i $HERE/describe.sql
\\set ON_ERROR_ROLLBACK on
\\set ON_ERROR_STOP $stop
\\i $HERE/data.sql
COMMIT;
SQL
}

major() { "$1" -c "SELECT current_setting('server_version_num')::int / 10000"; }

task_validate() {
  wait_for old 120
  wait_for new
  local writable=true same_major=false answer verdict one two
  [ "$(old -c "$FENCED")" != t ] || writable=false
  if [ "${FINAL:-no}" = yes ] && [ "$writable" = true ]; then fail 4 'The old database still takes writes: nothing can be proven. Stop the writers first.'; fi
  [ "$(major old)" != "$(major new)" ] || same_major=true
  local since=$SECONDS
  listing old "$work/old" & one=$!
  listing new "$work/new" & two=$!
  wait "$one" || fail 4 'The old database could not be read to its end.'
  wait "$two" || fail 4 'The new database could not be read to its end.'
  answer=$(fits compare.sql new -v old_file="$work/old" -v new_file="$work/new" -v owner="$NEW_USER" -v writable="$writable")
  verdict=$(sed -E 's/.*"verdict" *: *"([a-z]+)".*/\1/' <<<"$answer")
  answer="${answer%\}},\"writable\":$writable,\"bytes\":$(old -c 'SELECT pg_database_size(current_database())'),\"took\":$((SECONDS - since))}"
  keep validate "$answer"
  if [ "$verdict" = failed ] || { [ "${FINAL:-no}" = yes ] && [ "$verdict" != passed ]; }; then
    say 'The two databases differ.'
    write_report
    exit 5
  fi
}

task_way-back() {
  wait_for old 120
  wait_for new
  until_true new 600 "SELECT EXISTS (SELECT FROM pg_publication WHERE pubname = '$WAY_BACK')" "The new database has no publication $WAY_BACK; CNPG makes it from the Publication."
  identify_rows new
  # The other direction must be closed, or each change would go round for ever.
  empty_publication
  if [ "$(old -c "SELECT count(*) FROM pg_subscription WHERE subname = '$WAY_BACK'")" = 0 ]; then
    # By standard input: arguments can be read by everyone on the machine.
    old <<SQL
\set target $(printf '%s' "host=$(connecting "$NEW_HOST") port=$(connecting "${NEW_PORT:-5432}") dbname=$(connecting "$NEW_DATABASE") user=$(connecting "$NEW_USER") password=$(connecting "$NEW_PASSWORD") sslmode=${NEW_SSLMODE:-require}" | sed -e 's/\\/\\\\/g' -e "s/'/\\\\'/g" -e "s/^/'/" -e "s/$/'/")
CREATE SUBSCRIPTION $WAY_BACK CONNECTION :'target' PUBLICATION $WAY_BACK WITH (copy_data = false);
SQL
  fi
  until_true new 120 "SELECT coalesce(bool_or(active), false) FROM pg_replication_slots WHERE slot_name = '$WAY_BACK'" 'The old database does not listen to the new one.'
  keep way-back '{"open":true}'
}

task_roll-back() {
  wait_for old 120
  local back=false target
  if [ "$(old -c "SELECT count(*) FROM pg_subscription WHERE subname = '$WAY_BACK'")" = 1 ]; then
    back=true
    wait_for new 120
    fence new
    target=$(new -c 'SELECT pg_current_wal_lsn()')
    until_true new "$PATIENCE" "SELECT bool_or(confirmed_flush_lsn >= '$target') FROM pg_replication_slots WHERE slot_name = '$WAY_BACK'" 'The old database does not catch up with the new one.'
    copy_sequences new old
    old -c "DROP SUBSCRIPTION $WAY_BACK"
  fi
  old -c "DROP PUBLICATION IF EXISTS $PUBLICATION"
  unfence old
  keep roll-back "{\"returned\":$back}"
}

task_let-go() {
  wait_for new 120
  local until=$((SECONDS + 900))
  until [ "$(new -c "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '$WAY_BACK'")" = 0 ]; do
    [ "$SECONDS" -lt "$until" ] || fail 4 "The slot $WAY_BACK is still in use: WAL is kept for a server that is to go."
    if ! old -c "DROP SUBSCRIPTION IF EXISTS $WAY_BACK" >/dev/null 2>&1; then
      new -c "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '$WAY_BACK' AND NOT active" >/dev/null || true
    fi
    sleep 2
  done
  keep let-go '{"released":true}'
}

[ $# -gt 0 ] || fail 2 'No task is named.'
for word in "$@"; do
  case $word in
    assess | prepare | fence | catch-up | grants | validate | way-back | roll-back | let-go) ;;
    *) fail 2 "\"$word\" is no task." ;;
  esac
done
for task in "$@"; do
  say "$task …"
  "task_$task"
done
write_report
