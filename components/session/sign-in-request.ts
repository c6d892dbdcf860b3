type Asker = () => Promise<boolean>;

let asker: Asker | null = null;
let open: Promise<boolean> | null = null;

/** The dialog registers itself here once, when the page is mounted; returns how to take it back. */
export function registerSignInDialog(next: Asker): () => void {
  asker = next;
  return () => {
    if (asker === next) asker = null;
  };
}

/**
 * Asks the person to sign in again over the page they work on; calls that ask meanwhile wait for the same answer. False when they
 * gave up, or on a page that has no such dialog (signing in, an invitation).
 */
export function askForSignIn(): Promise<boolean> {
  if (!asker) return Promise.resolve(false);
  open ??= asker().finally(() => {
    open = null;
  });
  return open;
}
