/**
 * Bases of the passwords that lead every published list of leaked ones and reach our length, alone or with digits and
 * signs around them. Shorter ones are refused by length.
 */
const BASES = `
password passw0rd p@ssw0rd p@ssword pa55word pa$$word passwort motdepasse contrasena contraseña senha wachtwoord qwerty qwertyuiop
qwertyui qwertz qwertzuiop azerty azertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc 1q2w3e 1q2w3e4r 1q2w3e4r5t
1qaz2wsx 1qaz2wsx3edc q1w2e3r4 q1w2e3r4t5 abc abcd abcde abcdef abcdefg abcdefgh abc123 a1b2c3 a1b2c3d4 iloveyou loveyou
ilovegod sunshine princess football baseball basketball superman batman spiderman pokemon starwars dragon monkey master
shadow michael jennifer jordan hunter charlie thomas robert daniel jessica ashley nicole michelle matthew anthony andrew
joshua computer internet samsung google facebook linkedin twitter instagram youtube microsoft windows apple android
welcome letmein login logmein admin administrator root toor guest test testing tester tester test123 default changeme
changeit secret trustno1 whatever freedom liverpool arsenal chelsea barcelona realmadrid manchester juventus blink182
mustang harley corvette ferrari mercedes porsche yamaha cowboys yankees lakers eagles steelers rangers cheese cookie
butterfly chocolate flower summer winter spring autumn january february march april june july august september october
november december monday tuesday wednesday thursday friday saturday sunday money hello helloworld forever family babygirl
lovely angel angels naruto minecraft fortnite killer ninja phoenix tigger ginger pepper soccer hockey purple orange
silver golden diamond jesus jesuschrist blessed godisgood latchkey company corporate office
enterprise production staging development server database backup service support helpdesk temporary temp
`;

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

const COMMON: ReadonlySet<string> = new Set(BASES.split(/\s+/).filter((word) => word !== ""));
const COMMON_PLAIN: ReadonlySet<string> = new Set([...COMMON].map(withoutLeet));

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
  const candidates = [text, core, joined, period(text), period(core), period(joined)];
  if (candidates.some((candidate) => COMMON.has(candidate) || COMMON_PLAIN.has(withoutLeet(candidate)))) return true;
  if (period(text).length <= 3 || isRun(text) || (core.length >= 4 && isRun(core))) return true;
  // Digits and signs alone are a date or a telephone number until they are long.
  if (core.length <= 1 && text.length < 12) return true;
  return own.some((word) => {
    const plain = word.normalize("NFKC").toLowerCase();
    return plain.length >= 4 && text.includes(plain) && text.length - plain.length < 6;
  });
}
