import { dictionary } from "@zxcvbn-ts/language-common";

/** Words of this place, which guessing here begins with and no published list holds. */
const LOCAL =
  "latchkey company corporate office enterprise production staging development server database backup service support";
/** So many digits and signs around a common password are still a common password. */
const MOST_AROUND = 8;

const KEYBOARD = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "qwertyuiopasdfghjklzxcvbnm",
  "qwertzuiopasdfghjklyxcvbnm",
  "azertyuiopqsdfghjklmwxcvbn",
  "!@#$%^&*()_+",
];
const LEET: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

type Common = { exact: ReadonlySet<string>; plain: ReadonlySet<string> };
let loaded: Common | undefined;

/** The passwords that lead the lists of leaked ones, as they are and without the signs that stand for letters. */
function common(): Common {
  if (!loaded) {
    const exact = new Set([...dictionary["passwords-common"], ...LOCAL.split(" ")].map(String));
    loaded = { exact, plain: new Set([...exact].map(withoutLeet)) };
  }
  return loaded;
}

function withoutLeet(text: string): string {
  return [...text].map((character) => LEET[character] ?? character).join("");
}

function isRun(text: string): boolean {
  const backwards = [...text].reverse().join("");
  return KEYBOARD.some((row) => (row + row).includes(text) || (row + row).includes(backwards));
}

/** The shortest piece that the whole text repeats. */
function period(text: string): string {
  for (let length = 1; length <= text.length / 2; length += 1) {
    const piece = text.slice(0, length);
    if (piece.repeat(Math.ceil(text.length / length)).slice(0, text.length) === text) return piece;
  }
  return text;
}

/**
 * True for passwords that guessing starts with: a common one with digits or signs around it, a run on the keyboard, a short
 * piece repeated, or little more than one of `own` (name, address, organization). Linear in the length; at most 256 are looked at.
 */
export function isCommonPassword(password: string, own: readonly string[] = []): boolean {
  const text = password.normalize("NFKC").toLowerCase().slice(0, 256);
  const core = text.replace(/^[^\p{L}]+/u, "").replace(/[^\p{L}]+$/u, "");
  const joined = text.replace(/[\s._-]+/g, "");
  const candidates = [text, joined, period(text), period(joined)];
  if (text.length - core.length <= MOST_AROUND) candidates.push(core, period(core));
  const { exact, plain } = common();
  if (candidates.some((candidate) => exact.has(candidate) || plain.has(withoutLeet(candidate)))) return true;
  if (period(text).length <= 3 || isRun(text) || (core.length >= 4 && isRun(core))) return true;
  // Digits and signs alone are a date or a telephone number until they are long.
  if (core.length <= 1 && text.length < 12) return true;
  return own.some((word) => {
    const name = word.normalize("NFKC").toLowerCase();
    return name.length >= 4 && text.includes(name) && text.length - name.length < 6;
  });
}
