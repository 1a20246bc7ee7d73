/** Generated policies, and requests that each of them is asked, per kind of request. Every request is decided five ways. */
export const POLICIES = 60;
export const REQUESTS = 30;
