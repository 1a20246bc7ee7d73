import { randomBytes } from 'node:crypto';
import { hashOf, isSecret, newSecret } from './secrets.ts';

/** More than this many windows at once: the one that entered first is shown out. */
const MAX_SESSIONS = 16;

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

/**
 * Lets windows in: a ticket is good once, until a newer one is issued or its time is over, and is exchanged for a
 * session. Only hashes are kept.
 */
export class Sessions {
	readonly #lifetimeMs: number;
	#ticket: { readonly hash: Buffer; readonly endsAt: number } | null = null;
	#sessions: readonly Session[] = [];

	constructor(lifetimeMs: number) {
		this.#lifetimeMs = lifetimeMs;
	}

	issueTicket(): string {
		const ticket = newSecret();
		this.#ticket = { hash: hashOf(ticket), endsAt: performance.now() + this.#lifetimeMs };
		return ticket;
	}

	/** Null: the ticket was used, replaced, is too old, or never was one. */
	admit(ticket: string): Admission | null {
		const open = this.#ticket;
		if (open === null || !isSecret(ticket, open.hash)) return null;
		this.#ticket = null;
		if (performance.now() > open.endsAt) return null;
		const [cookie, key] = [newSecret(), newSecret()];
		const session = { id: randomBytes(8).toString('hex'), cookieHash: hashOf(cookie), keyHash: hashOf(key) };
		this.#sessions = [...this.#sessions, session].slice(-MAX_SESSIONS);
		return { session, cookie, key };
	}

	/** Whether a cookie is a window's; without its key that is enough for nothing but an address that is a secret itself. */
	knows(cookie: string): boolean {
		return this.#sessions.some(({ cookieHash }) => isSecret(cookie, cookieHash));
	}

	sessionOf(cookie: string, key: string): Session | null {
		return (
			this.#sessions.find(({ cookieHash, keyHash }) => isSecret(cookie, cookieHash) && isSecret(key, keyHash)) ?? null
		);
	}
}
