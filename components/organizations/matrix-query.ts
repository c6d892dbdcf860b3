/** The query of `GET /members/access-matrix`; the same on the server and in the browser. */
export function matrixQuery(project: string) {
  return { limit: 50, ...(project === "" ? {} : { project }) };
}
