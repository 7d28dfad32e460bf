/** Made once, at initialisation; an operator may change these in postgresql.conf. */
export const INITIAL_SETTINGS = { jit: 'off', wal_compression: 'on', log_checkpoints: 'off' } as const;

/**
 * Given on the command line at each start, so neither postgresql.conf nor ALTER SYSTEM undoes them: what Huke's
 * promises rest on. The log holds no statement, no parameter, no DETAIL (which quotes key values) and, because an
 * error's own first line may quote a value, no errors of statements at all: only what the server itself says.
 */
export const FIXED_SETTINGS = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  // what was written since the last comparison of the schema can still be read, see cluster-watch.ts
  wal_keep_size: '256MB',
  listen_addresses: '',
  unix_socket_permissions: '0700',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgresql-%a.log',
  log_file_mode: '0600',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_line_prefix: '%m [%p] ',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_duration: 'off',
  log_min_duration_statement: '-1',
  log_min_duration_sample: '-1',
  log_transaction_sample_rate: '0',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_connections: '',
  log_disconnections: 'off',
  log_replication_commands: 'off',
  debug_print_parse: 'off',
  debug_print_rewritten: 'off',
  debug_print_plan: 'off',
  shared_preload_libraries: '',
  session_preload_libraries: '',
  local_preload_libraries: '',
} as const;

/** `-c name=value` for each setting. */
export function settingArguments(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Only over the socket, and only this server's own account, as the kernel tells it: no secret to keep or to lose. */
export const HOST_RULES = 'local all all peer map=huke\n';

/** The server's account may sign in as each of the roles; the kernel tells whose process it is. */
export function accountMap(account: string): string {
  const quoted = `"${account.replaceAll('"', '""')}"`;
  return [SERVER, OWNER, ADMINISTRATOR].map((role) => `huke ${quoted} ${role}\n`).join('');
}

/** What the running server signs in as: it owns nothing. */
export const SERVER = 'huke_server';

/** Owns Huke's database and is no superuser; for migrations only. */
export const OWNER = 'huke';

/** The cluster's superuser. */
export const ADMINISTRATOR = 'postgres';
