/** The name of the variable that a program reads the key from: `API_PRODUCTION_API_KEY`. */
export function variableName(project: string, environment: string): string {
  return `${project}_${environment}_API_KEY`.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_");
}
