/** One line of a `.env` file; the value is quoted where a shell or dotenv would read it differently. */
export function dotenvLine(variable: string, value: string): string {
  const name = variable
    .toUpperCase()
    .replaceAll(/[^A-Z0-9_]+/g, "_")
    .replace(/^(?=\d)/, "_");
  const quoted = /^[\w./:@%+,=-]*$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
  return `${name}=${quoted}`;
}
