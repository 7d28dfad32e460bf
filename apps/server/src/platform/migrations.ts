/** This room's own tables; `migrate` always includes them. */
export const platformMigrations = [
  {
    name: '0001-platform-setting',
    sql: `create table setting (
            key text primary key check (key ~ '^[a-z][a-z0-9.-]{0,63}$'),
            value text not null,
            changed_at timestamptz not null default now())`,
  },
  {
    name: '0931-platform-sealed-settings',
    sql: 'alter table setting add column mac text;',
  },
  {
    // which text of each function the database has, see `functions.ts`
    name: '1040-platform-functions',
    sql: `create table sql_function (
            name text primary key,
            digest text not null,
            applied_at timestamptz not null default now())`,
  },
] as const;
