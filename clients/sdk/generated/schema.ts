// Generated from the OpenAPI document by `npm run sdk:generate`. Do not edit.
export interface paths {
    "/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The signed-in person
         * @description Also answers half a session, which sees no memberships and what it may prove or must enrol.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The person. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Account"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change name or time zone */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        timezone?: string | null;
                    };
                };
            };
            responses: {
                /** @description The person. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Account"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/account/calendar-feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read whether you have a calendar feed */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Never its address. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CalendarFeed"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Make your calendar feed, or renew its address */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The address, answered this once. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewCalendarFeed"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** End your calendar feed */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Its address answers 404. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for another e-mail address
         * @description Needs step-up. A link goes to the new address; nothing changes until it is opened.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        email: string;
                    };
                };
            };
            responses: {
                /** @description If the address is free, a mail is on its way. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": Record<string, never>;
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/factors/{factor}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove an authenticator app or a passkey
         * @description Needs step-up. Other sessions end.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    factor: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removed. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/linked-accounts/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a link to a provider away
         * @description Needs step-up.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Unlinked. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Register a passkey */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        response: {
                            /** @enum {string} */
                            authenticatorAttachment?: "cross-platform" | "platform";
                            /** @default {} */
                            clientExtensionResults?: {
                                [key: string]: unknown;
                            };
                            id: string;
                            rawId: string;
                            response: {
                                attestationObject: string;
                                clientDataJSON: string;
                                transports?: string[];
                            } & {
                                [key: string]: unknown;
                            };
                            /** @enum {string} */
                            type: "public-key";
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            responses: {
                /** @description Registered; the answer sets the new session cookie. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @description Shown once; with the first factor only. */
                            recoveryCodes: string[] | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/passkeys/{passkey}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename a passkey */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    passkey: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                    };
                };
            };
            responses: {
                /** @description Renamed. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/account/passkeys/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Options to register a passkey */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description For `startRegistration`. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebAuthnOptions"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the password
         * @description Needs step-up. Every other session ends.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        currentPassword?: string;
                        newPassword: string;
                    };
                };
            };
            responses: {
                /** @description Changed. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/providers/{provider}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to link an account at a provider
         * @description Needs step-up. The only way in which an account is ever linked to one that exists.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    provider: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Ask the provider to authenticate the person again: step-up of a single sign-on session. */
                        fresh?: boolean;
                        /** @description A path of the dashboard; anything else is ignored. */
                        returnTo?: string;
                    };
                };
            };
            responses: {
                /** @description Where to go. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Send the browser there. */
                            url: string;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the recovery codes
         * @description Needs step-up. The old ones die at once; the new ones are shown once.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Ten codes. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            recoveryCodes: string[];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Live sessions */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Sessions, newest use first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Session"][];
                            nextCursor: null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one session */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    session: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Ended. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign out */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Signed out; the session cookie is taken away. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/sessions/end-others": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End every session but this one */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description How many ended. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            ended: number;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/sign-ins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sign-in history */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Sign-ins and refusals, newest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["SignIn"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/step-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prove a factor
         * @description The second step of a sign-in, and step-up before a sensitive call: repeat the call afterwards. Exactly one of totp, recoveryCode, passkey, password; the password only without any factor.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        passkey?: {
                            /** @enum {string} */
                            authenticatorAttachment?: "cross-platform" | "platform";
                            /** @default {} */
                            clientExtensionResults?: {
                                [key: string]: unknown;
                            };
                            id: string;
                            rawId: string;
                            response: {
                                authenticatorData: string;
                                clientDataJSON: string;
                                signature: string;
                                userHandle?: string;
                            } & {
                                [key: string]: unknown;
                            };
                            /** @enum {string} */
                            type: "public-key";
                        } & {
                            [key: string]: unknown;
                        };
                        password?: string;
                        recoveryCode?: string;
                        totp?: string;
                    };
                };
            };
            responses: {
                /** @description Proved; the answer sets the new session cookie. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            half: boolean;
                            mfaAt: string;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/step-up/passkey-options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Options to prove a passkey */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description For `startAuthentication`. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebAuthnOptions"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to enrol an authenticator app
         * @description Counts for nothing until it is confirmed. Needs step-up.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                    };
                };
            };
            responses: {
                /** @description The secret, as text, address and picture. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            qrCode: string;
                            secret: string;
                            uri: string;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm the authenticator app with a code */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        code: string;
                        id: string;
                    };
                };
            };
            responses: {
                /** @description Enrolled; the answer sets the new session cookie. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @description Shown once; with the first factor only. */
                            recoveryCodes: string[] | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calendar/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a calendar feed
         * @description For calendar programs: the address is the right to it. `{file}` is a secret and `.ics`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    file: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description RFC 5545. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/calendar": string;
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/email-changes/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm a new e-mail address with the mailed link */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                    };
                };
            };
            responses: {
                /** @description The address of the account now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            email: string;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/email-changes/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a change of e-mail address back with the mailed link */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                    };
                };
            };
            responses: {
                /** @description The address of the account now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            email: string;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation
         * @description An address without an account gives a name and a password and is signed in; an address with one must be signed in as it.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        password?: string;
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Joined. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            half: boolean;
                            organization: {
                                id: string;
                                slug: string;
                            };
                            role: string;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invitations/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What an invitation is about
         * @description The token travels in the body, so that no log holds it.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                    };
                };
            };
            responses: {
                /** @description The invitation. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OpenedInvitation"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/links/{link}/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a single-use link
         * @description Answers the secret once; later calls are told 410 and recorded. The key of the link is in its fragment.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    link: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        key: string;
                    };
                };
            };
            responses: {
                /** @description The secret. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            keyName: string;
                            organization: string;
                            secret: string;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organizations of the signed-in person */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description By name. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Organization"][];
                            nextCursor: null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Make an organization */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        slug?: string;
                        timezone?: string;
                    };
                };
            };
            responses: {
                /** @description Made; the caller owns it. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            slug: string;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an organization */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The organization. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Organization"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /**
         * Delete an organization and everything in it
         * @description For good: its keys are refused at once. Owners only; needs step-up and the slug, typed.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description The slug, typed to confirm. */
                        slug: string;
                    };
                };
            };
            responses: {
                /** @description Deleted. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change an organization
         * @description Name, slug, time zone, and how members sign in. Needs step-up.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        /** @enum {string} */
                        offboarding?: "transfer_to_remover" | "disable" | "revoke";
                        requireMfa?: boolean;
                        /** @enum {string} */
                        sessionStrength?: "normal" | "high";
                        slug?: string;
                        ssoOnly?: boolean;
                        timezone?: string;
                    };
                };
            };
            responses: {
                /** @description The organization. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Organization"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/organizations/{organization}/approval-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List standing rules */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All rules. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["ApprovalRule"][];
                            nextCursor: null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Write a standing rule
         * @description It is off until it was tried on past requests and switched on. Owners and admins, with step-up.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        conditions: {
                            environments: string[];
                            /** @default false */
                            includeSensitive?: boolean;
                            /**
                             * @default [
                             *       "create_key"
                             *     ]
                             */
                            kinds?: ("create_key" | "extend_scopes" | "extend_expiry" | "elevate" | "waive_network")[];
                            /**
                             * @description Seconds a new key, an extension, an elevation or a waiver may last.
                             * @default null
                             */
                            longestLifetime?: number | null;
                            /** @default [] */
                            members?: string[];
                            /** @default false */
                            needsAllowlist?: boolean;
                            /**
                             * @description Empty is every project.
                             * @default []
                             */
                            projects?: string[];
                            /**
                             * @description Each scope asked for has to be covered; empty is any.
                             * @default []
                             */
                            scopes?: string[];
                            /** @default [] */
                            teams?: string[];
                        };
                        name: string;
                    };
                };
            };
            responses: {
                /** @description The rule. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            rule: components["schemas"]["ApprovalRule"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/approval-rules/{rule}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a standing rule */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    rule: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The rule is gone; what it approved stays. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change a standing rule
         * @description New conditions switch it off: they have to be tried first.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    rule: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        conditions?: {
                            environments: string[];
                            /** @default false */
                            includeSensitive?: boolean;
                            /**
                             * @default [
                             *       "create_key"
                             *     ]
                             */
                            kinds?: ("create_key" | "extend_scopes" | "extend_expiry" | "elevate" | "waive_network")[];
                            /**
                             * @description Seconds a new key, an extension, an elevation or a waiver may last.
                             * @default null
                             */
                            longestLifetime?: number | null;
                            /** @default [] */
                            members?: string[];
                            /** @default false */
                            needsAllowlist?: boolean;
                            /**
                             * @description Empty is every project.
                             * @default []
                             */
                            projects?: string[];
                            /**
                             * @description Each scope asked for has to be covered; empty is any.
                             * @default []
                             */
                            scopes?: string[];
                            /** @default [] */
                            teams?: string[];
                        };
                        name?: string;
                    };
                };
            };
            responses: {
                /** @description The rule. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            rule: components["schemas"]["ApprovalRule"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/organizations/{organization}/approval-rules/{rule}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch a rule off */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    rule: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The rule. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            rule: components["schemas"]["ApprovalRule"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/approval-rules/{rule}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch a rule on */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    rule: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The rule. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            rule: components["schemas"]["ApprovalRule"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/approval-rules/{rule}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a rule on past requests */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    rule: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description How far back.
                         * @default 90
                         */
                        days?: number;
                    };
                };
            };
            responses: {
                /** @description What it would have approved. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RuleReplay"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/approval-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how approvals work */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The settings. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ApprovalSettings"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change how approvals work
         * @description Who may break the glass, who decides after an escalation, the chat's webhook. Owners and admins, with step-up.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        breakGlassDuration?: string;
                        /** @description Owners and admins who may act without approval in an emergency. */
                        breakGlassMembers?: string[];
                        /** @description Who may also decide once a request has escalated; default the owners. */
                        fallbackMembers?: string[];
                        fallbackTeams?: string[];
                        /**
                         * Format: uri
                         * @description A Slack-compatible incoming webhook.
                         */
                        webhookUrl?: string | null;
                    };
                };
            };
            responses: {
                /** @description The settings. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ApprovalSettings"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/organizations/{organization}/audit-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List audit events
         * @description Newest first.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `key.created`, or `key.*` for all of a kind. */
                    action?: string;
                    /** @description Id of a user or service token, or `system:…`. */
                    actor?: string;
                    cursor?: string;
                    /** @description Events at or after this instant. */
                    from?: string;
                    limit?: number;
                    /** @description Text in the names, the reason, the action, or an id. */
                    q?: string;
                    /** @description Id of what was acted on. */
                    target?: string;
                    /** @description Events before this instant. */
                    to?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["AuditEvent"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/audit-events/checkpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List signed checkpoints
         * @description Newest first. Keep copies somewhere else: with them a cut-off tail shows.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["AuditCheckpoint"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/audit-events/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export audit events
         * @description Oldest first, as a stream of CSV, or of JSON Lines that `npm run audit:verify -- --file` can check. Needs a step-up, and is an event itself.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `key.created`, or `key.*` for all of a kind. */
                    action?: string;
                    /** @description Id of a user or service token, or `system:…`. */
                    actor?: string;
                    format?: "csv" | "jsonl";
                    /** @description Events at or after this instant. */
                    from?: string;
                    /** @description Text in the names, the reason, the action, or an id. */
                    q?: string;
                    /** @description Id of what was acted on. */
                    target?: string;
                    /** @description Events before this instant. */
                    to?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The file. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/break-glass": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List uses of break-glass */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of uses, newest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["BreakGlassUse"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Break the glass
         * @description For those named in the settings, with step-up and a reason. Every owner is told at once.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description At most what the settings allow, which is also the default. */
                        duration?: string;
                        environment: string;
                        project: string;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The use, open until its end. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            use: components["schemas"]["BreakGlassUse"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/break-glass/{use}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End it before its time */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    use: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default null */
                        comment?: string | null;
                    };
                };
            };
            responses: {
                /** @description The use. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            use: components["schemas"]["BreakGlassUse"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/break-glass/{use}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close it with a review, by someone else */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    use: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        review: string;
                    };
                };
            };
            responses: {
                /** @description The use. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            use: components["schemas"]["BreakGlassUse"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/delivery-targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List delivery targets */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description By name. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["DeliveryTarget"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Set up a delivery target
         * @description Owners and admins, with step-up. Credentials are sealed and never answered.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        credentials: {
                            token: string;
                        };
                        /** @enum {string} */
                        kind: "vault_kv2";
                        name: string;
                        settings: {
                            /** @description Such as https://vault.example.com:8200 */
                            address: string;
                            /** @default value */
                            field?: string;
                            /**
                             * @description Where the KV engine (version 2) is mounted.
                             * @default secret
                             */
                            mount?: string;
                            namespace?: string;
                            /**
                             * @description Where a secret is put whose key names no place of its own.
                             * @default
                             */
                            path?: string;
                        };
                    } | {
                        credentials: {
                            signingSecret: string;
                        };
                        /** @enum {string} */
                        kind: "webhook";
                        name: string;
                        settings: {
                            url: string;
                        };
                    };
                };
            };
            responses: {
                /** @description The target. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            deliveryTarget: components["schemas"]["DeliveryTarget"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/delivery-targets/{deliveryTarget}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a delivery target */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    deliveryTarget: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The target. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            deliveryTarget: components["schemas"]["DeliveryTarget"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a delivery target */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    deliveryTarget: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. Refused while keys use it. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change a delivery target
         * @description Another address needs its credentials anew.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    deliveryTarget: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        credentials?: {
                            [key: string]: unknown;
                        };
                        name?: string;
                        settings?: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            responses: {
                /** @description The target. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            deliveryTarget: components["schemas"]["DeliveryTarget"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/organizations/{organization}/delivery-targets/{deliveryTarget}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a delivery target
         * @description Without any secret: whether it can be reached and would take one.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    deliveryTarget: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was found. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryTest"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List e-mail domains */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description With the DNS record that proves each. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["OrganizationDomain"][];
                            nextCursor: null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add an e-mail domain */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        domain: string;
                    };
                };
            };
            responses: {
                /** @description Added; verify it next. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrganizationDomain"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/domains/{domain}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove an e-mail domain */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    domain: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removed. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/domains/{domain}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Verify an e-mail domain by its DNS record */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    domain: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Verified. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrganizationDomain"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/identity-providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List identity providers */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Never their secrets. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["IdentityProvider"][];
                            nextCursor: null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Add an identity provider
         * @description OpenID Connect. Owners only; needs step-up.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        clientId: string;
                        clientSecret: string;
                        /**
                         * @default developer
                         * @enum {string}
                         */
                        defaultRole?: "admin" | "developer" | "auditor";
                        /** @default true */
                        enabled?: boolean;
                        /** @default {} */
                        groupRoles?: {
                            [key: string]: "admin" | "developer" | "auditor";
                        };
                        /** @default groups */
                        groupsClaim?: string;
                        /** Format: uri */
                        issuer: string;
                        /** @default false */
                        justInTime?: boolean;
                        name: string;
                    };
                };
            };
            responses: {
                /** @description Added. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IdentityProvider"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/identity-providers/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove an identity provider
         * @description Links to it go, and sessions it opened end.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    provider: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removed. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change an identity provider */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    provider: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        clientId?: string;
                        clientSecret?: string;
                        /** @enum {string} */
                        defaultRole?: "admin" | "developer" | "auditor";
                        enabled?: boolean;
                        groupRoles?: {
                            [key: string]: "admin" | "developer" | "auditor";
                        };
                        groupsClaim?: string;
                        justInTime?: boolean;
                        name?: string;
                    };
                };
            };
            responses: {
                /** @description Changed. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IdentityProvider"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/organizations/{organization}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List invitations */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    status?: "open" | "accepted" | "revoked" | "expired";
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Invitation"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Invite an address
         * @description The link goes by mail, works once and for that address alone. Needs step-up.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        email: string;
                        /** @enum {string} */
                        role: "owner" | "admin" | "developer" | "auditor";
                    };
                };
            };
            responses: {
                /** @description Invited. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Invitation"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/invitations/{invitation}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an invitation again
         * @description With a new link; the old one is dead.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    invitation: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Sent. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Invitation"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/invitations/{invitation}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke an invitation */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    invitation: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Revoked. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Invitation"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List keys
         * @description The inventory. Several values of a filter are repeated or joined by commas.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    environment?: string[];
                    expiringWithin?: string;
                    include?: "sparkline";
                    limit?: number;
                    /** @description Default: desc, for names asc. */
                    order?: "asc" | "desc";
                    /** @description User ids, team ids or slugs; `me` is yourself. */
                    owner?: string[];
                    project?: string[];
                    /** @description In name, purpose, and the visible ends of the secret. */
                    q?: string;
                    /** @description Keys that are granted it, also by a wildcard. */
                    scope?: string;
                    sort?: "createdAt" | "name" | "expiresAt" | "lastUsedAt";
                    status?: ("pending" | "active" | "disabled" | "revoked" | "expired")[];
                    /** @description `name` or `name=value`. */
                    tag?: string;
                    /** @description Not used for this long, or never, and older than that. */
                    unusedSince?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of keys. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["ListedKey"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Make a key
         * @description Answers the secret, this once; or a request, where an approval is needed first.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Calls at most at the same time.
                         * @default null
                         */
                        concurrency?: number | null;
                        /**
                         * @description ISO 3166-1 alpha-2; empty is everywhere.
                         * @default []
                         */
                        countries?: string[];
                        environment: string;
                        /**
                         * Format: date-time
                         * @description Null is never, where the policy allows it.
                         */
                        expiresAt?: string | null;
                        /** @description A lifetime from now, such as 90d; instead of expiresAt. */
                        expiresIn?: string;
                        /**
                         * @description Addresses and CIDR ranges it may come from; empty is everywhere.
                         * @default []
                         */
                        ipAllowlist?: string[];
                        /**
                         * @description HTTP methods it may call; empty is all.
                         * @default []
                         */
                        methods?: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
                        name: string;
                        /**
                         * Format: date-time
                         * @default null
                         */
                        notBefore?: string | null;
                        /** @description A member's user id, or a team's id or slug; default yourself. */
                        owner?: string;
                        /**
                         * @description Path patterns: `*` or `{id}` is one segment, `**` the rest; empty is all.
                         * @default []
                         */
                        paths?: string[];
                        project: string;
                        /** @default  */
                        purpose?: string;
                        /**
                         * @description Calls at most per calendar month.
                         * @default null
                         */
                        quota?: number | null;
                        /** @description Default: the environment policy's. */
                        rateLimits?: {
                            /** @description Calls at once; default the limit. */
                            burst?: number;
                            /** @description Counts only calls of this method and path. */
                            endpoint?: string;
                            /** @description Calls at most in one window. */
                            limit: number;
                            /** @description Length of the window in seconds. */
                            window: number;
                        }[];
                        scopes: string[];
                        /** @default {} */
                        tags?: {
                            [key: string]: string;
                        };
                        /** @description An id or slug; what the body does not name is taken from it. */
                        template?: string;
                    } | {
                        /**
                         * @description Calls at most at the same time.
                         * @default null
                         */
                        concurrency?: number | null;
                        /**
                         * @description ISO 3166-1 alpha-2; empty is everywhere.
                         * @default []
                         */
                        countries?: string[];
                        environment: string;
                        /**
                         * Format: date-time
                         * @description Null is never, where the policy allows it.
                         */
                        expiresAt?: string | null;
                        /** @description A lifetime from now, such as 90d; instead of expiresAt. */
                        expiresIn?: string;
                        /**
                         * @description Addresses and CIDR ranges it may come from; empty is everywhere.
                         * @default []
                         */
                        ipAllowlist?: string[];
                        /**
                         * @description HTTP methods it may call; empty is all.
                         * @default []
                         */
                        methods?: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
                        name: string;
                        /**
                         * Format: date-time
                         * @default null
                         */
                        notBefore?: string | null;
                        /** @description A member's user id, or a team's id or slug; default yourself. */
                        owner?: string;
                        /**
                         * @description Path patterns: `*` or `{id}` is one segment, `**` the rest; empty is all.
                         * @default []
                         */
                        paths?: string[];
                        project: string;
                        /** @default  */
                        purpose?: string;
                        /**
                         * @description Calls at most per calendar month.
                         * @default null
                         */
                        quota?: number | null;
                        /** @description Default: the environment policy's. */
                        rateLimits?: {
                            /** @description Calls at once; default the limit. */
                            burst?: number;
                            /** @description Counts only calls of this method and path. */
                            endpoint?: string;
                            /** @description Calls at most in one window. */
                            limit: number;
                            /** @description Length of the window in seconds. */
                            window: number;
                        }[];
                        /** @description Default: the template's. */
                        scopes?: string[];
                        /** @default {} */
                        tags?: {
                            [key: string]: string;
                        };
                        /** @description An id or slug; what the body does not name is taken from it. */
                        template: string;
                    };
                };
            };
            responses: {
                /** @description The key and its secret. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            key: components["schemas"]["Key"];
                            secret: string;
                        };
                    };
                };
                /** @description The request that has to be approved. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            request: components["schemas"]["Request"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a key */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The key. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KeyDetail"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a key
         * @description Changes what it names. More rights than before are bound by the environment's policy.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Calls at most at the same time. */
                        concurrency?: number | null;
                        /** @description ISO 3166-1 alpha-2; empty is everywhere. */
                        countries?: string[];
                        /**
                         * Format: date-time
                         * @description Null is never, where the policy allows it.
                         */
                        expiresAt?: string | null;
                        /** @description A lifetime from now, such as 90d; instead of expiresAt. */
                        expiresIn?: string;
                        /** @description Addresses and CIDR ranges it may come from; empty is everywhere. */
                        ipAllowlist?: string[];
                        /** @description HTTP methods it may call; empty is all. */
                        methods?: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
                        name?: string;
                        /** Format: date-time */
                        notBefore?: string | null;
                        /** @description Path patterns: `*` or `{id}` is one segment, `**` the rest; empty is all. */
                        paths?: string[];
                        purpose?: string;
                        /** @description Calls at most per calendar month. */
                        quota?: number | null;
                        rateLimits?: {
                            /** @description Calls at once; default the limit. */
                            burst?: number;
                            /** @description Counts only calls of this method and path. */
                            endpoint?: string;
                            /** @description Calls at most in one window. */
                            limit: number;
                            /** @description Length of the window in seconds. */
                            window: number;
                        }[];
                        scopes?: string[];
                        tags?: {
                            [key: string]: string;
                        };
                    };
                };
            };
            responses: {
                /** @description The key. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Key"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the timeline of a key */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Newest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["TimelineEvent"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Disable a key */
        post: {
            parameters: {
                query?: {
                    wait?: string;
                };
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default null */
                        comment?: string | null;
                    };
                };
            };
            responses: {
                /** @description The key, and the gateways' receipts. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            key: components["schemas"]["Key"];
                            propagation: components["schemas"]["Propagation"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enable a disabled key */
        post: {
            parameters: {
                query?: {
                    wait?: string;
                };
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default null */
                        comment?: string | null;
                    };
                };
            };
            responses: {
                /** @description The key, and the gateways' receipts. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            key: components["schemas"]["Key"];
                            propagation: components["schemas"]["Propagation"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List recent verifications of a key
         * @description Same calls of one second are one event with a count.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    from?: string;
                    limit?: number;
                    to?: string;
                    verdict?: string;
                    version?: string;
                };
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Newest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["KeyEvent"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Extend a key
         * @description A later end within the policy; without a length, the policy's default lifetime from now.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description From now. Default: the policy's default lifetime, at most its longest. */
                        expiresIn?: string;
                    };
                };
            };
            responses: {
                /** @description The key. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            key: components["schemas"]["Key"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/extension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how far a key may be extended */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The dates, and what stands against it. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Extension"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a key's grants
         * @description Scopes and waivers with an end, newest first.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The grants. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Grant"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/grants/{grant}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a grant before its time */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    grant: string;
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default null */
                        comment?: string | null;
                    };
                };
            };
            responses: {
                /** @description The grant. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            grant: components["schemas"]["Grant"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/hand-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Wrap a secret in a single-use link
         * @description The secret that was just shown, for someone else. Only the link's fragment can open it.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default 86400 */
                        expiresIn?: string;
                        /**
                         * @description Who it is for; shown to owner and admins, never to the opener.
                         * @default
                         */
                        note?: string;
                        secret: string;
                    };
                };
            };
            responses: {
                /** @description The link, answered this once. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            link: components["schemas"]["HandOverLink"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the links to a key's secrets */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The links, newest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["WrappedLink"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/links/{link}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Cancel a link that nobody has opened */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                    link: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It opens nothing any more. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a change of a key on its last 30 days
         * @description What it would have refused of the calls that were accepted. Writes nothing.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Calls at most at the same time. */
                        concurrency?: number | null;
                        /** @description ISO 3166-1 alpha-2; empty is everywhere. */
                        countries?: string[];
                        /**
                         * Format: date-time
                         * @description Null is never, where the policy allows it.
                         */
                        expiresAt?: string | null;
                        /** @description A lifetime from now, such as 90d; instead of expiresAt. */
                        expiresIn?: string;
                        /** @description Addresses and CIDR ranges it may come from; empty is everywhere. */
                        ipAllowlist?: string[];
                        /** @description HTTP methods it may call; empty is all. */
                        methods?: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
                        name?: string;
                        /** Format: date-time */
                        notBefore?: string | null;
                        /** @description Path patterns: `*` or `{id}` is one segment, `**` the rest; empty is all. */
                        paths?: string[];
                        purpose?: string;
                        /** @description Calls at most per calendar month. */
                        quota?: number | null;
                        rateLimits?: {
                            /** @description Calls at once; default the limit. */
                            burst?: number;
                            /** @description Counts only calls of this method and path. */
                            endpoint?: string;
                            /** @description Calls at most in one window. */
                            limit: number;
                            /** @description Length of the window in seconds. */
                            window: number;
                        }[];
                        scopes?: string[];
                        tags?: {
                            [key: string]: string;
                        };
                    };
                };
            };
            responses: {
                /** @description What would have been refused, by change. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KeyChangePreview"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/refused-since": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read who still calls with a key that does not work
         * @description Since it was disabled or revoked, or has expired: how often, from where, when last.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was refused. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RefusedSince"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke a key
         * @description Final. Reasons after RFC 5280.
         */
        post: {
            parameters: {
                query?: {
                    wait?: string;
                };
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default null */
                        comment?: string | null;
                        /**
                         * @default unspecified
                         * @enum {string}
                         */
                        reason?: "unspecified" | "key_compromise" | "affiliation_changed" | "superseded" | "cessation_of_operation" | "privilege_withdrawn";
                    };
                };
            };
            responses: {
                /** @description The key, and the gateways' receipts. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            key: components["schemas"]["Key"];
                            propagation: components["schemas"]["Propagation"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate a key
         * @description A new secret, answered this once; the old one works until the overlap ends.
         */
        post: {
            parameters: {
                query?: {
                    wait?: string;
                };
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description How long the old version goes on: a duration, 0, or `first_use` of the new one. Default: the policy's. */
                        overlap?: "first_use" | 0 | string;
                        /** @default null */
                        reason?: string | null;
                    };
                };
            };
            responses: {
                /** @description The key and its new secret. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            key: components["schemas"]["Key"];
                            previousVersion: {
                                endsAt: string | null;
                                endsOnFirstUse: boolean;
                                id: string;
                                number: number;
                            };
                            propagation: components["schemas"]["Propagation"];
                            secret: string;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/rotate-to-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate a key for someone else
         * @description The new secret is in a single-use link and is shown to nobody else.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        expiresIn: string;
                        /** @default  */
                        note?: string;
                        overlap?: string;
                        /** @default null */
                        reason?: string | null;
                    };
                };
            };
            responses: {
                /** @description The link, answered this once. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            key: components["schemas"]["Key"];
                            link: {
                                expiresAt: string;
                                id: string;
                                url: string;
                            };
                            previousVersion: {
                                endsAt: string | null;
                                endsOnFirstUse: boolean;
                                id: string;
                                number: number;
                            };
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/rotation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how a key is rotated */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Its schedule, and what was done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KeyRotation"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change how a key is rotated
         * @description Its own interval (never longer than the policy's), hour and zone, pause, delivery, fallback owner.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Where in the target; empty is the target's own place. */
                        deliveryPlace?: string;
                        deliveryTarget?: string | null;
                        /** @description Who is told beside the owner as an end gets near. */
                        fallbackOwner?: string | null;
                        /** @description Of the day, in the zone. */
                        hour?: number;
                        intervalDays?: number | null;
                        overlap?: string | null;
                        paused?: boolean;
                        timezone?: string | null;
                    };
                };
            };
            responses: {
                /** @description The schedule. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KeyRotation"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/successor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a successor of a revoked key
         * @description Within 24 hours of its revocation: everything that it was, with a new secret. It stays revoked.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The new key. The secret is shown this once. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            key: components["schemas"]["Key"];
                            secret: string;
                        };
                    };
                };
                /** @description It needs an approval. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            request: components["schemas"]["Request"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a key another owner */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description A member's user id, or a team's id or slug. */
                        owner: string;
                        /** @default null */
                        reason?: string | null;
                    };
                };
            };
            responses: {
                /** @description The key. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            key: components["schemas"]["Key"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count verifications of a key
         * @description At most 2,000 buckets. Buckets are whole at both ends; `from` and `to` of the answer say which.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Default: an hour, a day, 30 days or 12 months back, by interval. */
                    from?: string;
                    groupBy?: ("key" | "project" | "environment" | "owner" | "outcome" | "endpoint" | "country" | "version")[];
                    interval?: "minute" | "hour" | "day" | "month";
                    outcome?: ("MALFORMED" | "NOT_FOUND" | "REVOKED" | "DISABLED" | "QUARANTINED" | "EXPIRED" | "FORBIDDEN_IP" | "FORBIDDEN_COUNTRY" | "INSUFFICIENT_SCOPE" | "FORBIDDEN_PATH" | "RATE_LIMITED" | "QUOTA_EXCEEDED" | "CONCURRENCY_EXCEEDED" | "VALID")[];
                    /** @description Whose hours, days and months. */
                    timezone?: string;
                    /** @description Exclusive. Default: now. */
                    to?: string;
                };
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Counts by bucket, verdict and group. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Usage"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/version-usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare the versions of a key
         * @description Its ten newest versions: how each came to be, its calls per day, and who uses it.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Newest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["VersionUse"][];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/{key}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the versions of a key */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    key: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Newest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["KeyVersion"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/identify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find the key of a secret
         * @description The secret is hashed and looked up, and kept nowhere. Finding one is audited.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        secret: string;
                    };
                };
            };
            responses: {
                /** @description The key. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            key: components["schemas"]["Key"];
                            version: {
                                endsAt: string | null;
                                id: string;
                                live: boolean;
                                number: number;
                            };
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/keys/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import keys by their hashes
         * @description Up to 1,000 at once; all of them or none.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description `sha256` of the secret, or `hmac-sha256` under this environment's own pepper (from a Latchkey export).
                         * @enum {string}
                         */
                        algorithm: "sha256" | "hmac-sha256";
                        environment: string;
                        keys: {
                            /**
                             * @description ISO 3166-1 alpha-2; empty is everywhere.
                             * @default []
                             */
                            countries?: string[];
                            /**
                             * Format: date-time
                             * @description When the key was made elsewhere.
                             */
                            createdAt?: string;
                            /**
                             * Format: date-time
                             * @description Null is never, where the policy allows it.
                             */
                            expiresAt?: string | null;
                            hash: string;
                            /**
                             * @description Addresses and CIDR ranges it may come from; empty is everywhere.
                             * @default []
                             */
                            ipAllowlist?: string[];
                            /**
                             * @description HTTP methods it may call; empty is all.
                             * @default []
                             */
                            methods?: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
                            name: string;
                            owner?: string;
                            /**
                             * @description Path patterns: `*` or `{id}` is one segment, `**` the rest; empty is all.
                             * @default []
                             */
                            paths?: string[];
                            /** @default  */
                            purpose?: string;
                            rateLimits?: {
                                /** @description Calls at once; default the limit. */
                                burst?: number;
                                /** @description Counts only calls of this method and path. */
                                endpoint?: string;
                                /** @description Calls at most in one window. */
                                limit: number;
                                /** @description Length of the window in seconds. */
                                window: number;
                            }[];
                            scopes: string[];
                            /** @default  */
                            secretLastFour?: string;
                            /** @default  */
                            secretStart?: string;
                            /** @default {} */
                            tags?: {
                                [key: string]: string;
                            };
                        }[];
                        /** @description For hmac-sha256: the version of the master secret; default the current. */
                        pepperVersion?: number;
                        project: string;
                    };
                };
            };
            responses: {
                /** @description What was imported. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            imported: number;
                            keys: {
                                id: string;
                                name: string;
                                versionId: string;
                            }[];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List mail
         * @description Newest first. `state=dead` is what was given up after several attempts.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    /** @description The whole address. */
                    recipient?: string;
                    state?: "queued" | "sent" | "dead" | "cancelled";
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Mail"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/mail/{mail}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a mail again
         * @description One that was given up or held back. The same event never becomes two messages.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    mail: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The mail. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Mail"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List members */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    /** @description Part of a name or address. */
                    q?: string;
                    role?: "owner" | "admin" | "developer" | "auditor";
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Member"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/members/{member}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a member */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    member: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The member. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Member"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /**
         * Remove a member, or leave
         * @description The body decides what happens to each key they own; a key without a decision is a 409 that lists it (`undecided`). Needs step-up.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    member: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default [] */
                        keys?: {
                            decision: {
                                /** @enum {string} */
                                action: "transfer";
                                ownerId: string;
                                /** @enum {string} */
                                ownerType: "user" | "team";
                            } | {
                                /** @enum {string} */
                                action: "disable";
                                /**
                                 * Format: date-time
                                 * @description When; left out is now. Until then the remover owns the key.
                                 */
                                on?: string;
                            } | {
                                /** @enum {string} */
                                action: "revoke";
                                /**
                                 * @default affiliation_changed
                                 * @enum {string}
                                 */
                                reason?: "unspecified" | "key_compromise" | "affiliation_changed" | "superseded" | "cessation_of_operation" | "privilege_withdrawn";
                            };
                            keyId: string;
                        }[];
                        /** @description For every key that `keys` does not name. */
                        otherKeys?: {
                            /** @enum {string} */
                            action: "transfer";
                            ownerId: string;
                            /** @enum {string} */
                            ownerType: "user" | "team";
                        } | {
                            /** @enum {string} */
                            action: "disable";
                            /**
                             * Format: date-time
                             * @description When; left out is now. Until then the remover owns the key.
                             */
                            on?: string;
                        } | {
                            /** @enum {string} */
                            action: "revoke";
                            /**
                             * @default affiliation_changed
                             * @enum {string}
                             */
                            reason?: "unspecified" | "key_compromise" | "affiliation_changed" | "superseded" | "cessation_of_operation" | "privilege_withdrawn";
                        };
                    };
                };
            };
            responses: {
                /** @description Removed. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            keys: number;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change a member's role
         * @description Counts in all their sessions at once. Needs step-up.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    member: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        role: "owner" | "admin" | "developer" | "auditor";
                    };
                };
            };
            responses: {
                /** @description The member. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Member"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/organizations/{organization}/members/{member}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change a member's access per environment
         * @description Environments that are not named stay as they are. Needs step-up.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    member: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        access: {
                            environmentId: string;
                            /**
                             * @description Null goes back to what the role gives.
                             * @enum {string|null}
                             */
                            level: "manage" | "create" | "request" | "read" | "none" | null;
                        }[];
                    };
                };
            };
            responses: {
                /** @description The member. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Member"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/members/{member}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The live keys a member owns
         * @description For deciding what happens to each before the member is removed.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    member: string;
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Keys. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["OwnedKey"][];
                            nextCursor: null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/members/access-matrix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who may do what where, and why */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    project?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Members against environments. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccessMatrix"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the overview */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The organization at a glance. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Overview"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List projects
         * @description By name. Archived ones are left out unless `archived` says otherwise.
         */
        get: {
            parameters: {
                query?: {
                    archived?: "true" | "false" | "all";
                    cursor?: string;
                    limit?: number;
                    /** @description Text in name or slug. */
                    q?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Project"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Create a project
         * @description It begins with the environments development, staging and production.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default  */
                        description?: string;
                        /** @description What every key of the project begins with. Default: from the slug. */
                        keyPrefix?: string;
                        name: string;
                        /** @description Default: from the name. */
                        slug?: string;
                    };
                };
            };
            responses: {
                /** @description The project. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Project"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/projects/{project}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a project */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The project. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Project"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a project
         * @description Slug and key prefix are fixed once a key exists (409).
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        description?: string;
                        /** @description Refused once the project has keys. */
                        keyPrefix?: string;
                        name?: string;
                        /** @description Refused once the project has keys. */
                        slug?: string;
                    };
                };
            };
            responses: {
                /** @description The project. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Project"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/organizations/{organization}/projects/{project}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Archive a project
         * @description Refused (409) while keys of it work or could work again.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The project. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Project"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/projects/{project}/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a project's environments */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them, in order. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Environment"][];
                            nextCursor: null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add an environment */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @default slate
                         * @enum {string}
                         */
                        color?: "green" | "blue" | "amber" | "red" | "violet" | "cyan" | "pink" | "slate";
                        name: string;
                        /** @description Order among its siblings; default last. */
                        position?: number;
                        /**
                         * @default moderate
                         * @enum {string}
                         */
                        sensitivity?: "low" | "moderate" | "high";
                        /** @description Default: from the name. */
                        slug?: string;
                        /** @description Second part of every key of the environment. Default: from the slug. */
                        tag?: string;
                    };
                };
            };
            responses: {
                /** @description The environment. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Environment"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/projects/{project}/environments/{environment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an environment */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    environment: string;
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The environment. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Environment"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /**
         * Remove an environment
         * @description Only one that never had a key (409).
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    environment: string;
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change an environment
         * @description Another sensitivity brings other presets of the policy, so it needs a step-up.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    environment: string;
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        color?: "green" | "blue" | "amber" | "red" | "violet" | "cyan" | "pink" | "slate";
                        name?: string;
                        position?: number;
                        /** @enum {string} */
                        sensitivity?: "low" | "moderate" | "high";
                    };
                };
            };
            responses: {
                /** @description The environment. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Environment"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/organizations/{organization}/projects/{project}/environments/{environment}/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an environment's policy */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    environment: string;
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The rules in force. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Policy"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /**
         * Replace a policy
         * @description Every rule is named. Needs a step-up.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    environment: string;
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Refused (409) when the policy is no longer at this version. */
                        ifVersion?: number;
                        /** @description What happens to live keys that the new policy leaves out of bounds; default nothing. Counts only where a rule changes. */
                        outOfBounds?: {
                            /** @enum {string} */
                            action: "nothing";
                        } | {
                            /** @enum {string} */
                            action: "warn";
                        } | {
                            /** @enum {string} */
                            action: "end";
                            /**
                             * Format: date-time
                             * @description At least a day from now.
                             */
                            endsAt: string;
                        };
                        policy: {
                            /** @description Null is every scope of the catalogue. */
                            allowedScopes: string[] | null;
                            /** @description Whether a key may have no expiry. */
                            allowNever: boolean;
                            allowWildcards: boolean;
                            /** @enum {string} */
                            anomalyResponse: "mail" | "throttle" | "quarantine" | "revoke";
                            /** @enum {string} */
                            anomalySensitivity: "low" | "normal" | "high";
                            approvals: {
                                count: number;
                                /** @default [] */
                                members?: string[];
                                /** @default [] */
                                roles?: ("owner" | "admin" | "developer" | "auditor")[];
                                /** @default [] */
                                teams?: string[];
                            };
                            /** @description An approval that nobody claims expires after this. */
                            claimExpiry: number;
                            /** @description Lifetime of a key that names no expiry, in seconds. */
                            defaultLifetime: number;
                            defaultOverlap: number;
                            defaultRateLimits: {
                                /** @description Calls at once; default the limit. */
                                burst?: number;
                                /** @description Counts only calls of this method and path. */
                                endpoint?: string;
                                /** @description Calls at most in one window. */
                                limit: number;
                                /** @description Length of the window in seconds. */
                                window: number;
                            }[];
                            escalateAfter: number | null;
                            expiryWarningDays: number[];
                            idleAfterDays: number | null;
                            /** @enum {string} */
                            idleResponse: "tell" | "disable" | "revoke";
                            /** @description Longest lifetime in seconds; null is no limit. */
                            longestLifetime: number | null;
                            longestOverlap: number;
                            longLifetimeAfter: number | null;
                            /** @description For lifetimes above `longLifetimeAfter`. */
                            longLifetimeApprovals: {
                                count: number;
                                /** @default [] */
                                members?: string[];
                                /** @default [] */
                                roles?: ("owner" | "admin" | "developer" | "auditor")[];
                                /** @default [] */
                                teams?: string[];
                            } | null;
                            /** @description For keys without an allow-list. */
                            openNetworkApprovals: {
                                count: number;
                                /** @default [] */
                                members?: string[];
                                /** @default [] */
                                roles?: ("owner" | "admin" | "developer" | "auditor")[];
                                /** @default [] */
                                teams?: string[];
                            } | null;
                            /** @description Whether the old version's end waits while it is still in use. */
                            overlapWaitsForUse: boolean;
                            /** @description A request that nobody decides expires after this. */
                            requestExpiry: number;
                            requireIpAllowlist: boolean;
                            /** @description Creating and rotating needs a factor proved within 10 minutes. */
                            requireStepUp: boolean;
                            revokeOnPublicLeak: boolean;
                            /** @description A version older than this is due for rotation; null is never. */
                            rotationInterval: number | null;
                            /** @description For keys with a sensitive scope; null is the same rule. */
                            sensitiveApprovals: {
                                count: number;
                                /** @default [] */
                                members?: string[];
                                /** @default [] */
                                roles?: ("owner" | "admin" | "developer" | "auditor")[];
                                /** @default [] */
                                teams?: string[];
                            } | null;
                            /** @description How long known keys are served from a gateway's cache while the database is out. */
                            serveStaleSeconds: number;
                        };
                        /** @description For the audit trail. */
                        reason?: string;
                    };
                };
            };
            responses: {
                /** @description The rules in force. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Policy"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change rules of a policy
         * @description Only what is named changes. Needs a step-up.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    environment: string;
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Refused (409) when the policy is no longer at this version. */
                        ifVersion?: number;
                        /** @description What happens to live keys that the new policy leaves out of bounds; default nothing. Counts only where a rule changes. */
                        outOfBounds?: {
                            /** @enum {string} */
                            action: "nothing";
                        } | {
                            /** @enum {string} */
                            action: "warn";
                        } | {
                            /** @enum {string} */
                            action: "end";
                            /**
                             * Format: date-time
                             * @description At least a day from now.
                             */
                            endsAt: string;
                        };
                        /** @default {} */
                        policy?: {
                            /** @description Null is every scope of the catalogue. */
                            allowedScopes?: string[] | null;
                            /** @description Whether a key may have no expiry. */
                            allowNever?: boolean;
                            allowWildcards?: boolean;
                            /** @enum {string} */
                            anomalyResponse?: "mail" | "throttle" | "quarantine" | "revoke";
                            /** @enum {string} */
                            anomalySensitivity?: "low" | "normal" | "high";
                            approvals?: {
                                count: number;
                                /** @default [] */
                                members?: string[];
                                /** @default [] */
                                roles?: ("owner" | "admin" | "developer" | "auditor")[];
                                /** @default [] */
                                teams?: string[];
                            };
                            /** @description An approval that nobody claims expires after this. */
                            claimExpiry?: number;
                            /** @description Lifetime of a key that names no expiry, in seconds. */
                            defaultLifetime?: number;
                            defaultOverlap?: number;
                            defaultRateLimits?: {
                                /** @description Calls at once; default the limit. */
                                burst?: number;
                                /** @description Counts only calls of this method and path. */
                                endpoint?: string;
                                /** @description Calls at most in one window. */
                                limit: number;
                                /** @description Length of the window in seconds. */
                                window: number;
                            }[];
                            escalateAfter?: number | null;
                            expiryWarningDays?: number[];
                            idleAfterDays?: number | null;
                            /** @enum {string} */
                            idleResponse?: "tell" | "disable" | "revoke";
                            /** @description Longest lifetime in seconds; null is no limit. */
                            longestLifetime?: number | null;
                            longestOverlap?: number;
                            longLifetimeAfter?: number | null;
                            /** @description For lifetimes above `longLifetimeAfter`. */
                            longLifetimeApprovals?: {
                                count: number;
                                /** @default [] */
                                members?: string[];
                                /** @default [] */
                                roles?: ("owner" | "admin" | "developer" | "auditor")[];
                                /** @default [] */
                                teams?: string[];
                            } | null;
                            /** @description For keys without an allow-list. */
                            openNetworkApprovals?: {
                                count: number;
                                /** @default [] */
                                members?: string[];
                                /** @default [] */
                                roles?: ("owner" | "admin" | "developer" | "auditor")[];
                                /** @default [] */
                                teams?: string[];
                            } | null;
                            /** @description Whether the old version's end waits while it is still in use. */
                            overlapWaitsForUse?: boolean;
                            /** @description A request that nobody decides expires after this. */
                            requestExpiry?: number;
                            requireIpAllowlist?: boolean;
                            /** @description Creating and rotating needs a factor proved within 10 minutes. */
                            requireStepUp?: boolean;
                            revokeOnPublicLeak?: boolean;
                            /** @description A version older than this is due for rotation; null is never. */
                            rotationInterval?: number | null;
                            /** @description For keys with a sensitive scope; null is the same rule. */
                            sensitiveApprovals?: {
                                count: number;
                                /** @default [] */
                                members?: string[];
                                /** @default [] */
                                roles?: ("owner" | "admin" | "developer" | "auditor")[];
                                /** @default [] */
                                teams?: string[];
                            } | null;
                            /** @description How long known keys are served from a gateway's cache while the database is out. */
                            serveStaleSeconds?: number;
                        };
                        /** @description For the audit trail. */
                        reason?: string;
                        /** @default [] */
                        reset?: ("defaultLifetime" | "longestLifetime" | "allowNever" | "rotationInterval" | "defaultOverlap" | "longestOverlap" | "overlapWaitsForUse" | "allowWildcards" | "allowedScopes" | "requireIpAllowlist" | "defaultRateLimits" | "serveStaleSeconds" | "requireStepUp" | "approvals" | "sensitiveApprovals" | "longLifetimeApprovals" | "longLifetimeAfter" | "openNetworkApprovals" | "requestExpiry" | "claimExpiry" | "escalateAfter" | "expiryWarningDays" | "idleAfterDays" | "idleResponse" | "anomalyResponse" | "anomalySensitivity" | "revokeOnPublicLeak")[];
                    };
                };
            };
            responses: {
                /** @description The rules in force. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Policy"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/organizations/{organization}/projects/{project}/environments/{environment}/policy/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * See which keys a policy would leave out of bounds
         * @description Changes nothing. With an empty body, the policy in force is measured.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    environment: string;
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default {} */
                        policy?: {
                            /** @description Null is every scope of the catalogue. */
                            allowedScopes?: string[] | null;
                            /** @description Whether a key may have no expiry. */
                            allowNever?: boolean;
                            allowWildcards?: boolean;
                            /** @enum {string} */
                            anomalyResponse?: "mail" | "throttle" | "quarantine" | "revoke";
                            /** @enum {string} */
                            anomalySensitivity?: "low" | "normal" | "high";
                            approvals?: {
                                count: number;
                                /** @default [] */
                                members?: string[];
                                /** @default [] */
                                roles?: ("owner" | "admin" | "developer" | "auditor")[];
                                /** @default [] */
                                teams?: string[];
                            };
                            /** @description An approval that nobody claims expires after this. */
                            claimExpiry?: number;
                            /** @description Lifetime of a key that names no expiry, in seconds. */
                            defaultLifetime?: number;
                            defaultOverlap?: number;
                            defaultRateLimits?: {
                                /** @description Calls at once; default the limit. */
                                burst?: number;
                                /** @description Counts only calls of this method and path. */
                                endpoint?: string;
                                /** @description Calls at most in one window. */
                                limit: number;
                                /** @description Length of the window in seconds. */
                                window: number;
                            }[];
                            escalateAfter?: number | null;
                            expiryWarningDays?: number[];
                            idleAfterDays?: number | null;
                            /** @enum {string} */
                            idleResponse?: "tell" | "disable" | "revoke";
                            /** @description Longest lifetime in seconds; null is no limit. */
                            longestLifetime?: number | null;
                            longestOverlap?: number;
                            longLifetimeAfter?: number | null;
                            /** @description For lifetimes above `longLifetimeAfter`. */
                            longLifetimeApprovals?: {
                                count: number;
                                /** @default [] */
                                members?: string[];
                                /** @default [] */
                                roles?: ("owner" | "admin" | "developer" | "auditor")[];
                                /** @default [] */
                                teams?: string[];
                            } | null;
                            /** @description For keys without an allow-list. */
                            openNetworkApprovals?: {
                                count: number;
                                /** @default [] */
                                members?: string[];
                                /** @default [] */
                                roles?: ("owner" | "admin" | "developer" | "auditor")[];
                                /** @default [] */
                                teams?: string[];
                            } | null;
                            /** @description Whether the old version's end waits while it is still in use. */
                            overlapWaitsForUse?: boolean;
                            /** @description A request that nobody decides expires after this. */
                            requestExpiry?: number;
                            requireIpAllowlist?: boolean;
                            /** @description Creating and rotating needs a factor proved within 10 minutes. */
                            requireStepUp?: boolean;
                            revokeOnPublicLeak?: boolean;
                            /** @description A version older than this is due for rotation; null is never. */
                            rotationInterval?: number | null;
                            /** @description For keys with a sensitive scope; null is the same rule. */
                            sensitiveApprovals?: {
                                count: number;
                                /** @default [] */
                                members?: string[];
                                /** @default [] */
                                roles?: ("owner" | "admin" | "developer" | "auditor")[];
                                /** @default [] */
                                teams?: string[];
                            } | null;
                            /** @description How long known keys are served from a gateway's cache while the database is out. */
                            serveStaleSeconds?: number;
                        };
                        /** @default [] */
                        reset?: ("defaultLifetime" | "longestLifetime" | "allowNever" | "rotationInterval" | "defaultOverlap" | "longestOverlap" | "overlapWaitsForUse" | "allowWildcards" | "allowedScopes" | "requireIpAllowlist" | "defaultRateLimits" | "serveStaleSeconds" | "requireStepUp" | "approvals" | "sensitiveApprovals" | "longLifetimeApprovals" | "longLifetimeAfter" | "openNetworkApprovals" | "requestExpiry" | "claimExpiry" | "escalateAfter" | "expiryWarningDays" | "idleAfterDays" | "idleResponse" | "anomalyResponse" | "anomalySensitivity" | "revokeOnPublicLeak")[];
                    };
                };
            };
            responses: {
                /** @description How the live keys measure up. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PolicyPreview"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/projects/{project}/environments/{environment}/unused-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an environment's rules for unused keys */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    environment: string;
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The rules. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UnusedRules"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /**
         * Set an environment's rules for unused keys
         * @description Those who manage the environment, with step-up.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    environment: string;
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Days without a call after which an old version ends before its overlap.
                         * @default null
                         */
                        endIdleVersions?: number | null;
                        /**
                         * @description Counted from its last call. Beside the policy's own idle rule.
                         * @default {
                         *       "tell": null,
                         *       "disable": null,
                         *       "revoke": null
                         *     }
                         */
                        idle?: {
                            /** @description Days after which the key is disabled. */
                            disable: number | null;
                            /** @description Days after which the key is revoked. */
                            revoke: number | null;
                            /** @description Days after which the owner is told. */
                            tell: number | null;
                        };
                        /**
                         * @description Counted from when the key was made.
                         * @default {
                         *       "tell": null,
                         *       "disable": null,
                         *       "revoke": null
                         *     }
                         */
                        neverUsed?: {
                            /** @description Days after which the key is disabled. */
                            disable: number | null;
                            /** @description Days after which the key is revoked. */
                            revoke: number | null;
                            /** @description Days after which the owner is told. */
                            tell: number | null;
                        };
                        /**
                         * @description Days without a refused call after which a disabled key is revoked.
                         * @default null
                         */
                        revokeDisabled?: number | null;
                    };
                };
            };
            responses: {
                /** @description The rules. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UnusedRules"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/projects/{project}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a project out of the archive */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The project. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Project"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/projects/{project}/scopes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a project's scopes */
        get: {
            parameters: {
                query?: {
                    category?: string;
                    cursor?: string;
                    limit?: number;
                    /** @description Text in name, description or category. */
                    q?: string;
                    sensitive?: "true" | "false";
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page, by name. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Scope"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /**
         * Replace the catalogue
         * @description Adds, edits and removes until the catalogue is what the list says; all or nothing.
         */
        put: {
            parameters: {
                query?: {
                    /** @description Answer what would change, and change nothing. */
                    dryRun?: "true" | "false";
                    /** @description Take removed scopes from the live keys that have them. */
                    force?: "true" | "false";
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        scopes: {
                            /** @default  */
                            category?: "" | string;
                            /** @default  */
                            description?: string;
                            /**
                             * @description Calls this scope is for: `GET /invoices/**`, `/invoices/{id}`.
                             * @default []
                             */
                            endpoints?: string[];
                            name: string;
                            /** @default false */
                            sensitive?: boolean;
                        }[];
                    };
                };
            };
            responses: {
                /** @description What changed, or would. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ScopeChanges"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Add a scope */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default  */
                        category?: "" | string;
                        /** @default  */
                        description?: string;
                        /**
                         * @description Calls this scope is for: `GET /invoices/**`, `/invoices/{id}`.
                         * @default []
                         */
                        endpoints?: string[];
                        name: string;
                        /** @default false */
                        sensitive?: boolean;
                    };
                };
            };
            responses: {
                /** @description The scope. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Scope"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/projects/{project}/scopes/{scope}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a scope
         * @description 409 with the keys while live keys have it; `force=true` takes it from them, with a step-up.
         */
        delete: {
            parameters: {
                query?: {
                    /** @description Take the scope from the live keys that have it. */
                    force?: "true" | "false";
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    scope: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change a scope
         * @description Its name stays. To stop calling it sensitive needs a step-up.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    scope: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        category?: "" | string;
                        description?: string;
                        /** @description Calls this scope is for: `GET /invoices/**`, `/invoices/{id}`. */
                        endpoints?: string[];
                        sensitive?: boolean;
                    };
                };
            };
            responses: {
                /** @description The scope. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Scope"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/organizations/{organization}/projects/{project}/scopes/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Propose scopes from an OpenAPI document
         * @description Changes nothing unless `dryRun=false`; then adds new scopes and new calls, and removes none.
         */
        post: {
            parameters: {
                query?: {
                    /** @description Answers the proposals and changes nothing; true unless it is `false`. */
                    dryRun?: "true" | "false";
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description What stands before the document's paths; default: the path of its first server. */
                        basePath?: string;
                        /** @description An OpenAPI 3 (or Swagger 2) document. */
                        document: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            responses: {
                /** @description The proposals. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ScopeImport"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/projects/{project}/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List templates */
        get: {
            parameters: {
                query?: {
                    archived?: "true" | "false";
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of templates, by name. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Template"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Write a template */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description A business function, such as Billing.
                         * @default
                         */
                        category?: "" | string;
                        /** @default null */
                        concurrency?: number | null;
                        /** @default [] */
                        countries?: string[];
                        /** @default  */
                        description?: string;
                        /** @default [] */
                        ipAllowlist?: string[];
                        /**
                         * @description A lifetime such as 90d; null leaves it to the policy.
                         * @default null
                         */
                        lifetime?: string | null;
                        /** @default [] */
                        methods?: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
                        name: string;
                        /** @default [] */
                        paths?: string[];
                        /** @default null */
                        quota?: number | null;
                        /** @default [] */
                        rateLimits?: {
                            /** @description Calls at once; default the limit. */
                            burst?: number;
                            /** @description Counts only calls of this method and path. */
                            endpoint?: string;
                            /** @description Calls at most in one window. */
                            limit: number;
                            /** @description Length of the window in seconds. */
                            window: number;
                        }[];
                        scopes: string[];
                        /** @description Default: from the name. */
                        slug?: string;
                        /** @default {} */
                        tags?: {
                            [key: string]: string;
                        };
                    };
                };
            };
            responses: {
                /** @description The template. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Template"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/projects/{project}/templates/{template}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a template */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    template: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The template with its versions. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TemplateDetail"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Archive a template */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    template: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is out of use; keys keep saying that they come from it. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change a template
         * @description A new version. Keys stay as they are and show that the template has moved on.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    template: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        category?: "" | string;
                        concurrency?: number | null;
                        countries?: string[];
                        description?: string;
                        ipAllowlist?: string[];
                        /** @description A lifetime such as 90d; null leaves it to the policy. */
                        lifetime?: string | null;
                        methods?: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
                        name?: string;
                        paths?: string[];
                        quota?: number | null;
                        rateLimits?: {
                            /** @description Calls at once; default the limit. */
                            burst?: number;
                            /** @description Counts only calls of this method and path. */
                            endpoint?: string;
                            /** @description Calls at most in one window. */
                            limit: number;
                            /** @description Length of the window in seconds. */
                            window: number;
                        }[];
                        scopes?: string[];
                        tags?: {
                            [key: string]: string;
                        };
                    };
                };
            };
            responses: {
                /** @description The template. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Template"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/organizations/{organization}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List requests */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    environment?: string;
                    key?: string;
                    kind?: ("create_key" | "extend_scopes" | "extend_expiry" | "elevate" | "waive_network")[];
                    limit?: number;
                    project?: string;
                    /** @description A user id, or `me`. */
                    requester?: string;
                    state?: ("pending" | "approved" | "claimed" | "denied" | "cancelled" | "expired")[];
                    /** @description `me`: pending, and the caller may decide and has not yet. */
                    waiting?: "me";
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of requests, newest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Request"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Ask for something
         * @description A new key, more scopes, a longer life, scopes for a time, or a waiver of the allow-list.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Calls at most at the same time.
                         * @default null
                         */
                        concurrency?: number | null;
                        /**
                         * @description ISO 3166-1 alpha-2; empty is everywhere.
                         * @default []
                         */
                        countries?: string[];
                        environment: string;
                        /**
                         * Format: date-time
                         * @description Null is never, where the policy allows it.
                         */
                        expiresAt?: string | null;
                        /** @description A lifetime from now, such as 90d; instead of expiresAt. */
                        expiresIn?: string;
                        /**
                         * @description Addresses and CIDR ranges it may come from; empty is everywhere.
                         * @default []
                         */
                        ipAllowlist?: string[];
                        /** @enum {string} */
                        kind: "create_key";
                        /**
                         * @description HTTP methods it may call; empty is all.
                         * @default []
                         */
                        methods?: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
                        name: string;
                        /**
                         * Format: date-time
                         * @default null
                         */
                        notBefore?: string | null;
                        /** @description A member's user id, or a team's id or slug; default yourself. */
                        owner?: string;
                        /**
                         * @description Path patterns: `*` or `{id}` is one segment, `**` the rest; empty is all.
                         * @default []
                         */
                        paths?: string[];
                        project: string;
                        /** @default  */
                        purpose?: string;
                        /**
                         * @description Calls at most per calendar month.
                         * @default null
                         */
                        quota?: number | null;
                        /** @description Default: the environment policy's. */
                        rateLimits?: {
                            /** @description Calls at once; default the limit. */
                            burst?: number;
                            /** @description Counts only calls of this method and path. */
                            endpoint?: string;
                            /** @description Calls at most in one window. */
                            limit: number;
                            /** @description Length of the window in seconds. */
                            window: number;
                        }[];
                        reason: string;
                        scopes: string[];
                        /** @default {} */
                        tags?: {
                            [key: string]: string;
                        };
                        /** @description An id or slug; what the body does not name is taken from it. */
                        template?: string;
                        /**
                         * @description Asks for a key without the allow-list that the policy demands.
                         * @default false
                         */
                        waiveNetwork?: boolean;
                    } | {
                        /**
                         * @description Calls at most at the same time.
                         * @default null
                         */
                        concurrency?: number | null;
                        /**
                         * @description ISO 3166-1 alpha-2; empty is everywhere.
                         * @default []
                         */
                        countries?: string[];
                        environment: string;
                        /**
                         * Format: date-time
                         * @description Null is never, where the policy allows it.
                         */
                        expiresAt?: string | null;
                        /** @description A lifetime from now, such as 90d; instead of expiresAt. */
                        expiresIn?: string;
                        /**
                         * @description Addresses and CIDR ranges it may come from; empty is everywhere.
                         * @default []
                         */
                        ipAllowlist?: string[];
                        /** @enum {string} */
                        kind: "create_key";
                        /**
                         * @description HTTP methods it may call; empty is all.
                         * @default []
                         */
                        methods?: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
                        name: string;
                        /**
                         * Format: date-time
                         * @default null
                         */
                        notBefore?: string | null;
                        /** @description A member's user id, or a team's id or slug; default yourself. */
                        owner?: string;
                        /**
                         * @description Path patterns: `*` or `{id}` is one segment, `**` the rest; empty is all.
                         * @default []
                         */
                        paths?: string[];
                        project: string;
                        /** @default  */
                        purpose?: string;
                        /**
                         * @description Calls at most per calendar month.
                         * @default null
                         */
                        quota?: number | null;
                        /** @description Default: the environment policy's. */
                        rateLimits?: {
                            /** @description Calls at once; default the limit. */
                            burst?: number;
                            /** @description Counts only calls of this method and path. */
                            endpoint?: string;
                            /** @description Calls at most in one window. */
                            limit: number;
                            /** @description Length of the window in seconds. */
                            window: number;
                        }[];
                        reason: string;
                        /** @description Default: the template's. */
                        scopes?: string[];
                        /** @default {} */
                        tags?: {
                            [key: string]: string;
                        };
                        /** @description An id or slug; what the body does not name is taken from it. */
                        template: string;
                        /**
                         * @description Asks for a key without the allow-list that the policy demands.
                         * @default false
                         */
                        waiveNetwork?: boolean;
                    } | {
                        key: string;
                        /** @enum {string} */
                        kind: "extend_scopes";
                        reason: string;
                        scopes: string[];
                    } | {
                        /**
                         * Format: date-time
                         * @description Null is never, where the policy allows it.
                         */
                        expiresAt?: string | null;
                        /** @description A lifetime from now, such as 90d; instead of expiresAt. */
                        expiresIn?: string;
                        key: string;
                        /** @enum {string} */
                        kind: "extend_expiry";
                        reason: string;
                    } | {
                        /** @description How long, from the approval. */
                        duration: string;
                        key: string;
                        /** @enum {string} */
                        kind: "elevate";
                        reason: string;
                        scopes: string[];
                    } | {
                        duration: string;
                        key: string;
                        /** @enum {string} */
                        kind: "waive_network";
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The request, approved at once where nobody has to be asked. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            request: components["schemas"]["Request"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/requests/{request}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a request
         * @description With what is missing, who can decide, what is unusual, similar keys, decisions and revisions.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    request: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The request. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RequestDetail"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Edit an undecided request
         * @description Names what changes, in the fields of its kind. A new revision: decisions so far are void.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    request: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description The request. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            request: components["schemas"]["Request"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/organizations/{organization}/requests/{request}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a request, with less where the approver says so
         * @description Needs a factor proved within the last 10 minutes.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    request: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default null */
                        comment?: string | null;
                        /** @description Scopes that are taken out of the request. */
                        dropScopes?: string[];
                        /** @description The elevation or waiver lasts at most this long. */
                        duration?: string;
                        /**
                         * Format: date-time
                         * @description The key ends at the latest then.
                         */
                        expiresAt?: string;
                        /** @description The `hash` the approver looked at: refused with 409 when the request says something else by now. */
                        hash?: string;
                        /** @description A new key lives at most this long from its claim. */
                        lifetime?: string;
                    };
                };
            };
            responses: {
                /** @description The request. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            request: components["schemas"]["Request"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/requests/{request}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take one's own request back */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    request: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default null */
                        comment?: string | null;
                    };
                };
            };
            responses: {
                /** @description The request. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            request: components["schemas"]["Request"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/requests/{request}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Claim an approved key
         * @description Makes the secret, answered this once; or a single-use link with it for someone else.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    request: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Answers a single-use link for someone else instead of the secret. */
                        handOver?: {
                            /** @default 86400 */
                            expiresIn?: string;
                            /**
                             * @description Who it is for; shown to owner and admins, never to the opener.
                             * @default
                             */
                            note?: string;
                        };
                    };
                };
            };
            responses: {
                /** @description The key, with its secret or a link. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            key: components["schemas"]["Key"];
                            link?: components["schemas"]["HandOverLink"];
                            request: components["schemas"]["Request"];
                            secret?: string;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/requests/{request}/deny": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deny a request, with a reason
         * @description Needs a factor proved within the last 10 minutes.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    request: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description The `hash` the approver looked at: refused with 409 when the request says something else by now. */
                        hash?: string;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The request. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            request: components["schemas"]["Request"];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/requests/bulk-decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide on several requests
         * @description Each by itself: the answer says for each whether it was decided. Needs a factor proved within 10 minutes.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description For denials it is the reason, and needed.
                         * @default null
                         */
                        comment?: string | null;
                        /** @enum {string} */
                        decision: "approve" | "deny";
                        requests: {
                            /** @description The `hash` the approver looked at: refused with 409 when the request says something else by now. */
                            hash?: string;
                            id: string;
                        }[];
                    };
                };
            };
            responses: {
                /** @description One result for each request, in order. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                id: string;
                                problem: {
                                    code: string;
                                    message: string;
                                } | null;
                                request: components["schemas"]["Request"] & (Record<string, never> | null);
                            }[];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/requests/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count what waits for the caller */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The counts. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RequestCounts"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/requests/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * See what would become of a request
         * @description Writes nothing: who would have to agree, who can, and how long it usually takes.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Calls at most at the same time.
                         * @default null
                         */
                        concurrency?: number | null;
                        /**
                         * @description ISO 3166-1 alpha-2; empty is everywhere.
                         * @default []
                         */
                        countries?: string[];
                        environment: string;
                        /**
                         * Format: date-time
                         * @description Null is never, where the policy allows it.
                         */
                        expiresAt?: string | null;
                        /** @description A lifetime from now, such as 90d; instead of expiresAt. */
                        expiresIn?: string;
                        /**
                         * @description Addresses and CIDR ranges it may come from; empty is everywhere.
                         * @default []
                         */
                        ipAllowlist?: string[];
                        /** @enum {string} */
                        kind: "create_key";
                        /**
                         * @description HTTP methods it may call; empty is all.
                         * @default []
                         */
                        methods?: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
                        name: string;
                        /**
                         * Format: date-time
                         * @default null
                         */
                        notBefore?: string | null;
                        /** @description A member's user id, or a team's id or slug; default yourself. */
                        owner?: string;
                        /**
                         * @description Path patterns: `*` or `{id}` is one segment, `**` the rest; empty is all.
                         * @default []
                         */
                        paths?: string[];
                        project: string;
                        /** @default  */
                        purpose?: string;
                        /**
                         * @description Calls at most per calendar month.
                         * @default null
                         */
                        quota?: number | null;
                        /** @description Default: the environment policy's. */
                        rateLimits?: {
                            /** @description Calls at once; default the limit. */
                            burst?: number;
                            /** @description Counts only calls of this method and path. */
                            endpoint?: string;
                            /** @description Calls at most in one window. */
                            limit: number;
                            /** @description Length of the window in seconds. */
                            window: number;
                        }[];
                        reason: string;
                        scopes: string[];
                        /** @default {} */
                        tags?: {
                            [key: string]: string;
                        };
                        /** @description An id or slug; what the body does not name is taken from it. */
                        template?: string;
                        /**
                         * @description Asks for a key without the allow-list that the policy demands.
                         * @default false
                         */
                        waiveNetwork?: boolean;
                    } | {
                        /**
                         * @description Calls at most at the same time.
                         * @default null
                         */
                        concurrency?: number | null;
                        /**
                         * @description ISO 3166-1 alpha-2; empty is everywhere.
                         * @default []
                         */
                        countries?: string[];
                        environment: string;
                        /**
                         * Format: date-time
                         * @description Null is never, where the policy allows it.
                         */
                        expiresAt?: string | null;
                        /** @description A lifetime from now, such as 90d; instead of expiresAt. */
                        expiresIn?: string;
                        /**
                         * @description Addresses and CIDR ranges it may come from; empty is everywhere.
                         * @default []
                         */
                        ipAllowlist?: string[];
                        /** @enum {string} */
                        kind: "create_key";
                        /**
                         * @description HTTP methods it may call; empty is all.
                         * @default []
                         */
                        methods?: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
                        name: string;
                        /**
                         * Format: date-time
                         * @default null
                         */
                        notBefore?: string | null;
                        /** @description A member's user id, or a team's id or slug; default yourself. */
                        owner?: string;
                        /**
                         * @description Path patterns: `*` or `{id}` is one segment, `**` the rest; empty is all.
                         * @default []
                         */
                        paths?: string[];
                        project: string;
                        /** @default  */
                        purpose?: string;
                        /**
                         * @description Calls at most per calendar month.
                         * @default null
                         */
                        quota?: number | null;
                        /** @description Default: the environment policy's. */
                        rateLimits?: {
                            /** @description Calls at once; default the limit. */
                            burst?: number;
                            /** @description Counts only calls of this method and path. */
                            endpoint?: string;
                            /** @description Calls at most in one window. */
                            limit: number;
                            /** @description Length of the window in seconds. */
                            window: number;
                        }[];
                        reason: string;
                        /** @description Default: the template's. */
                        scopes?: string[];
                        /** @default {} */
                        tags?: {
                            [key: string]: string;
                        };
                        /** @description An id or slug; what the body does not name is taken from it. */
                        template: string;
                        /**
                         * @description Asks for a key without the allow-list that the policy demands.
                         * @default false
                         */
                        waiveNetwork?: boolean;
                    } | {
                        key: string;
                        /** @enum {string} */
                        kind: "extend_scopes";
                        reason: string;
                        scopes: string[];
                    } | {
                        /**
                         * Format: date-time
                         * @description Null is never, where the policy allows it.
                         */
                        expiresAt?: string | null;
                        /** @description A lifetime from now, such as 90d; instead of expiresAt. */
                        expiresIn?: string;
                        key: string;
                        /** @enum {string} */
                        kind: "extend_expiry";
                        reason: string;
                    } | {
                        /** @description How long, from the approval. */
                        duration: string;
                        key: string;
                        /** @enum {string} */
                        kind: "elevate";
                        reason: string;
                        scopes: string[];
                    } | {
                        duration: string;
                        key: string;
                        /** @enum {string} */
                        kind: "waive_network";
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The way it would go. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RequestPreview"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List rotations
         * @description What a schedule, a policy or a person asked for, newest first. `due` without a target is its owner's task.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Rotation"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Ask for the rotation of a set of keys
         * @description By those who manage their environment, with step-up. Keys that cannot be rotated are named in `left`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        keys: string[];
                        overlap?: string;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description What was asked for. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            left: {
                                key: string;
                                why: string;
                            }[];
                            rotations: components["schemas"]["Rotation"][];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/service-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List service tokens */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    /** @description Text in the name. */
                    q?: string;
                    status?: "active" | "expired" | "revoked";
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page, newest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["ServiceToken"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Make a service token
         * @description Answers the token, this once. Needs a step-up. Nobody can give what they do not have.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Ids or slugs in the project: the token reaches these environments only. */
                        environments?: string[];
                        /**
                         * Format: date-time
                         * @description Null or absent: it does not expire.
                         */
                        expiresAt?: string | null;
                        /** @description Instead of expiresAt: `90d`. */
                        expiresIn?: string;
                        name: string;
                        /** @description What the token may do; `*` is everything. */
                        permissions: ("keys:read" | "keys:write" | "keys:verify" | "requests:read" | "requests:write" | "reviews:read" | "reviews:write" | "projects:read" | "projects:write" | "usage:read" | "usage:write" | "members:read" | "members:write" | "service_tokens:read" | "service_tokens:write" | "audit:read" | "anomalies:read" | "anomalies:write" | "webhooks:read" | "webhooks:write" | "*")[];
                        /** @description Id or slug: the token reaches this project only. */
                        project?: string;
                    };
                };
            };
            responses: {
                /** @description The token. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            serviceToken: components["schemas"]["ServiceToken"];
                            token: string;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/service-tokens/{serviceToken}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a service token */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    serviceToken: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The service token. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ServiceToken"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/service-tokens/{serviceToken}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke a service token
         * @description For good, with its next call.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    serviceToken: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description For the audit trail. */
                        reason?: string;
                    };
                };
            };
            responses: {
                /** @description The service token. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ServiceToken"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List teams */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Team"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Make a team */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        slug?: string;
                    };
                };
            };
            responses: {
                /** @description Made. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamDetail"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/teams/{team}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a team */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    team: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The team and its people. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamDetail"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a team that owns no keys */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    team: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removed. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a team */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    team: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        slug?: string;
                    };
                };
            };
            responses: {
                /** @description The team. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamDetail"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/organizations/{organization}/teams/{team}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a member to a team */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    team: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        memberId: string;
                    };
                };
            };
            responses: {
                /** @description The team. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamDetail"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/teams/{team}/members/{member}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a member out of a team */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    member: string;
                    organization: string;
                    team: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The team. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamDetail"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/trust-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List trust rules */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    environment?: string;
                    limit?: number;
                    project?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of trust rules, newest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TrustRulePage"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Make a trust rule
         * @description Owners and admins, with a factor proved within the last 10 minutes.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Addresses and ranges that may exchange; empty is any.
                         * @default []
                         */
                        addresses?: string[];
                        /** @description As the token's `aud` says it. Default: `latchkey:<organization>:<name>`; `latchkey:` is reserved for that. */
                        audience?: string;
                        /**
                         * @description More claims that must match, by name, each exactly or by a pattern.
                         * @default {}
                         */
                        claims?: {
                            [key: string]: string;
                        };
                        /** @default true */
                        enabled?: boolean;
                        environment: string;
                        /** @description As the token's `iss` says it. */
                        issuer: string;
                        /**
                         * @description Life of a lease: a duration of at most 15m, or seconds.
                         * @default 300
                         */
                        longestLife?: string | number;
                        name: string;
                        project: string;
                        scopes: string[];
                        /** @description Pattern for the token's `sub`; `*` is one whole part between `:`, `/` or `|`. */
                        subject: string;
                    };
                };
            };
            responses: {
                /** @description The trust rule. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TrustRule"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization}/trust-rules/{rule}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a trust rule */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    rule: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The trust rule. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TrustRule"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /**
         * Remove a trust rule
         * @description The leases that the rule gave are void.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    rule: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The rule is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change a trust rule
         * @description A change of more than the name voids the leases that the rule gave before.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    rule: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        addresses?: string[];
                        audience?: string;
                        claims?: {
                            [key: string]: string;
                        };
                        enabled?: boolean;
                        issuer?: string;
                        longestLife?: string | number;
                        name?: string;
                        scopes?: string[];
                        subject?: string;
                    };
                };
            };
            responses: {
                /** @description The trust rule as it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TrustRule"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/organizations/{organization}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count verifications
         * @description At most 2,000 buckets. Buckets are whole at both ends; `from` and `to` of the answer say which.
         */
        get: {
            parameters: {
                query?: {
                    environment?: string;
                    /** @description Default: an hour, a day, 30 days or 12 months back, by interval. */
                    from?: string;
                    groupBy?: ("key" | "project" | "environment" | "owner" | "outcome" | "endpoint" | "country" | "version")[];
                    interval?: "minute" | "hour" | "day" | "month";
                    key?: string;
                    outcome?: ("MALFORMED" | "NOT_FOUND" | "REVOKED" | "DISABLED" | "QUARANTINED" | "EXPIRED" | "FORBIDDEN_IP" | "FORBIDDEN_COUNTRY" | "INSUFFICIENT_SCOPE" | "FORBIDDEN_PATH" | "RATE_LIMITED" | "QUOTA_EXCEEDED" | "CONCURRENCY_EXCEEDED" | "VALID")[];
                    project?: string;
                    /** @description Whose hours, days and months. */
                    timezone?: string;
                    /** @description Exclusive. Default: now. */
                    to?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Counts by bucket, verdict and group. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Usage"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/password-resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a link to set a new password
         * @description Answers alike whether or not there is such an account.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        email: string;
                    };
                };
            };
            responses: {
                /** @description If there is such an account, a mail is on its way. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": Record<string, never>;
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/password-resets/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a password with a mailed link
         * @description Every session of the person ends. It does not sign in.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        password: string;
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Set. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            email: string;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with e-mail and password
         * @description `half`: a factor is still to be proved (`POST /account/step-up`) or enrolled; nothing else answers before.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        email: string;
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Signed in. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignedIn"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with a mailed link */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Signed in. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignedIn"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with a passkey */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        response: {
                            /** @enum {string} */
                            authenticatorAttachment?: "cross-platform" | "platform";
                            /** @default {} */
                            clientExtensionResults?: {
                                [key: string]: unknown;
                            };
                            id: string;
                            rawId: string;
                            response: {
                                authenticatorData: string;
                                clientDataJSON: string;
                                signature: string;
                                userHandle?: string;
                            } & {
                                [key: string]: unknown;
                            };
                            /** @enum {string} */
                            type: "public-key";
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            responses: {
                /** @description Signed in. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignedIn"];
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/passkey-options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Options to sign in with a passkey */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description For `startAuthentication`. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            challenge: string;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/set-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether this installation waits for its first owner */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The state. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            allowSignUp: boolean;
                            needed: boolean;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Make the first owner and organization
         * @description Works once. Signs the owner in: the answer sets the session cookie.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        email: string;
                        name: string;
                        organization: string;
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Made and signed in. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            organization: {
                                id: string;
                                slug: string;
                            };
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a link to sign in
         * @description Answers alike whether or not there is such an account.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        email: string;
                    };
                };
            };
            responses: {
                /** @description If there is such an account, a mail is on its way. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": Record<string, never>;
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The providers this installation is configured with */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description For the sign-in page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                id: string;
                                name: string;
                            }[];
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/providers/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to sign in at a provider */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    provider: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Ask the provider to authenticate the person again: step-up of a single sign-on session. */
                        fresh?: boolean;
                        /** @description A path of the dashboard; anything else is ignored. */
                        returnTo?: string;
                    };
                };
            };
            responses: {
                /** @description Where to go. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Send the browser there. */
                            url: string;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/providers/{provider}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where a provider sends the browser back to
         * @description Answers with a redirect into the dashboard, in any case.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    provider: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Never: it redirects (303). */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/providers/discover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The identity provider that an address's domain leads to
         * @description Speaks of domains alone: it does not say whether there is such an account.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        email: string;
                    };
                };
            };
            responses: {
                /** @description Null where there is none. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            provider: string | null;
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-ups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for an account of one's own
         * @description Only where ALLOW_SIGN_UP says so. Nothing is made before the mailed link is opened.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        email: string;
                        name: string;
                        organization: string;
                        password: string;
                    };
                };
            };
            responses: {
                /** @description If the address is free, a mail is on its way. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": Record<string, never>;
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-ups/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the account with the mailed link */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Made and signed in. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            organization: {
                                id: string;
                                slug: string;
                            };
                        };
                    };
                };
                /** @description A problem (RFC 9457). */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccessMatrix: {
            environments: {
                color: string;
                environment: string;
                id: string;
                name: string;
                project: string;
                projectId: string;
                sensitivity: string;
            }[];
            items: {
                access: {
                    environment: string;
                    environmentId: string;
                    /** @enum {string} */
                    level: "manage" | "create" | "request" | "read" | "none";
                    /** @enum {string|null} */
                    override: "manage" | "create" | "request" | "read" | "none" | null;
                    project: string;
                    projectId: string;
                    /**
                     * @description What the role alone gives.
                     * @enum {string}
                     */
                    roleLevel: "manage" | "create" | "request" | "read" | "none";
                    /**
                     * @description `ceiling`: an override above what the role may ever do.
                     * @enum {string}
                     */
                    why: "role" | "override" | "ceiling";
                }[];
                email: string;
                memberId: string;
                name: string;
                /** @enum {string} */
                role: "owner" | "admin" | "developer" | "auditor";
                userId: string;
            }[];
            nextCursor: string | null;
        };
        Account: {
            assurance: {
                accepted: ("totp" | "passkey" | "recovery_code" | "password")[];
                /** @description Signed in, but a factor is still to be proved or enrolled. */
                half: boolean;
                /** Format: date-time */
                mfaAt: string | null;
                /** @description An organization requires a factor and there is none yet. */
                mustEnrol: boolean;
                /**
                 * Format: date-time
                 * @description Until when sensitive calls pass without asking again.
                 */
                stepUpUntil: string | null;
            };
            /** Format: date-time */
            createdAt: string;
            email: string;
            factors: {
                passkeys: {
                    backedUp: boolean;
                    /** Format: date-time */
                    createdAt: string;
                    id: string;
                    /** Format: date-time */
                    lastUsedAt: string | null;
                    name: string;
                }[];
                password: boolean;
                recoveryCodesLeft: number;
                totp: {
                    /** Format: date-time */
                    createdAt: string;
                    id: string;
                    /** Format: date-time */
                    lastUsedAt: string | null;
                    name: string;
                } | null;
            };
            id: string;
            linkedAccounts: {
                /** Format: date-time */
                createdAt: string;
                email: string | null;
                id: string;
                /** Format: date-time */
                lastUsedAt: string | null;
                /** @description `github`, `google`, `oidc`, or the id of an organization's identity provider. */
                provider: string;
            }[];
            memberships: {
                memberId: string;
                name: string;
                organization: string;
                organizationId: string;
                requiresMfa: boolean;
                role: string;
            }[];
            name: string;
            /** Format: date-time */
            passwordChangedAt: string | null;
            sessionId: string;
            timezone: string | null;
        };
        ApprovalRule: {
            conditions: {
                environments: string[];
                /** @default false */
                includeSensitive: boolean;
                /**
                 * @default [
                 *       "create_key"
                 *     ]
                 */
                kinds: ("create_key" | "extend_scopes" | "extend_expiry" | "elevate" | "waive_network")[];
                /**
                 * @description Seconds a new key, an extension, an elevation or a waiver may last.
                 * @default null
                 */
                longestLifetime: number | null;
                /** @default [] */
                members: string[];
                /** @default false */
                needsAllowlist: boolean;
                /**
                 * @description Empty is every project.
                 * @default []
                 */
                projects: string[];
                /**
                 * @description Each scope asked for has to be covered; empty is any.
                 * @default []
                 */
                scopes: string[];
                /** @default [] */
                teams: string[];
            };
            /** @description ISO 8601, UTC */
            createdAt: string;
            createdBy: string;
            enabled: boolean;
            id: string;
            name: string;
            /** @description Whether this version was tried on past requests; only then it can be switched on. */
            replayed: boolean;
            /** @description ISO 8601, UTC */
            updatedAt: string;
            version: number;
        };
        ApprovalSettings: {
            actions: {
                /** @description Null: the caller may. Else a sentence that says why not. */
                breakGlass: string | null;
                /** @description Null: the caller may. Else a sentence that says why not. */
                manage: string | null;
            };
            breakGlassMembers: string[];
            breakGlassSeconds: number;
            fallbackMembers: string[];
            fallbackTeams: string[];
            /** @description The host of the webhook; its whole address is a secret. */
            webhookHost: string | null;
        };
        AuditCheckpoint: {
            /** Format: date-time */
            at: string;
            /** @description SHA-256 link of the event with this number, in hexadecimal. */
            link: string;
            organizationId: string;
            /** @description The signer's raw public key, in base64. */
            publicKey: string;
            seq: number;
            /** @description Ed25519 over the canonical statement, in base64. */
            signature: string;
        };
        AuditEvent: {
            action: string;
            actorId: string | null;
            actorName: string | null;
            /** @enum {string} */
            actorType: "user" | "service_token" | "system";
            after: {
                [key: string]: unknown;
            } | null;
            assurance: string | null;
            /** Format: date-time */
            at: string;
            before: {
                [key: string]: unknown;
            } | null;
            id: string;
            ip: string | null;
            reason: string | null;
            requestId: string | null;
            seq: number;
            targetId: string | null;
            targetName: string | null;
            targetType: string;
            userAgent: string | null;
        };
        BreakGlassUse: {
            actions: {
                /** @description Null: the caller may. Else a sentence that says why not. */
                end: string | null;
                /** @description Null: the caller may. Else a sentence that says why not. */
                review: string | null;
            };
            active: boolean;
            /** @description ISO 8601, UTC */
            endedAt: string | null;
            /** @description ISO 8601, UTC */
            endsAt: string;
            environment: string;
            environmentColor: string;
            environmentId: string;
            environmentName: string;
            id: string;
            project: string;
            projectId: string;
            projectName: string;
            reason: string;
            requests: {
                /** @description ISO 8601, UTC */
                createdAt: string;
                id: string;
                keyName: string;
                /** @enum {string} */
                kind: "create_key" | "extend_scopes" | "extend_expiry" | "elevate" | "waive_network";
            }[];
            review: string | null;
            /** @description ISO 8601, UTC */
            reviewedAt: string | null;
            reviewedBy: string | null;
            reviewedByName: string | null;
            /** @enum {string} */
            sensitivity: "low" | "moderate" | "high";
            /** @description ISO 8601, UTC */
            startedAt: string;
            userId: string;
            userName: string;
        };
        CalendarFeed: {
            createdAt: string | null;
            enabled: boolean;
            lastReadAt: string | null;
        };
        DeliveryTarget: {
            /** @description ISO 8601, UTC */
            createdAt: string;
            id: string;
            /** @description Keys whose new secrets are put there. */
            keys: number;
            kind: string;
            lastError: string | null;
            /** @description ISO 8601, UTC */
            lastFailureAt: string | null;
            /** @description ISO 8601, UTC */
            lastSuccessAt: string | null;
            name: string;
            /** @description Never its credentials. */
            settings: {
                [key: string]: unknown;
            };
            /** @description ISO 8601, UTC */
            updatedAt: string;
        };
        DeliveryTest: {
            message: string;
            ok: boolean;
        };
        Environment: {
            /**
             * @description What the caller may do here.
             * @enum {string}
             */
            access: "manage" | "create" | "request" | "read" | "none";
            /** @enum {string} */
            color: "green" | "blue" | "amber" | "red" | "violet" | "cyan" | "pink" | "slate";
            /** Format: date-time */
            createdAt: string;
            id: string;
            /** @description What a key of this environment begins with. */
            keyStart: string;
            name: string;
            position: number;
            project: string;
            projectId: string;
            /** @enum {string} */
            sensitivity: "low" | "moderate" | "high";
            slug: string;
            tag: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Extension: {
            expiresAt: string | null;
            /** @description The latest date that the policy allows now; null is no limit. */
            longest: string | null;
            /** @description Why the caller may not extend it alone; null when they may. */
            refusal: string | null;
            /** @description What an extension without a date sets. */
            suggested: string;
        };
        Grant: {
            active: boolean;
            /** @description ISO 8601, UTC */
            endedAt: string | null;
            endReason: string | null;
            /** @description ISO 8601, UTC */
            endsAt: string;
            id: string;
            keyId: string;
            /** @enum {string} */
            kind: "scopes" | "network";
            reason: string;
            requestId: string | null;
            scopes: string[];
            /** @description ISO 8601, UTC */
            startsAt: string;
        };
        HandOverLink: {
            expiresAt: string;
            id: string;
            url: string;
        };
        IdentityProvider: {
            callbackUrl: string;
            clientId: string;
            /** Format: date-time */
            createdAt: string;
            /** @enum {string} */
            defaultRole: "admin" | "developer" | "auditor";
            enabled: boolean;
            groupRoles: {
                [key: string]: "admin" | "developer" | "auditor";
            };
            groupsClaim: string;
            id: string;
            issuer: string;
            justInTime: boolean;
            name: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Invitation: {
            /** Format: date-time */
            acceptedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            email: string;
            /** Format: date-time */
            expiresAt: string;
            id: string;
            invitedBy: string | null;
            /** Format: date-time */
            revokedAt: string | null;
            /** @enum {string} */
            role: "owner" | "admin" | "developer" | "auditor";
            sentCount: number;
            /** @enum {string} */
            status: "open" | "accepted" | "revoked" | "expired";
        };
        Key: {
            concurrency: number | null;
            countries: string[];
            /** @description ISO 8601, UTC */
            createdAt: string;
            createdBy: string;
            createdByName: string | null;
            /** @description ISO 8601, UTC */
            disabledAt: string | null;
            /** @description The environment's slug. */
            environment: string;
            environmentColor: string;
            environmentId: string;
            environmentName: string;
            /** @description ISO 8601, UTC */
            expiresAt: string | null;
            /** @description Scopes that it has for a time, beyond its own. */
            granted: {
                scope: string;
                /** @description ISO 8601, UTC */
                until: string;
            }[];
            id: string;
            ipAllowlist: string[];
            /** @description ISO 8601, UTC */
            lastUsedAt: string | null;
            lastUsedCountry: string | null;
            lastUsedIp: string | null;
            methods: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
            name: string;
            /** @description Until then the allow-list does not refuse. */
            networkWaivedUntil: string | null;
            /** @description ISO 8601, UTC */
            notBefore: string | null;
            /** @description False when the owner has left the organization. */
            ownerActive: boolean;
            ownerId: string;
            ownerName: string;
            /** @enum {string} */
            ownerType: "user" | "team";
            paths: string[];
            /** @description The project's slug. */
            project: string;
            projectId: string;
            projectName: string;
            purpose: string;
            /** @description ISO 8601, UTC */
            quarantinedAt: string | null;
            quota: number | null;
            rateLimits: {
                /** @description Calls at once; default the limit. */
                burst?: number;
                /** @description Counts only calls of this method and path. */
                endpoint?: string;
                /** @description Calls at most in one window. */
                limit: number;
                /** @description Length of the window in seconds. */
                window: number;
            }[];
            revocationComment: string | null;
            /** @enum {string|null} */
            revocationReason: "unspecified" | "key_compromise" | "affiliation_changed" | "superseded" | "cessation_of_operation" | "privilege_withdrawn" | null;
            /** @description ISO 8601, UTC */
            revokedAt: string | null;
            /** @description ISO 8601, UTC */
            rotatedAt: string | null;
            /** @description ISO 8601, UTC */
            rotationDue: string | null;
            scopes: string[];
            secretLastFour: string;
            secretStart: string;
            /** @enum {string} */
            sensitivity: "low" | "moderate" | "high";
            /** @enum {string} */
            status: "pending" | "active" | "disabled" | "revoked" | "expired";
            tags: {
                [key: string]: string;
            };
            /** @description The template it was made from; a higher `latestVersion` says that it has moved on. */
            template: {
                id: string;
                latestVersion: number;
                slug: string;
                version: number;
            } | null;
            /** @description ISO 8601, UTC */
            updatedAt: string;
            verifications: number;
            versionId: string | null;
            versionNumber: number | null;
        };
        KeyChangePreview: {
            /** @description Calls that were accepted in that time. */
            calls: number;
            /** @description Each change by itself, where it would have refused something. */
            changes: {
                /** @description Distinct addresses they came from. */
                addresses: number;
                calls: number;
                /** @description Addresses, countries or endpoints; the busiest first. */
                examples: string[];
                field: string;
            }[];
            /** @description How far back calls were looked at: 30 days, or less for a very busy key. */
            from: string;
            /** @description Of those, how many its scopes and restrictions would have refused; limits come on top. */
            refused: number;
            /** @description Changed fields of which past calls cannot tell. */
            unknown: string[];
        };
        KeyDetail: {
            /** @description What the caller may do with it: null is yes, else a sentence that says why not. */
            actions: {
                disable?: string | null;
                edit?: string | null;
                enable?: string | null;
                revoke?: string | null;
                rotate?: string | null;
                transfer?: string | null;
                widen?: string | null;
            };
            concurrency: number | null;
            countries: string[];
            /** @description ISO 8601, UTC */
            createdAt: string;
            createdBy: string;
            createdByName: string | null;
            /** @description ISO 8601, UTC */
            disabledAt: string | null;
            /** @description The environment's slug. */
            environment: string;
            environmentColor: string;
            environmentId: string;
            environmentName: string;
            /** @description ISO 8601, UTC */
            expiresAt: string | null;
            /** @description Scopes that it has for a time, beyond its own. */
            granted: {
                scope: string;
                /** @description ISO 8601, UTC */
                until: string;
            }[];
            id: string;
            ipAllowlist: string[];
            /** @description ISO 8601, UTC */
            lastUsedAt: string | null;
            lastUsedCountry: string | null;
            lastUsedIp: string | null;
            methods: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
            name: string;
            /** @description Until then the allow-list does not refuse. */
            networkWaivedUntil: string | null;
            /** @description ISO 8601, UTC */
            notBefore: string | null;
            /** @description False when the owner has left the organization. */
            ownerActive: boolean;
            ownerId: string;
            ownerName: string;
            /** @enum {string} */
            ownerType: "user" | "team";
            paths: string[];
            /** @description The project's slug. */
            project: string;
            projectId: string;
            projectName: string;
            purpose: string;
            /** @description ISO 8601, UTC */
            quarantinedAt: string | null;
            quota: number | null;
            rateLimits: {
                /** @description Calls at once; default the limit. */
                burst?: number;
                /** @description Counts only calls of this method and path. */
                endpoint?: string;
                /** @description Calls at most in one window. */
                limit: number;
                /** @description Length of the window in seconds. */
                window: number;
            }[];
            revocationComment: string | null;
            /** @enum {string|null} */
            revocationReason: "unspecified" | "key_compromise" | "affiliation_changed" | "superseded" | "cessation_of_operation" | "privilege_withdrawn" | null;
            /** @description ISO 8601, UTC */
            revokedAt: string | null;
            /** @description ISO 8601, UTC */
            rotatedAt: string | null;
            /** @description ISO 8601, UTC */
            rotationDue: string | null;
            scopes: string[];
            secretLastFour: string;
            secretStart: string;
            /** @enum {string} */
            sensitivity: "low" | "moderate" | "high";
            /** @enum {string} */
            status: "pending" | "active" | "disabled" | "revoked" | "expired";
            tags: {
                [key: string]: string;
            };
            /** @description The template it was made from; a higher `latestVersion` says that it has moved on. */
            template: {
                id: string;
                latestVersion: number;
                slug: string;
                version: number;
            } | null;
            /** @description ISO 8601, UTC */
            updatedAt: string;
            verifications: number;
            versionId: string | null;
            versionNumber: number | null;
        };
        KeyEvent: {
            agent: string | null;
            /** @description To the second. */
            at: string;
            cost: number;
            count: number;
            country: string | null;
            endpoint: string | null;
            ip: string | null;
            method: string | null;
            verdict: string;
            versionId: string | null;
            versionNumber: number | null;
        };
        KeyRotation: {
            /** @description Why the caller may not choose where secrets go. */
            deliveryRefusal: string | null;
            /** @description When it is due next; null is never. */
            nextAt: string | null;
            open: {
                attempts: number;
                /** @enum {string} */
                cause: "policy" | "schedule" | "forced" | "repair";
                /** @description ISO 8601, UTC */
                createdAt: string;
                deliveredTo: string | null;
                /** @description ISO 8601, UTC */
                doneAt: string | null;
                /** @description ISO 8601, UTC */
                dueAt: string;
                id: string;
                keyId: string;
                keyName: string;
                lastError: string | null;
                reason: string;
                /** @enum {string} */
                state: "due" | "delivering" | "done" | "failed" | "cancelled";
                target: {
                    id: string;
                    name: string;
                } | null;
            } | null;
            /** @description Seconds. */
            policyInterval: number | null;
            recent: {
                attempts: number;
                /** @enum {string} */
                cause: "policy" | "schedule" | "forced" | "repair";
                /** @description ISO 8601, UTC */
                createdAt: string;
                deliveredTo: string | null;
                /** @description ISO 8601, UTC */
                doneAt: string | null;
                /** @description ISO 8601, UTC */
                dueAt: string;
                id: string;
                keyId: string;
                keyName: string;
                lastError: string | null;
                reason: string;
                /** @enum {string} */
                state: "due" | "delivering" | "done" | "failed" | "cancelled";
                target: {
                    id: string;
                    name: string;
                } | null;
            }[];
            /** @description Why the caller may not change the schedule; null when they may. */
            refusal: string | null;
            schedule: {
                deliveryPlace: string;
                deliveryTarget: {
                    id: string;
                    name: string;
                } | null;
                fallbackOwner: {
                    id: string;
                    name: string;
                } | null;
                hour: number;
                /** @description The key's own; null is the policy's. */
                intervalDays: number | null;
                /** @description Seconds; null is the policy's. */
                overlap: number | null;
                /** @description ISO 8601, UTC */
                pausedAt: string | null;
                timezone: string | null;
            };
        };
        KeyVersion: {
            /** @description ISO 8601, UTC */
            createdAt: string;
            createdBy: string;
            createdByName: string | null;
            endReason: string | null;
            /** @description ISO 8601, UTC */
            endsAt: string | null;
            endsOnFirstUse: boolean;
            /** @enum {string} */
            hashKind: "pepper" | "sha256";
            id: string;
            /** @description To the hour. */
            lastUsedAt: string | null;
            number: number;
            secretLastFour: string;
            secretStart: string;
            /** @enum {string} */
            status: "current" | "overlap" | "ended";
            verifications: number;
        };
        ListedKey: {
            concurrency: number | null;
            countries: string[];
            /** @description ISO 8601, UTC */
            createdAt: string;
            createdBy: string;
            createdByName: string | null;
            /** @description ISO 8601, UTC */
            disabledAt: string | null;
            /** @description The environment's slug. */
            environment: string;
            environmentColor: string;
            environmentId: string;
            environmentName: string;
            /** @description ISO 8601, UTC */
            expiresAt: string | null;
            /** @description Scopes that it has for a time, beyond its own. */
            granted: {
                scope: string;
                /** @description ISO 8601, UTC */
                until: string;
            }[];
            id: string;
            ipAllowlist: string[];
            /** @description ISO 8601, UTC */
            lastUsedAt: string | null;
            lastUsedCountry: string | null;
            lastUsedIp: string | null;
            methods: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
            name: string;
            /** @description Until then the allow-list does not refuse. */
            networkWaivedUntil: string | null;
            /** @description ISO 8601, UTC */
            notBefore: string | null;
            /** @description False when the owner has left the organization. */
            ownerActive: boolean;
            ownerId: string;
            ownerName: string;
            /** @enum {string} */
            ownerType: "user" | "team";
            paths: string[];
            /** @description The project's slug. */
            project: string;
            projectId: string;
            projectName: string;
            purpose: string;
            /** @description ISO 8601, UTC */
            quarantinedAt: string | null;
            quota: number | null;
            rateLimits: {
                /** @description Calls at once; default the limit. */
                burst?: number;
                /** @description Counts only calls of this method and path. */
                endpoint?: string;
                /** @description Calls at most in one window. */
                limit: number;
                /** @description Length of the window in seconds. */
                window: number;
            }[];
            revocationComment: string | null;
            /** @enum {string|null} */
            revocationReason: "unspecified" | "key_compromise" | "affiliation_changed" | "superseded" | "cessation_of_operation" | "privilege_withdrawn" | null;
            /** @description ISO 8601, UTC */
            revokedAt: string | null;
            /** @description ISO 8601, UTC */
            rotatedAt: string | null;
            /** @description ISO 8601, UTC */
            rotationDue: string | null;
            scopes: string[];
            secretLastFour: string;
            secretStart: string;
            /** @enum {string} */
            sensitivity: "low" | "moderate" | "high";
            /** @description Verifications of the last 14 UTC days, where asked for with `include=sparkline`. */
            sparkline?: {
                days: {
                    day: string;
                    refused: number;
                    total: number;
                }[];
                total: number;
            };
            /** @enum {string} */
            status: "pending" | "active" | "disabled" | "revoked" | "expired";
            tags: {
                [key: string]: string;
            };
            /** @description The template it was made from; a higher `latestVersion` says that it has moved on. */
            template: {
                id: string;
                latestVersion: number;
                slug: string;
                version: number;
            } | null;
            /** @description ISO 8601, UTC */
            updatedAt: string;
            verifications: number;
            versionId: string | null;
            versionNumber: number | null;
        };
        Mail: {
            attempts: number;
            /** @enum {string} */
            category: "security" | "transactional" | "alert" | "digest";
            /** Format: date-time */
            createdAt: string;
            id: string;
            lastError: string | null;
            recipient: string;
            /** Format: date-time */
            sentAt: string | null;
            /** @enum {string} */
            state: "queued" | "sent" | "dead" | "cancelled";
            template: string;
        };
        Member: {
            /** Format: date-time */
            createdAt: string;
            email: string;
            id: string;
            /** @description Keys owned that are not revoked. */
            keys: number;
            /** @description The only owner, who can be neither demoted nor removed. */
            lastOwner: boolean;
            /** Format: date-time */
            lastSeenAt: string | null;
            /** @description Whether a factor is enrolled. */
            mfa: boolean;
            name: string;
            /** @enum {string} */
            role: "owner" | "admin" | "developer" | "auditor";
            teams: {
                id: string;
                name: string;
                slug: string;
            }[];
            userId: string;
        };
        NewCalendarFeed: {
            createdAt: string | null;
            enabled: boolean;
            lastReadAt: string | null;
            /** @description The secret address, answered this once. A new one ends the old one. */
            url: string;
        };
        OpenedInvitation: {
            /** @description Then sign in as that address first; else give a name and a password. */
            accountExists: boolean;
            email: string;
            /** Format: date-time */
            expiresAt: string;
            invitedBy: string | null;
            organization: string;
            organizationName: string;
            /** @enum {string} */
            role: "owner" | "admin" | "developer" | "auditor";
        };
        Organization: {
            /** Format: date-time */
            createdAt: string;
            id: string;
            name: string;
            /** @enum {string} */
            offboarding: "transfer_to_remover" | "disable" | "revoke";
            requireMfa: boolean;
            /** @description The caller's role; null for a machine. */
            role: string | null;
            /** @enum {string} */
            sessionStrength: "normal" | "high";
            slug: string;
            ssoOnly: boolean;
            timezone: string;
            /** Format: date-time */
            updatedAt: string;
        };
        OrganizationDomain: {
            /** Format: date-time */
            createdAt: string;
            domain: string;
            record: {
                name: string;
                /** @enum {string} */
                type: "TXT";
                value: string;
            };
            /** Format: date-time */
            verifiedAt: string | null;
        };
        Overview: {
            expiringSoon: {
                items: {
                    environment: string;
                    environmentColor: string;
                    environmentName: string;
                    expiresAt: string;
                    id: string;
                    lastUsedAt: string | null;
                    name: string;
                    ownerName: string;
                    project: string;
                    /** @enum {string} */
                    sensitivity: "low" | "moderate" | "high";
                }[];
                /** @description Keys that expire within 30 days; at most 1,000 are counted. */
                total: number;
            };
            keys: {
                byStatus: {
                    active: number;
                    disabled: number;
                    expired: number;
                    pending: number;
                    revoked: number;
                };
                total: number;
            };
            /** @description Null for those who may not read the audit trail. */
            latestEvents: {
                action: string;
                actorId: string | null;
                actorName: string | null;
                actorType: string;
                at: string;
                id: string;
                seq: number;
                targetId: string | null;
                targetName: string | null;
                targetType: string;
            }[] | null;
            refusals: {
                byCode: {
                    code: string;
                    lastWeek: number;
                    today: number;
                }[];
                today: number;
            };
            verifications: {
                /** @description The full hours of today against the same hours a week before. */
                compared: {
                    hours: number;
                    lastWeek: number;
                    today: number;
                };
                hours: {
                    lastWeek: number;
                    start: string;
                    total: number;
                }[];
                /** @description The whole of the same weekday a week before. */
                sameDayLastWeek: number;
                timezone: string;
                /** @description Since midnight, to now. */
                today: number;
            };
        };
        OwnedKey: {
            environment: string;
            /** Format: date-time */
            expiresAt: string | null;
            id: string;
            /** Format: date-time */
            lastUsedAt: string | null;
            name: string;
            project: string;
            secretLastFour: string;
            secretStart: string;
            status: string;
        };
        Policy: {
            environment: string;
            environmentId: string;
            /** @description Fields that differ from the preset of the sensitivity. */
            overridden: string[];
            policy: {
                /** @description Null is every scope of the catalogue. */
                allowedScopes: string[] | null;
                /** @description Whether a key may have no expiry. */
                allowNever: boolean;
                allowWildcards: boolean;
                /** @enum {string} */
                anomalyResponse: "mail" | "throttle" | "quarantine" | "revoke";
                /** @enum {string} */
                anomalySensitivity: "low" | "normal" | "high";
                approvals: {
                    count: number;
                    /** @default [] */
                    members: string[];
                    /** @default [] */
                    roles: ("owner" | "admin" | "developer" | "auditor")[];
                    /** @default [] */
                    teams: string[];
                };
                /** @description An approval that nobody claims expires after this. */
                claimExpiry: number;
                /** @description Lifetime of a key that names no expiry, in seconds. */
                defaultLifetime: number;
                defaultOverlap: number;
                defaultRateLimits: {
                    /** @description Calls at once; default the limit. */
                    burst?: number;
                    /** @description Counts only calls of this method and path. */
                    endpoint?: string;
                    /** @description Calls at most in one window. */
                    limit: number;
                    /** @description Length of the window in seconds. */
                    window: number;
                }[];
                escalateAfter: number | null;
                expiryWarningDays: number[];
                idleAfterDays: number | null;
                /** @enum {string} */
                idleResponse: "tell" | "disable" | "revoke";
                /** @description Longest lifetime in seconds; null is no limit. */
                longestLifetime: number | null;
                longestOverlap: number;
                longLifetimeAfter: number | null;
                /** @description For lifetimes above `longLifetimeAfter`. */
                longLifetimeApprovals: {
                    count: number;
                    /** @default [] */
                    members: string[];
                    /** @default [] */
                    roles: ("owner" | "admin" | "developer" | "auditor")[];
                    /** @default [] */
                    teams: string[];
                } | null;
                /** @description For keys without an allow-list. */
                openNetworkApprovals: {
                    count: number;
                    /** @default [] */
                    members: string[];
                    /** @default [] */
                    roles: ("owner" | "admin" | "developer" | "auditor")[];
                    /** @default [] */
                    teams: string[];
                } | null;
                /** @description Whether the old version's end waits while it is still in use. */
                overlapWaitsForUse: boolean;
                /** @description A request that nobody decides expires after this. */
                requestExpiry: number;
                requireIpAllowlist: boolean;
                /** @description Creating and rotating needs a factor proved within 10 minutes. */
                requireStepUp: boolean;
                revokeOnPublicLeak: boolean;
                /** @description A version older than this is due for rotation; null is never. */
                rotationInterval: number | null;
                /** @description For keys with a sensitive scope; null is the same rule. */
                sensitiveApprovals: {
                    count: number;
                    /** @default [] */
                    members: string[];
                    /** @default [] */
                    roles: ("owner" | "admin" | "developer" | "auditor")[];
                    /** @default [] */
                    teams: string[];
                } | null;
                /** @description How long known keys are served from a gateway's cache while the database is out. */
                serveStaleSeconds: number;
            };
            project: string;
            projectId: string;
            /** @enum {string} */
            sensitivity: "low" | "moderate" | "high";
            /** Format: date-time */
            updatedAt: string;
            version: number;
        };
        PolicyPreview: {
            breaches: {
                expires_too_late?: number;
                idle?: number;
                never_expires?: number;
                no_ip_allowlist?: number;
                rotation_overdue?: number;
                scope_not_allowed?: number;
                wildcard_scope?: number;
            };
            /** @description Live keys of the environment. */
            keys: number;
            outOfBounds: number;
            /** @description At most 100 of the keys out of bounds. */
            sample: {
                breaches: ("never_expires" | "expires_too_late" | "wildcard_scope" | "scope_not_allowed" | "no_ip_allowlist" | "rotation_overdue" | "idle")[];
                id: string;
                name: string;
            }[];
        };
        Problem: {
            code: string;
            errors?: {
                message: string;
                path: string;
            }[];
            requestId: string;
            status: number;
            title: string;
            type: string;
        };
        Project: {
            /** Format: date-time */
            archivedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            description: string;
            /** @description In order; those the caller may not read are left out. */
            environments: {
                /**
                 * @description What the caller may do here.
                 * @enum {string}
                 */
                access: "manage" | "create" | "request" | "read" | "none";
                /** @enum {string} */
                color: "green" | "blue" | "amber" | "red" | "violet" | "cyan" | "pink" | "slate";
                /** Format: date-time */
                createdAt: string;
                id: string;
                /** @description What a key of this environment begins with. */
                keyStart: string;
                name: string;
                position: number;
                project: string;
                projectId: string;
                /** @enum {string} */
                sensitivity: "low" | "moderate" | "high";
                slug: string;
                tag: string;
                /** Format: date-time */
                updatedAt: string;
            }[];
            id: string;
            keyPrefix: string;
            name: string;
            slug: string;
            /** Format: date-time */
            updatedAt: string;
        };
        /** @description How many of the live gateways have confirmed the change, and after how long. */
        Propagation: {
            confirmed: number;
            milliseconds: number;
            total: number;
        };
        RefusedSince: {
            calls: number;
            clientCount: number;
            /** @description At most 20, most calls first. */
            clients: {
                address: string;
                agent?: string;
                calls: number;
                /** @description The one it called most. */
                endpoint?: string;
                lastSeenAt: string;
            }[];
            lastRefusedAt: string | null;
            /** @description When the environment's rules revoke it, if nobody calls until then. */
            revokesAt: string | null;
            /** @description When the key stopped working; null while it works. */
            since: string | null;
            status: string;
        };
        Request: {
            /** @description What the caller may do: null is yes, else a sentence that says why not. */
            actions: {
                approve?: string | null;
                cancel?: string | null;
                claim?: string | null;
                deny?: string | null;
                edit?: string | null;
            };
            amended: boolean;
            /** @description Approvals still missing. */
            approvalsNeeded: number;
            /** @enum {string|null} */
            approvedBy: "people" | "rule" | "break_glass" | "policy" | null;
            approvedById: string | null;
            /** @description Until then the requester has to claim the new key. */
            claimBy: string | null;
            /** @description ISO 8601, UTC */
            closedAt: string | null;
            closeReason: string | null;
            /** @description ISO 8601, UTC */
            createdAt: string;
            /** @description ISO 8601, UTC */
            decidedAt: string | null;
            environment: string;
            environmentColor: string;
            environmentId: string;
            environmentName: string;
            /** @description ISO 8601, UTC */
            escalatedAt: string | null;
            /** @description ISO 8601, UTC */
            expiresAt: string;
            /** @description Of what would be executed; send it with a decision. */
            hash: string;
            id: string;
            /** @description The key it is about; of a new key, once it is claimed. */
            keyId: string | null;
            keyName: string;
            /** @enum {string} */
            kind: "create_key" | "extend_scopes" | "extend_expiry" | "elevate" | "waive_network";
            /** @description What would be executed: as asked, less what approvers took away. */
            payload: {
                concurrency?: number | null;
                countries?: string[];
                /** @description Seconds from the approval. */
                duration?: number;
                /** @description ISO 8601, UTC */
                expiresAt?: string | null;
                ipAllowlist?: string[];
                /** @description Seconds from the claim. */
                lifetime?: number | null;
                methods?: string[];
                name?: string;
                /** @description ISO 8601, UTC */
                notBefore?: string | null;
                ownerId?: string;
                paths?: string[];
                purpose?: string;
                quota?: number | null;
                rateLimits?: {
                    /** @description Calls at once; default the limit. */
                    burst?: number;
                    /** @description Counts only calls of this method and path. */
                    endpoint?: string;
                    /** @description Calls at most in one window. */
                    limit: number;
                    /** @description Length of the window in seconds. */
                    window: number;
                }[];
                /** @description Of a new key, or what is added. */
                scopes?: string[];
                tags?: {
                    [key: string]: string;
                };
                template?: {
                    id: string;
                    version: number;
                } | null;
                waiveNetwork?: boolean;
            };
            project: string;
            projectId: string;
            projectName: string;
            reason: string;
            requesterEmail: string;
            requesterId: string;
            requesterName: string;
            revision: number;
            rules: {
                count: number;
                given: number;
                reason: string;
                /** @description Who may give it, in words. */
                who: string;
            }[];
            /** @enum {string} */
            sensitivity: "low" | "moderate" | "high";
            /** @enum {string} */
            state: "pending" | "approved" | "claimed" | "denied" | "cancelled" | "expired";
            /** @description As it was asked in this revision. */
            submitted: {
                concurrency?: number | null;
                countries?: string[];
                /** @description Seconds from the approval. */
                duration?: number;
                /** @description ISO 8601, UTC */
                expiresAt?: string | null;
                ipAllowlist?: string[];
                /** @description Seconds from the claim. */
                lifetime?: number | null;
                methods?: string[];
                name?: string;
                /** @description ISO 8601, UTC */
                notBefore?: string | null;
                ownerId?: string;
                paths?: string[];
                purpose?: string;
                quota?: number | null;
                rateLimits?: {
                    /** @description Calls at once; default the limit. */
                    burst?: number;
                    /** @description Counts only calls of this method and path. */
                    endpoint?: string;
                    /** @description Calls at most in one window. */
                    limit: number;
                    /** @description Length of the window in seconds. */
                    window: number;
                }[];
                /** @description Of a new key, or what is added. */
                scopes?: string[];
                tags?: {
                    [key: string]: string;
                };
                template?: {
                    id: string;
                    version: number;
                } | null;
                waiveNetwork?: boolean;
            };
            /** @description ISO 8601, UTC */
            submittedAt: string;
        };
        RequestCounts: {
            /** @description The caller's own, undecided. */
            pending: number;
            /** @description The caller's own, approved. */
            toClaim: number;
            /** @description The caller may decide on them. */
            waitingForMe: number;
        };
        RequestDetail: {
            abilities: {
                description: string;
                endpoints: string[];
                scope: string;
                sensitive: boolean;
            }[];
            /** @description What the caller may do: null is yes, else a sentence that says why not. */
            actions: {
                approve?: string | null;
                cancel?: string | null;
                claim?: string | null;
                deny?: string | null;
                edit?: string | null;
            };
            amended: boolean;
            /** @description Approvals still missing. */
            approvalsNeeded: number;
            /** @enum {string|null} */
            approvedBy: "people" | "rule" | "break_glass" | "policy" | null;
            approvedById: string | null;
            /** @description Who can decide now; at most 50. */
            approvers: {
                email: string;
                name: string;
                /** @enum {string} */
                role: "owner" | "admin" | "developer" | "auditor";
                userId: string;
            }[];
            /** @description Until then the requester has to claim the new key. */
            claimBy: string | null;
            /** @description ISO 8601, UTC */
            closedAt: string | null;
            closeReason: string | null;
            /** @description ISO 8601, UTC */
            createdAt: string;
            /** @description ISO 8601, UTC */
            decidedAt: string | null;
            decisions: {
                amendment: ({
                    /** @description Scopes that are taken out of the request. */
                    dropScopes?: string[];
                    /** @description The elevation or waiver lasts at most this long. */
                    duration?: string;
                    /**
                     * Format: date-time
                     * @description The key ends at the latest then.
                     */
                    expiresAt?: string;
                    /** @description A new key lives at most this long from its claim. */
                    lifetime?: string;
                } & {
                    [key: string]: unknown;
                }) | null;
                approverId: string;
                approverName: string;
                /** @description ISO 8601, UTC */
                at: string;
                comment: string | null;
                /** @description False when it was voided by an edit, or when its approver may not decide any more. */
                counts: boolean;
                hash: string;
                id: string;
                revision: number;
                /** @enum {string} */
                verdict: "approve" | "deny";
            }[];
            environment: string;
            environmentColor: string;
            environmentId: string;
            environmentName: string;
            /** @description ISO 8601, UTC */
            escalatedAt: string | null;
            /** @description ISO 8601, UTC */
            expiresAt: string;
            /** @description Of what would be executed; send it with a decision. */
            hash: string;
            id: string;
            /** @description The key it is about; of a new key, once it is claimed. */
            keyId: string | null;
            keyName: string;
            /** @enum {string} */
            kind: "create_key" | "extend_scopes" | "extend_expiry" | "elevate" | "waive_network";
            /** @description What is missing, in words. */
            missing: string;
            /** @description What would be executed: as asked, less what approvers took away. */
            payload: {
                concurrency?: number | null;
                countries?: string[];
                /** @description Seconds from the approval. */
                duration?: number;
                /** @description ISO 8601, UTC */
                expiresAt?: string | null;
                ipAllowlist?: string[];
                /** @description Seconds from the claim. */
                lifetime?: number | null;
                methods?: string[];
                name?: string;
                /** @description ISO 8601, UTC */
                notBefore?: string | null;
                ownerId?: string;
                paths?: string[];
                purpose?: string;
                quota?: number | null;
                rateLimits?: {
                    /** @description Calls at once; default the limit. */
                    burst?: number;
                    /** @description Counts only calls of this method and path. */
                    endpoint?: string;
                    /** @description Calls at most in one window. */
                    limit: number;
                    /** @description Length of the window in seconds. */
                    window: number;
                }[];
                /** @description Of a new key, or what is added. */
                scopes?: string[];
                tags?: {
                    [key: string]: string;
                };
                template?: {
                    id: string;
                    version: number;
                } | null;
                waiveNetwork?: boolean;
            };
            project: string;
            projectId: string;
            projectName: string;
            reason: string;
            requesterEmail: string;
            requesterId: string;
            requesterKeys: {
                environment: string;
                id: string;
                /** @description ISO 8601, UTC */
                lastUsedAt: string | null;
                name: string;
                scopes: string[];
                /** @description Of 90 days, by the catalogue's endpoints; null when it names none. */
                usedScopes: string[] | null;
                verifications: number;
            }[];
            requesterName: string;
            revision: number;
            revisions: {
                /** @description ISO 8601, UTC */
                at: string;
                hash: string;
                payload: {
                    concurrency?: number | null;
                    countries?: string[];
                    /** @description Seconds from the approval. */
                    duration?: number;
                    /** @description ISO 8601, UTC */
                    expiresAt?: string | null;
                    ipAllowlist?: string[];
                    /** @description Seconds from the claim. */
                    lifetime?: number | null;
                    methods?: string[];
                    name?: string;
                    /** @description ISO 8601, UTC */
                    notBefore?: string | null;
                    ownerId?: string;
                    paths?: string[];
                    purpose?: string;
                    quota?: number | null;
                    rateLimits?: {
                        /** @description Calls at once; default the limit. */
                        burst?: number;
                        /** @description Counts only calls of this method and path. */
                        endpoint?: string;
                        /** @description Calls at most in one window. */
                        limit: number;
                        /** @description Length of the window in seconds. */
                        window: number;
                    }[];
                    /** @description Of a new key, or what is added. */
                    scopes?: string[];
                    tags?: {
                        [key: string]: string;
                    };
                    template?: {
                        id: string;
                        version: number;
                    } | null;
                    waiveNetwork?: boolean;
                };
                reason: string;
                revision: number;
            }[];
            rules: {
                count: number;
                given: number;
                reason: string;
                /** @description Who may give it, in words. */
                who: string;
            }[];
            /** @enum {string} */
            sensitivity: "low" | "moderate" | "high";
            similarKeys: {
                /** @description ISO 8601, UTC */
                expiresAt: string | null;
                id: string;
                /** @description ISO 8601, UTC */
                lastUsedAt: string | null;
                name: string;
                ownerName: string;
                scopes: string[];
            }[];
            /** @enum {string} */
            state: "pending" | "approved" | "claimed" | "denied" | "cancelled" | "expired";
            /** @description As it was asked in this revision. */
            submitted: {
                concurrency?: number | null;
                countries?: string[];
                /** @description Seconds from the approval. */
                duration?: number;
                /** @description ISO 8601, UTC */
                expiresAt?: string | null;
                ipAllowlist?: string[];
                /** @description Seconds from the claim. */
                lifetime?: number | null;
                methods?: string[];
                name?: string;
                /** @description ISO 8601, UTC */
                notBefore?: string | null;
                ownerId?: string;
                paths?: string[];
                purpose?: string;
                quota?: number | null;
                rateLimits?: {
                    /** @description Calls at once; default the limit. */
                    burst?: number;
                    /** @description Counts only calls of this method and path. */
                    endpoint?: string;
                    /** @description Calls at most in one window. */
                    limit: number;
                    /** @description Length of the window in seconds. */
                    window: number;
                }[];
                /** @description Of a new key, or what is added. */
                scopes?: string[];
                tags?: {
                    [key: string]: string;
                };
                template?: {
                    id: string;
                    version: number;
                } | null;
                waiveNetwork?: boolean;
            };
            /** @description ISO 8601, UTC */
            submittedAt: string;
            /** @description Median time to a decision here in the last 90 days; null when there are too few. */
            typicalSeconds: number | null;
            unusual: {
                code: string;
                text: string;
            }[];
        };
        RequestPreview: {
            approvalsNeeded: number;
            /** @enum {string|null} */
            approvedBy: "rule" | "break_glass" | "policy" | null;
            approvers: {
                email: string;
                name: string;
                /** @enum {string} */
                role: "owner" | "admin" | "developer" | "auditor";
                userId: string;
            }[];
            /** @description Why it is refused. */
            message: string | null;
            /** @enum {string} */
            outcome: "approved_at_once" | "needs_approval" | "refused";
            rules: {
                count: number;
                given: number;
                reason: string;
                /** @description Who may give it, in words. */
                who: string;
            }[];
            typicalSeconds: number | null;
        };
        Rotation: {
            attempts: number;
            /** @enum {string} */
            cause: "policy" | "schedule" | "forced" | "repair";
            /** @description ISO 8601, UTC */
            createdAt: string;
            deliveredTo: string | null;
            /** @description ISO 8601, UTC */
            doneAt: string | null;
            /** @description ISO 8601, UTC */
            dueAt: string;
            id: string;
            keyId: string;
            keyName: string;
            lastError: string | null;
            reason: string;
            /** @enum {string} */
            state: "due" | "delivering" | "done" | "failed" | "cancelled";
            target: {
                id: string;
                name: string;
            } | null;
        };
        RuleReplay: {
            /** @description Of those, how many the rule would have approved. */
            approved: number;
            /** @description Of those, how many people denied. */
            contradicted: number;
            days: number;
            examples: {
                /** @description ISO 8601, UTC */
                createdAt: string;
                environment: string;
                id: string;
                keyName: string;
                requesterName: string;
                /** @enum {string} */
                state: "pending" | "approved" | "claimed" | "denied" | "cancelled" | "expired";
            }[];
            /** @description Requests of that time that had to be decided. */
            requests: number;
        };
        Scope: {
            category: string;
            /** Format: date-time */
            createdAt: string;
            description: string;
            endpoints: string[];
            id: string;
            name: string;
            sensitive: boolean;
            /** Format: date-time */
            updatedAt: string;
        };
        ScopeChanges: {
            added: string[];
            changed: string[];
            dryRun: boolean;
            keys: {
                environment: string;
                id: string;
                name: string;
                scopes: string[];
            }[];
            removed: string[];
        };
        ScopeImport: {
            dryRun: boolean;
            operations: number;
            proposals: {
                category: string;
                /** @enum {string} */
                change: "add" | "extend" | "none";
                description: string;
                endpoints: string[];
                name: string;
                sensitive: boolean;
            }[];
            skipped: {
                name: string;
                reason: string;
            }[];
        };
        ServiceToken: {
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            createdByName: string | null;
            environmentIds: string[] | null;
            /** @description Slugs; null reaches all environments. */
            environments: string[] | null;
            /** Format: date-time */
            expiresAt: string | null;
            id: string;
            /** Format: date-time */
            lastUsedAt: string | null;
            name: string;
            permissions: ("keys:read" | "keys:write" | "keys:verify" | "requests:read" | "requests:write" | "reviews:read" | "reviews:write" | "projects:read" | "projects:write" | "usage:read" | "usage:write" | "members:read" | "members:write" | "service_tokens:read" | "service_tokens:write" | "audit:read" | "anomalies:read" | "anomalies:write" | "webhooks:read" | "webhooks:write" | "*")[];
            /** @description Slug; null reaches all projects. */
            project: string | null;
            projectId: string | null;
            /** Format: date-time */
            revokedAt: string | null;
            /** @enum {string} */
            status: "active" | "expired" | "revoked";
            tokenLastFour: string;
            tokenStart: string;
        };
        Session: {
            browser: string;
            country: string | null;
            /** Format: date-time */
            createdAt: string;
            current: boolean;
            device: string;
            /** Format: date-time */
            expiresAt: string;
            factor: string | null;
            id: string;
            ip: string | null;
            /** Format: date-time */
            lastSeenAt: string;
            method: string;
            /** Format: date-time */
            mfaAt: string | null;
        };
        SignedIn: {
            half: boolean;
        };
        SignIn: {
            /** Format: date-time */
            at: string;
            browser: string;
            country: string | null;
            device: string;
            id: string;
            ip: string | null;
            method: string;
            outcome: string;
        };
        Team: {
            /** Format: date-time */
            createdAt: string;
            id: string;
            keys: number;
            members: number;
            name: string;
            slug: string;
        };
        TeamDetail: {
            /** Format: date-time */
            createdAt: string;
            id: string;
            keys: number;
            members: number;
            name: string;
            people: {
                email: string;
                memberId: string;
                name: string;
                userId: string;
            }[];
            slug: string;
        };
        Template: {
            archivedAt: string | null;
            category: string;
            concurrency: number | null;
            countries: string[];
            createdAt: string;
            description: string;
            id: string;
            ipAllowlist: string[];
            /** @description Live keys that were made from it. */
            keys: number;
            /** @description Of those, keys of an older version. */
            keysBehind: number;
            /** @description Seconds. */
            lifetime: number | null;
            methods: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
            name: string;
            paths: string[];
            project: string;
            projectId: string;
            quota: number | null;
            rateLimits: {
                /** @description Calls at once; default the limit. */
                burst?: number;
                /** @description Counts only calls of this method and path. */
                endpoint?: string;
                /** @description Calls at most in one window. */
                limit: number;
                /** @description Length of the window in seconds. */
                window: number;
            }[];
            scopes: string[];
            slug: string;
            tags: {
                [key: string]: string;
            };
            updatedAt: string;
            version: number;
        };
        TemplateDetail: {
            archivedAt: string | null;
            category: string;
            concurrency: number | null;
            countries: string[];
            createdAt: string;
            description: string;
            id: string;
            ipAllowlist: string[];
            /** @description Live keys that were made from it. */
            keys: number;
            /** @description Of those, keys of an older version. */
            keysBehind: number;
            /** @description Seconds. */
            lifetime: number | null;
            methods: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
            name: string;
            paths: string[];
            project: string;
            projectId: string;
            quota: number | null;
            rateLimits: {
                /** @description Calls at once; default the limit. */
                burst?: number;
                /** @description Counts only calls of this method and path. */
                endpoint?: string;
                /** @description Calls at most in one window. */
                limit: number;
                /** @description Length of the window in seconds. */
                window: number;
            }[];
            scopes: string[];
            slug: string;
            tags: {
                [key: string]: string;
            };
            updatedAt: string;
            version: number;
            versions: components["schemas"]["TemplateVersion"][];
        };
        TemplateVersion: {
            category: string;
            createdAt: string;
            createdBy: string;
            description: string;
            name: string;
            settings: {
                /** @default null */
                concurrency: number | null;
                /** @default [] */
                countries: string[];
                /** @default [] */
                ipAllowlist: string[];
                /** @default null */
                lifetime: number | null;
                /** @default [] */
                methods: ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")[];
                /** @default [] */
                paths: string[];
                /** @default null */
                quota: number | null;
                /** @default [] */
                rateLimits: {
                    /** @description Calls at once; default the limit. */
                    burst?: number;
                    /** @description Counts only calls of this method and path. */
                    endpoint?: string;
                    /** @description Calls at most in one window. */
                    limit: number;
                    /** @description Length of the window in seconds. */
                    window: number;
                }[];
                scopes: string[];
                /** @default {} */
                tags: {
                    [key: string]: string;
                };
            };
            version: number;
        };
        TimelineEvent: {
            action: string;
            actorId: string | null;
            actorName: string | null;
            actorType: string;
            after: {
                [key: string]: unknown;
            } | null;
            assurance: string | null;
            /** @description ISO 8601, UTC */
            at: string;
            before: {
                [key: string]: unknown;
            } | null;
            id: string;
            ip: string | null;
            reason: string | null;
            requestId: string | null;
            seq: number;
            userAgent: string | null;
        };
        TrustRule: {
            addresses: string[];
            audience: string;
            claims: {
                [key: string]: string;
            };
            createdAt: string;
            createdBy: string;
            enabled: boolean;
            environment: string;
            environmentId: string;
            exchanges: number;
            id: string;
            issuer: string;
            lastIp: string | null;
            lastSubject: string | null;
            lastUsedAt: string | null;
            /** @description Seconds. */
            longestLife: number;
            name: string;
            project: string;
            projectId: string;
            scopes: string[];
            subject: string;
            updatedAt: string;
        };
        TrustRulePage: {
            items: components["schemas"]["TrustRule"][];
            nextCursor: string | null;
        };
        UnusedRules: {
            /** @description What the environment's policy says of idle keys beside these rules. */
            policyIdle: {
                days: number;
                /** @enum {string} */
                response: "tell" | "disable" | "revoke";
            } | null;
            rules: {
                endIdleVersions: number | null;
                idle: {
                    /** @description Days after which the key is disabled. */
                    disable: number | null;
                    /** @description Days after which the key is revoked. */
                    revoke: number | null;
                    /** @description Days after which the owner is told. */
                    tell: number | null;
                };
                neverUsed: {
                    /** @description Days after which the key is disabled. */
                    disable: number | null;
                    /** @description Days after which the key is revoked. */
                    revoke: number | null;
                    /** @description Days after which the owner is told. */
                    tell: number | null;
                };
                revokeDisabled: number | null;
            };
            updatedAt: string | null;
        };
        Usage: {
            buckets: {
                /** @description Count by verdict. */
                outcomes: {
                    [key: string]: number;
                };
                start: string;
                total: number;
            }[];
            /** @description Start of the first bucket. */
            from: string;
            /** @enum {string} */
            interval: "minute" | "hour" | "day" | "month";
            /** @description Count by verdict. */
            outcomes: {
                [key: string]: number;
            };
            /** @description With groupBy: what is not in `series`, so that the sum is the total. */
            rest?: {
                groups: number;
                total: number;
            };
            /** @description With groupBy: the 50 largest groups. */
            series?: {
                buckets: {
                    /** @description Count by verdict. */
                    outcomes: {
                        [key: string]: number;
                    };
                    start: string;
                    total: number;
                }[];
                /** @description Value by dimension; null is unknown. */
                group: {
                    [key: string]: string | null;
                };
                /** @description The values as people call them. */
                labels: {
                    [key: string]: string;
                };
                /** @description Count by verdict. */
                outcomes: {
                    [key: string]: number;
                };
                total: number;
            }[];
            timezone: string;
            /** @description End of the last bucket. */
            to: string;
            total: number;
        };
        VersionUse: {
            /** @description What asked for it: policy, schedule, forced, or nothing but a person. */
            cause: string | null;
            /** @description Addresses and agents of the last 7 days. */
            clientCount: number;
            clients: {
                address: string;
                agent?: string;
                calls: number;
                endpoint?: string;
                /** @description ISO 8601, UTC */
                lastSeenAt: string;
            }[];
            /** @description ISO 8601, UTC */
            createdAt: string;
            createdBy: string;
            createdByName: string | null;
            /** @description 14 UTC days. */
            days: {
                accepted: number;
                day: string;
                refused: number;
            }[];
            /** @description Where its secret was put; null is shown to whoever made it. */
            deliveredTo: string | null;
            endReason: string | null;
            /** @description ISO 8601, UTC */
            endsAt: string | null;
            endsOnFirstUse: boolean;
            id: string;
            number: number;
            reason: string | null;
            /** @enum {string} */
            status: "current" | "overlap" | "ended";
        };
        WebAuthnOptions: {
            challenge: string;
        } & {
            [key: string]: unknown;
        };
        WrappedLink: {
            /** @description ISO 8601, UTC */
            createdAt: string;
            /** @description ISO 8601, UTC */
            expiresAt: string;
            id: string;
            keyId: string;
            laterOpenings: number;
            note: string;
            /** @description ISO 8601, UTC */
            openedAt: string | null;
            openedIp: string | null;
            /** @enum {string} */
            state: "waiting" | "opened" | "expired" | "cancelled";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
