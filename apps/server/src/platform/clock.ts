/** Tells the time; a port, so that tests hold it still. */
export type Clock = () => Date;

/** The machine's clock. */
export const systemClock: Clock = () => new Date();
