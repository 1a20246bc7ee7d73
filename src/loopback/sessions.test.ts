import { describe, expect, it, vi } from 'vitest';
import { newSecret } from './secrets.ts';
import { type Admission, Sessions } from './sessions.ts';

const HOUR = 60 * 60 * 1000;
const admitted = (admission: Admission | null): Admission => {
	if (admission === null) throw new Error('not admitted');
	return admission;
};

describe('a ticket whose answer was lost', () => {
	it('is answered again, alike, to the claim that took it, and to nothing else', () => {
		const sessions = new Sessions(HOUR);
		const [ticket, claim] = [sessions.issueTicket(), newSecret()];
		const first = admitted(sessions.admit(ticket, claim));
		for (const other of [null, newSecret(), claim.toLowerCase(), `${claim}x`, '']) {
			expect(sessions.admit(ticket, other)).toBeNull();
		}
		expect(sessions.admit(newSecret(), claim)).toBeNull();
		expect(sessions.admit(ticket, claim)).toEqual(first);
		expect(sessions.sessionOf(first.cookie, first.key)).toBe(first.session);
	});

	it('is not answered again once the session was used, whoever asks', () => {
		const sessions = new Sessions(HOUR);
		const [ticket, claim] = [sessions.issueTicket(), newSecret()];
		const { cookie, key } = admitted(sessions.admit(ticket, claim));
		// The cookie alone, which other ports get to see, ends nothing.
		expect(sessions.sessionOf(cookie, newSecret())).toBeNull();
		expect(sessions.admit(ticket, claim)).not.toBeNull();
		expect(sessions.sessionOf(cookie, key)).not.toBeNull();
		expect(sessions.admit(ticket, claim)).toBeNull();
		expect(sessions.sessionOf(cookie, key)).not.toBeNull();
	});

	it('is not answered again to who named no claim, after a newer one was issued, or a minute later', () => {
		const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
		const sessions = new Sessions(HOUR);
		const plain = sessions.issueTicket();
		admitted(sessions.admit(plain, null));
		for (const claim of [null, newSecret()]) expect(sessions.admit(plain, claim)).toBeNull();
		const [replaced, claim] = [sessions.issueTicket(), newSecret()];
		admitted(sessions.admit(replaced, claim));
		const ticket = sessions.issueTicket();
		expect(sessions.admit(replaced, claim)).toBeNull();
		admitted(sessions.admit(ticket, claim));
		clock.mockReturnValue(59_000);
		expect(sessions.admit(ticket, claim)).not.toBeNull();
		clock.mockReturnValue(61_000);
		expect(sessions.admit(ticket, claim)).toBeNull();
		clock.mockRestore();
	});

	it('gives other secrets to the same claim for another ticket', () => {
		const sessions = new Sessions(HOUR);
		const claim = newSecret();
		const [one, other] = [0, 1].map(() => admitted(sessions.admit(sessions.issueTicket(), claim)));
		expect(new Set([one?.cookie, one?.key, other?.cookie, other?.key]).size).toBe(4);
		for (const secret of [one?.cookie, one?.key]) expect(Buffer.from(secret ?? '', 'base64url')).toHaveLength(32);
	});
});
