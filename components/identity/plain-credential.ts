import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/browser";

/** A passkey's answer to a challenge as the plain JSON that the API takes. */
export function plainAssertion({ response, clientExtensionResults, ...rest }: AuthenticationResponseJSON) {
  return { ...rest, response: { ...response }, clientExtensionResults: { ...clientExtensionResults } };
}

/** A new passkey as the plain JSON that the API takes. */
export function plainAttestation({ response, clientExtensionResults, ...rest }: RegistrationResponseJSON) {
  return { ...rest, response: { ...response }, clientExtensionResults: { ...clientExtensionResults } };
}

/** Whether the API's answer is what `startRegistration` takes. */
export function isCreationOptions(options: object): options is PublicKeyCredentialCreationOptionsJSON {
  return "challenge" in options && "rp" in options && "user" in options && "pubKeyCredParams" in options;
}
