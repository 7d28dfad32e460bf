/** The room's tables: every version of every rule, and one head that says which are current. */
export const detectorMigrations = [
  {
    name: '0700-detector-rules',
    sql: `
create table detector_versions (
  id text not null,
  version int not null check (version > 0),
  kind text not null check (kind in ('recognizer', 'word-list')),
  state text not null check (state in ('on', 'off', 'deleted')),
  act text not null,
  definition text not null,
  at timestamptz not null,
  by_person text not null,
  seal text not null,
  primary key (id, version)
);

create table detector_head (
  one boolean primary key default true check (one),
  generation bigint not null,
  rules text not null,
  seal text not null
);`,
  },
] as const;
