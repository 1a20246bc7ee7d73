import { randomBytes } from 'node:crypto';
import { derivedSecret, hashOf, isSecret, newSecret } from './secrets.ts';

/** More than this many windows at once: the one that entered first is shown out. */
const MAX_SESSIONS = 16;
/** A page that was loaded anew before it had its answer asks again at once. ms */
const RETAKE_MS = 60_000;

/** One window that was let in. */
export interface Session {
	/** Names its scratch folders; no secret. */
	readonly id: string;
	readonly cookieHash: Buffer;
	readonly keyHash: Buffer;
}

export interface Admission {
	readonly session: Session;
	/** For the cookie, which the page's own scripts cannot read. */
	readonly cookie: string;
	/** For the page, which sends it as a header: neither is enough without the other. */
	readonly key: string;
}

/** Who took a ticket, until the session that it was exchanged for is seen in use. */
interface Taken {
	readonly claimHash: Buffer;
	/** Makes the same secrets of the same claim, and nothing of any other. */
	readonly salt: string;
	readonly session: Session;
}

interface Ticket {
	readonly hash: Buffer;
	readonly endsAt: number;
	readonly taken: Taken | null;
}

/**
 * Lets windows in: a ticket is good once, until a newer one is issued or its time is over, and is exchanged for a
 * session. Whoever takes it may name a claim, a secret of its own: an answer that was lost on its way is then given
 * again to that claim alone, and never once the session was used. Only hashes are kept of what lets anyone in.
 */
export class Sessions {
	readonly #lifetimeMs: number;
	#ticket: Ticket | null = null;
	#sessions: readonly Session[] = [];

	constructor(lifetimeMs: number) {
		this.#lifetimeMs = lifetimeMs;
	}

	issueTicket(): string {
		const ticket = newSecret();
		this.#ticket = { hash: hashOf(ticket), endsAt: performance.now() + this.#lifetimeMs, taken: null };
		return ticket;
	}

	/** Null: the ticket was used, replaced, is too old, or never was one. */
	admit(ticket: string, claim: string | null): Admission | null {
		const open = this.#ticket;
		if (open === null || !isSecret(ticket, open.hash)) return null;
		const now = performance.now();
		if (now > open.endsAt) {
			this.#ticket = null;
			return null;
		}
		if (open.taken !== null) return claim === null ? null : retaken(open.taken, claim);
		const salt = newSecret();
		const secrets = secretsOf(salt, claim ?? newSecret());
		const session = {
			id: randomBytes(8).toString('hex'),
			cookieHash: hashOf(secrets.cookie),
			keyHash: hashOf(secrets.key),
		};
		this.#sessions = [...this.#sessions, session].slice(-MAX_SESSIONS);
		this.#ticket =
			claim === null
				? null
				: {
						...open,
						endsAt: Math.min(open.endsAt, now + RETAKE_MS),
						taken: { claimHash: hashOf(claim), salt, session },
					};
		return { session, ...secrets };
	}

	/** Whether a cookie is a window's; without its key that is enough for nothing but an address that is a secret itself. */
	knows(cookie: string): boolean {
		return this.#sessions.some(({ cookieHash }) => isSecret(cookie, cookieHash));
	}

	sessionOf(cookie: string, key: string): Session | null {
		const found = this.#sessions.find(
			({ cookieHash, keyHash }) => isSecret(cookie, cookieHash) && isSecret(key, keyHash),
		);
		if (found === undefined) return null;
		// Its page has the answer: nobody needs it again.
		if (this.#ticket?.taken?.session === found) this.#ticket = null;
		return found;
	}
}

function retaken({ claimHash, salt, session }: Taken, claim: string): Admission | null {
	return isSecret(claim, claimHash) ? { session, ...secretsOf(salt, claim) } : null;
}

function secretsOf(salt: string, claim: string): { readonly cookie: string; readonly key: string } {
	return { cookie: derivedSecret(salt, `cookie ${claim}`), key: derivedSecret(salt, `key ${claim}`) };
}
