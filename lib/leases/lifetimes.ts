/** The longest life of a lease: what a verifier offline may be wrong for, at most. Seconds. */
export const LONGEST_LIFE = 15 * 60;
export const DEFAULT_LIFE = 5 * 60;

/** How long a signing key signs before the next one does. */
export const ROTATION_INTERVAL = 30 * 86_400;
/** How long a new key is published before it signs: longer than anyone should cache the key set. */
export const PUBLICATION_LEAD = 2 * 3600;
/** How long a key is published after its last lease has ended, for clocks that are apart. */
export const PUBLICATION_MARGIN = 3600;
