import type { Migration } from '#platform';

/** Alarms: for each start of a server one row of each code and subject within an hour, and one more for each closing. */
export const alarmMigrations: readonly Migration[] = [
  {
    name: '0900-alarm-alarms',
    sql: `
create table alarms (
  id text primary key,
  code text not null,
  subject text not null,
  hour timestamptz not null,
  person text,
  key text,
  team text,
  customer text,
  object text,
  times int not null default 1 check (times > 0),
  raised_at timestamptz not null,
  last_at timestamptz not null,
  mailed_at timestamptz,
  closed_at timestamptz,
  closed_by text,
  finding text check (finding in ('handled', 'harmless', 'incident')),
  unique (code, subject, hour)
);
create index alarms_open on alarms (id desc) where closed_at is null;
create index alarms_unsent on alarms (raised_at) where mailed_at is null;`,
  },
  {
    // which is the first of its kind is known from memory: a row's subject and hour decide nothing
    name: '0961-alarm-seals',
    sql: 'alter table alarms drop column subject, drop column hour, add column mac text;',
  },
  {
    name: '1050-alarm-closings',
    sql: 'alter table alarms add column closed_mac text;',
  },
];
