import type { Access, Vault } from '#access';
import type { DeskDeps } from '#desk';
import type { Identity } from '#identity';
import type { Ledger } from '#ledger';
import type { Config, Database } from '#platform';

/** The rooms that the demo is loaded through; all of it goes the ways that people and programs go. */
export type DemoRooms = {
  readonly db: Database;
  readonly identity: Identity;
  readonly vault: Vault;
  readonly ledger: Pick<Ledger, 'append'>;
  readonly access: Access;
  readonly desk: DeskDeps;
  readonly config: Pick<Config, 'dataDir'>;
  /** Closes all that was opened. */
  readonly close: () => Promise<void>;
};
