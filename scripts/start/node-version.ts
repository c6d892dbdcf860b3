/** Says in one sentence that a Node version is too old, or null. `required` is package.json's engines.node (`>=20.19`). */
export function nodeComplaint(version: string, required: string): string | null {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [neededMajor = 0, neededMinor = 0] = required.replace(/^\D*/, "").split(".").map(Number);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return null;
  return `Latchkey needs Node ${neededMajor}.${neededMinor} or later, and this is Node ${version}.`;
}
