/** The first page of the sign-in history, asked for alike by server and browser. */
export const SIGN_INS_INIT = { params: { query: { limit: 25 } } };
