export type Pressed = { key: string; mod: boolean; alt: boolean };

/** Keys in sequence must follow one another within this time. */
export const SEQUENCE_MILLISECONDS = 1200;

/** `mod+k` → ["mod+k"]; `g k` → ["g", "k"]. */
function steps(keys: string): string[] {
  return keys.toLowerCase().split(" ");
}

function stepOf({ key, mod, alt }: Pressed): string {
  return `${mod ? "mod+" : ""}${alt ? "alt+" : ""}${key.toLowerCase()}`;
}

/**
 * Follows key presses and says which of the shortcuts was completed. Pure but for its own memory: times come in as
 * milliseconds.
 */
export function createShortcutMatcher() {
  let pressed: string[] = [];
  let last = 0;
  return (press: Pressed, at: number, shortcuts: readonly string[]): string | null => {
    if (at - last > SEQUENCE_MILLISECONDS) pressed = [];
    last = at;
    pressed = [...pressed, stepOf(press)].slice(-3);
    const hit = shortcuts.find((keys) => {
      const wanted = steps(keys);
      return wanted.every((step, index) => step === pressed[pressed.length - wanted.length + index]);
    });
    if (hit !== undefined) pressed = [];
    return hit ?? null;
  };
}
