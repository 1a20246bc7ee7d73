import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beforeFlows, type ScratchStore, scratchStore } from '../../../../test/support/scratch/scratch-store.ts';
import type { PolicyTemplate } from '../../../shared/plugin/policy-template.ts';
import { lockedDown } from '../../../shared/policy/security-policy.ts';

let scratch: ScratchStore;
beforeEach(() => {
	scratch = scratchStore();
});
afterEach(() => scratch.dispose());

const template = (id: string, name: string): PolicyTemplate => ({
	id,
	version: 1,
	name,
	note: '',
	policy: lockedDown,
	madeAt: 1,
	changedAt: 1,
});

describe('templates in the store', () => {
	it('are told apart by their names, whatever else writes them', () => {
		const { templates } = scratch.open();
		templates.put(template('aaaaaaaaaaaa', 'one'));
		expect(() => templates.put(template('bbbbbbbbbbbb', 'one'))).toThrow(/named "one" already/);
		templates.put({ ...template('aaaaaaaaaaaa', 'two'), madeAt: 9 });
		expect(templates.list()).toEqual([template('aaaaaaaaaaaa', 'two')]);
		expect([templates.named('one'), templates.count()]).toEqual([null, 1]);
	});

	it('are in the trash once they are removed, the last first, until they are put back or it is emptied', () => {
		const { templates } = scratch.open();
		for (const [at, id] of ['aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'cccccccccccc'].entries()) {
			templates.put(template(id, 'one'));
			templates.remove(id, 10 + at);
		}
		expect(templates.list()).toEqual([]);
		expect(templates.deleted().map(({ template: { id }, deletedAt }) => [id, deletedAt])).toEqual([
			['cccccccccccc', 12],
			['bbbbbbbbbbbb', 11],
			['aaaaaaaaaaaa', 10],
		]);
		templates.put(template('bbbbbbbbbbbb', 'one'));
		expect(templates.deleted().map(({ template: { id } }) => id)).toEqual(['cccccccccccc', 'aaaaaaaaaaaa']);
		expect([templates.purgeOlder(12), templates.deleted()]).toEqual([
			1,
			[{ template: template('cccccccccccc', 'one'), deletedAt: 12 }],
		]);
		templates.remove('bbbbbbbbbbbb', null);
		expect(templates.deleted()).toHaveLength(1);
	});

	it('are a thousand in the trash at most: the oldest go', () => {
		const { templates } = scratch.open();
		for (let at = 0; at < 1003; at++) {
			templates.put(template(at.toString(16).padStart(12, '0'), 'one'));
			templates.remove(at.toString(16).padStart(12, '0'), at);
		}
		const kept = templates.deleted().map(({ deletedAt }) => deletedAt);
		expect([kept.length, kept[0], kept.at(-1)]).toEqual([1000, 1002, 3]);
	});

	it('are parsed when they are read: a damaged one is no policy', () => {
		const { templates } = scratch.open();
		templates.put(template('aaaaaaaaaaaa', 'one'));
		const database = new Database(scratch.file);
		database.prepare(`UPDATE policy_templates SET policy = '{"allow_everything":true}'`).run();
		database.close();
		expect(() => templates.get('aaaaaaaaaaaa')).toThrow(/cannot be read: the policy template one/);
	});

	it('come with nothing of what was written together with them when a part of it fails', () => {
		const store = scratch.open();
		const work = (): void =>
			store.together(() => {
				store.templates.put(template('aaaaaaaaaaaa', 'one'));
				store.grants.append('echo', { policy: lockedDown, author: 'you', note: '' });
				throw new Error('in between');
			});
		expect(work).toThrow('in between');
		expect([store.templates.list(), store.grants.history('echo')]).toEqual([[], []]);
	});

	it('come to a history of a version before, whose grants were decided each by itself', () => {
		const before = scratch.open();
		before.grants.append('echo', { policy: lockedDown, author: 'you', note: 'by hand' });
		before.close();
		const database = new Database(scratch.file);
		database.exec(
			`${beforeFlows} ALTER TABLE plugins DROP COLUMN update_choice; ALTER TABLE trash_plugins DROP COLUMN update_choice;
			DROP TABLE version_states; DROP TABLE version_uses;
			DROP TABLE trash_policy_templates; DROP TABLE policy_templates; ALTER TABLE grants DROP COLUMN origin;
			DROP TABLE signing_keys; ALTER TABLE plugin_versions DROP COLUMN signer;`,
		);
		database.pragma('user_version = 12');
		database.close();
		const store = scratch.open();
		expect(store.grants.history('echo')[0]).not.toHaveProperty('origin');
		const origin = { template: 'aaaaaaaaaaaa', name: 'one', version: 3, application: 'bbbbbbbbbbbb' };
		store.grants.append('echo', { policy: lockedDown, author: 'you', note: '', expectedVersion: 1, origin });
		expect(store.grants.current('echo')).toMatchObject({ version: 2, origin });
		expect(store.templates.list()).toEqual([]);
	});
});
