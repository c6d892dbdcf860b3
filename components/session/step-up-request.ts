/** What the API said when it asked for a factor. */
export type StepUpDemand = { accepted: readonly string[] };
type Asker = (demand: StepUpDemand) => Promise<boolean>;

let asker: Asker | null = null;
let open: Promise<boolean> | null = null;

/** The dialog registers itself here once, when the page is mounted; returns how to take it back. */
export function registerStepUpDialog(next: Asker): () => void {
  asker = next;
  return () => {
    if (asker === next) asker = null;
  };
}

/**
 * Asks the person for a factor; calls that ask meanwhile wait for the same answer. Resolves to true once it was proved; false
 * when they gave up or nobody can ask.
 */
export function askForStepUp(demand: StepUpDemand): Promise<boolean> {
  if (!asker) return Promise.resolve(false);
  open ??= asker(demand).finally(() => {
    open = null;
  });
  return open;
}
