/**
 * The desk: contacts that channels open, the cases they become, and what happened on them.
 *
 * A contact is the case, and ends by itself when its channel is silent: only a channel's contact makes a case on which values may be revealed; a case that one
 * opened oneself gives masked views only. A transfer moves contact and case in one transaction and no grant with
 * them. Customer text (notes) is sealed and read through `#access`. Start at `contacts.ts`.
 */
export { caseTypeOf, caseTypes } from './case-types.ts';
export { channelReader } from './channel.ts';
export {
  bindCase,
  type CaseScope,
  closeCase,
  findCase,
  listCases,
  openCase,
  transferCase,
} from './cases.ts';
export { contactLives } from './contact-lives.ts';
export { endContact, endLapsed, keepAlive, openContact } from './contacts.ts';
export { type Colleague, type DeskDeps, type DeskRefusal, handleOf } from './desk.ts';
export { type CaseFloors, openCaseFloors } from './floors.ts';
export { createNoteRows } from './note-rows.ts';
export { deskFunctions } from './functions.ts';
export { deskMigrations } from './migrations.ts';
export { caseFactsOf, verifiedSeal } from './records.ts';
export { addNote, caseDetail } from './timeline.ts';
