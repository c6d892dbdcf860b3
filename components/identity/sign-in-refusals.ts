const REFUSALS: Record<string, string> = {
  refused: "The provider did not sign you in. Try again, or use another way.",
  not_linked: "No account here is linked to that sign-in. Sign in another way, then link it under Security.",
  account_exists:
    "There is an account with that address already. Sign in to it another way, then link the provider under Security.",
  linked_elsewhere: "That sign-in is linked to someone else's account.",
  not_a_member: "You are not a member of that organization. Ask one of its owners or admins for an invitation.",
  unverified_address: "The provider has not verified your e-mail address. Verify it there, then try again.",
  sso_required: "That organization is entered through its single sign-on only. Sign in with your organization.",
  SessionRequired: "Sign in first.",
};

/** The words for `?error=` of the sign-in page; null where there is none. */
export function signInRefusal(reason: string | undefined): string | null {
  if (reason === undefined || reason === "") return null;
  const known = Object.hasOwn(REFUSALS, reason) ? REFUSALS[reason] : undefined;
  return known ?? "You were not signed in. Try again.";
}
