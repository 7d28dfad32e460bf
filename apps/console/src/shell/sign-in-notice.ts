export type SignInNotice = 'expired' | 'locked' | 'signed-out' | null;

let notice: SignInNotice = null;

/** Why the sign-in page is shown; in memory only. */
export const signInNotice = {
  get: (): SignInNotice => notice,
  set: (next: SignInNotice): void => {
    notice = next;
  },
};
