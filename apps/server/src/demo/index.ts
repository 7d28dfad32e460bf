/**
 * The demo: an invented bank's remote desk and a shop's desk, loaded through the same rooms that people and programs
 * use, the same for the same seed. Refused where real data is. Start at load.ts.
 */
export { type DemoCustomer, demoCustomers } from './customers.ts';
export { type DemoOptions, loadDemo, refuseHalfDemo } from './load.ts';
export type { DemoRooms } from './rooms.ts';
export { demoEmployers, demoPeople, demoTeams } from './people.ts';
export { demoId } from './random.ts';
export { platformSubject } from './subject.ts';
export { demoCodes, demoPassword, demoTotpSecret, publishSignIns, signInsFile } from './sign-ins.ts';
