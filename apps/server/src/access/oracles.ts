/**
 * Where an answer could tell whether somebody is there: every such route, what it costs, and of whom it may tell. The
 * tests ask each of them about somebody of one's own team, of another team, of a named desk, and about nobody; a door
 * that lets presence out (`doors.ts`) and is not here fails them.
 */
export type Oracle = {
  /** Method and path as the server has them. */
  readonly route: string;
  /** What it is asked by: a value that could be guessed, or an id of 128 bits that could not. */
  readonly by: 'value' | 'id';
  /** What counts as one in the budgets of its door. */
  readonly each: 'value' | 'hit' | 'question';
  /** Of whom the answer tells; everybody else is as if they were not there. */
  readonly tells: 'own-teams' | 'own-teams-and-named' | 'case-customer' | 'nobody';
};

/** The oracles. */
export const oracles: readonly Oracle[] = [
  { route: 'POST /customers/search', by: 'value', each: 'hit', tells: 'own-teams' },
  { route: 'POST /customers/:id/verify', by: 'value', each: 'question', tells: 'case-customer' },
  { route: 'POST /customers', by: 'value', each: 'value', tells: 'own-teams' },
  // how many rows were on file before, in hundreds, at the end of an import that stored the others
  { route: 'POST /customers/import', by: 'value', each: 'value', tells: 'own-teams' },
  { route: 'POST /customers/import/:id/resume', by: 'value', each: 'value', tells: 'own-teams' },
  // a change looks at nobody else: the value may be held twice afterwards
  { route: 'PATCH /customers/:id', by: 'value', each: 'question', tells: 'nobody' },
  // the channel learns nothing; the agent on the line sees the card
  { route: 'POST /contacts', by: 'value', each: 'value', tells: 'nobody' },
  { route: 'POST /cases', by: 'id', each: 'question', tells: 'own-teams' },
  { route: 'POST /cases/:id/customer', by: 'id', each: 'question', tells: 'own-teams' },
  // a supervisor is of the named desk of their team
  { route: 'DELETE /customers/:id', by: 'id', each: 'question', tells: 'own-teams-and-named' },
  { route: 'POST /customers/:id/restore', by: 'id', each: 'question', tells: 'own-teams-and-named' },
  { route: 'POST /customers/:id/rollback', by: 'id', each: 'question', tells: 'own-teams-and-named' },
];
