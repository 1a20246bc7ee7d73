import { describe, expect, it } from 'vitest';
import { lockedDown } from '../../../shared/policy/security-policy.ts';
import {
	isChanged,
	isIdle,
	isUnreadable,
	jsonOf,
	keepDraft,
	keptDraft,
	newDraft,
	readPolicy,
	withPolicy,
	withText,
} from './draft.ts';

const open = { ...lockedDown, allow_network: true, allowed_hosts: ['a.io'] };

function storage(): Storage & { readonly kept: Map<string, string> } {
	const kept = new Map<string, string>();
	return {
		kept,
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value),
		removeItem: (key: string) => void kept.delete(key),
	} as unknown as Storage & { readonly kept: Map<string, string> };
}

describe('a draft', () => {
	it('comes back from its JSON as it was', () => {
		expect(readPolicy(jsonOf(open))).toEqual(open);
		expect(readPolicy('{}')).toEqual(lockedDown);
		expect(readPolicy('{"allow_netwrk": true}')).toBeNull();
		expect(readPolicy('{')).toBeNull();
	});

	it('follows the JSON where it can be read, and keeps the text where it cannot', () => {
		const typed = withText(newDraft(1, lockedDown), '{"allow_network": true, "allowed_hosts": ["a.io"]}');
		expect(typed.policy).toEqual(open);
		const broken = withText(typed, '{"allow_network": tru');
		expect([broken.policy, broken.text, isUnreadable(broken)]).toEqual([open, '{"allow_network": tru', true]);
		const edited = withPolicy(broken, { ...open, allowed_hosts: [] });
		expect([edited.text, isUnreadable(edited)]).toEqual([null, false]);
	});

	it('is a change while it differs from what is granted or cannot be read', () => {
		expect(isChanged(newDraft(0, lockedDown), null)).toBe(false);
		expect(isChanged(newDraft(1, open), lockedDown)).toBe(true);
		expect(isChanged(newDraft(1, open), open)).toBe(false);
		expect(isChanged(withText(newDraft(1, open), '{'), open)).toBe(true);
		expect(isChanged(withText(newDraft(1, open), JSON.stringify(open)), open)).toBe(false);
	});

	it('is nothing any more once it was changed back, but not while its JSON or a reason is being typed', () => {
		const grant = { plugin: 'x', version: 2, policy: open, author: 'you', note: '', createdAt: 0 };
		const back = withPolicy(newDraft(2, lockedDown), open);
		expect(isIdle(back, grant)).toBe(true);
		expect(isIdle(newDraft(0, lockedDown), null)).toBe(true);
		expect(isIdle(withText(back, JSON.stringify(open)), grant)).toBe(false);
		expect(isIdle({ ...back, note: 'why' }, grant)).toBe(false);
		expect(isIdle({ ...back, base: 1 }, grant)).toBe(false);
	});

	it('outlives the screen, per plugin, until it is discarded', () => {
		const slots = storage();
		const draft = { ...withText(newDraft(3, open), '{'), note: 'why', origin: { op: 'http', target: 'x', entry: 'y' } };
		keepDraft('one', draft, slots);
		expect(keptDraft('one', slots)).toEqual(draft);
		expect(keptDraft('other', slots)).toBeNull();
		keepDraft('one', null, slots);
		expect(slots.kept.size).toBe(0);
	});

	it('that was kept in a form which is no longer known is forgotten', () => {
		const slots = storage();
		slots.setItem('dataflare-policy-draft:one', '{"base": "x"}');
		slots.setItem('dataflare-policy-draft:two', 'not JSON');
		expect([keptDraft('one', slots), keptDraft('two', slots)]).toEqual([null, null]);
	});
});
