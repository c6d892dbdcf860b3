/** How someone signed in, in words. */
export const METHOD_WORDS: Readonly<Record<string, string>> = {
  password: "Password",
  passkey: "Passkey",
  magic_link: "Mailed link",
  invitation: "Invitation",
  set_up: "Set-up",
  sso: "Single sign-on",
  oauth: "Sign-in provider",
  totp: "Authenticator app",
  recovery_code: "Recovery code",
};

/** The second factor of a session, in words. */
export const FACTOR_WORDS: Readonly<Record<string, string>> = {
  none: "No second factor",
  totp: "Authenticator app",
  passkey: "Passkey",
  recovery_code: "Recovery code",
  sso: "Identity provider",
};

/** How an attempt to sign in ended, in words. */
export const OUTCOME_WORDS: Readonly<Record<string, string>> = {
  signed_in: "Signed in",
  refused: "Refused",
  factor_refused: "Factor refused",
};

/** The word for a value; an unknown one is shown as it is, with spaces. */
export function wordFor(words: Readonly<Record<string, string>>, value: string): string {
  return words[value] ?? value.replaceAll("_", " ");
}
