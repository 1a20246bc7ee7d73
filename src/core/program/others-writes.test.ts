import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { eventually } from '../../../test/support/scratch/scratch-core.ts';
import { scratchPrograms } from '../../../test/support/scratch/two-programs.ts';
import { aPlugin } from '../../../test/support/values/a-plugin.ts';
import type { EventName } from '../../shared/api/events.ts';
import type { PluginVersion } from '../../shared/plugin/plugin-record.ts';
import { lockedDown } from '../../shared/policy/security-policy.ts';
import { EventBus } from './event-bus.ts';
import { OthersWrites } from './others-writes.ts';
import { writeSetting } from './settings.ts';

const { twoPrograms, ends } = scratchPrograms();

const plugin = aPlugin('tool', { state: 'disabled' });
const template = { id: 't1', version: 1, name: 'Strict', note: '', policy: lockedDown, madeAt: 1, changedAt: 1 };
const key = { fingerprint: `SHA256:${'A'.repeat(43)}`, name: 'mine', publicKey: 'ssh-ed25519 AAAA', addedAt: 1 };
const flow = { name: 'nightly', components: [], edges: [] } as never;
const schedule = { kind: 'schedule', when: { every_minutes: 5 }, catch_up: false } as const;

it('what another program makes, changes and removes is told by name, once, as if it had been done here', async () => {
	const { theirs, news } = twoPrograms();
	const done: readonly (readonly [() => void, readonly (readonly [EventName, unknown])[]])[] = [
		[
			() => theirs.plugins.put(plugin),
			[['plugin.changed', { kind: 'installed', plugin: expect.objectContaining({ name: 'tool' }) }]],
		],
		[
			() => theirs.plugins.put({ ...plugin, state: 'ready' }),
			[['plugin.changed', { kind: 'changed', plugin: expect.objectContaining({ state: 'ready' }) }]],
		],
		[
			() => theirs.plugins.setPreload('tool', true),
			[['plugin.changed', { kind: 'changed', plugin: expect.objectContaining({ preload: true }) }]],
		],
		[
			() => theirs.plugins.setUpdateChoice('tool', { held: true, skipped: [] }),
			[['plugin.changed', expect.objectContaining({ kind: 'changed' })]],
		],
		[() => theirs.plugins.remove('tool'), [['plugin.removed', { name: 'tool' }]]],
		[() => theirs.templates.put(template), [['templates.changed', { id: 't1' }]]],
		[() => theirs.templates.put({ ...template, name: 'Stricter', version: 2 }), [['templates.changed', { id: 't1' }]]],
		[
			() => theirs.templates.remove('t1', 3),
			[
				['templates.changed', { id: 't1' }],
				['trash.changed', { of: 'templates' }],
			],
		],
		[() => theirs.flows.add({ version: 1, flow, note: '', savedAt: 1 }), [['flows.changed', { name: 'nightly' }]]],
		[() => theirs.flows.add({ version: 2, flow, note: '', savedAt: 2 }), [['flows.changed', { name: 'nightly' }]]],
		[
			() => theirs.triggers.put('nightly', schedule, { isActive: true, nextAt: 9 }),
			[['flows.changed', { name: 'nightly' }]],
		],
		[
			() => theirs.triggers.put('nightly', schedule, { isActive: false, nextAt: 9 }),
			[['flows.changed', { name: 'nightly' }]],
		],
		[
			() => theirs.flows.rename('nightly', 'daily'),
			[
				['flows.changed', { name: 'nightly' }],
				['flows.changed', { name: 'daily' }],
			],
		],
		[() => theirs.keys.add(key), [['keys.changed', { fingerprint: key.fingerprint }]]],
		[() => theirs.keys.rename(key.fingerprint, 'yours'), [['keys.changed', { fingerprint: key.fingerprint }]]],
		[() => theirs.keys.remove(key.fingerprint), [['keys.changed', { fingerprint: key.fingerprint }]]],
		[() => writeSetting(theirs.settings, 'theme', 'dark'), [['settings.changed', { key: 'theme' }]]],
	];
	for (const [act, expected] of done) {
		act();
		expect(await news()).toEqual(expected);
		expect(await news()).toEqual([]);
	}
});

const version: PluginVersion = {
	plugin: 'tool',
	sha256: 'a'.repeat(64),
	manifestSha256: '1'.repeat(64),
	label: '1.0.0',
	manifest: { name: 'tool', type: 'processor', module_path: './m.wasm' } as never,
	size: 1,
	firstSeenAt: 1,
	signer: null,
};

it('another version is told as an update, of the manifest alone as well, and every other change as one', async () => {
	const { theirs, news } = twoPrograms();
	const first = { ...plugin, current: version };
	const second = { ...plugin, current: { ...version, sha256: 'b'.repeat(64), label: '2.0.0' } };
	const third = { ...plugin, current: { ...second.current, manifestSha256: '2'.repeat(64), label: '3.0.0' } };
	const done: readonly (readonly [act: () => void, kind: string, label: string])[] = [
		[() => theirs.plugins.put(first), 'installed', '1.0.0'],
		[() => theirs.plugins.put({ ...first, state: 'ready' }), 'changed', '1.0.0'],
		[() => theirs.plugins.put(second), 'updated', '2.0.0'],
		[() => theirs.plugins.put(third), 'updated', '3.0.0'],
		[() => theirs.plugins.put({ ...third, grantVersion: 1 }), 'changed', '3.0.0'],
		[() => theirs.plugins.setUpdateChoice('tool', { held: true, skipped: [] }), 'changed', '3.0.0'],
		[() => theirs.plugins.put(first), 'updated', '1.0.0'],
	];
	for (const [act, kind, label] of done) {
		act();
		const told = [['plugin.changed', { kind, plugin: expect.objectContaining({ name: 'tool' }) }]];
		const heard = await news();
		expect(heard).toEqual(told);
		expect(heard[0]?.[1]).toMatchObject({ plugin: { current: { label } } });
	}
});

it('a record that names no manifest yet is of the version that it is of once it does', async () => {
	const { file, theirs, news } = twoPrograms();
	const first = { ...plugin, current: version };
	theirs.plugins.put(first);
	await news();
	const older = new Database(file);
	ends.push(() => older.close());
	older.exec(`UPDATE plugins SET record = json_remove(record, '$.currentManifest')`);
	const changed = [['plugin.changed', expect.objectContaining({ kind: 'changed' })]];
	expect(await news()).toEqual(changed);
	theirs.plugins.put({ ...first, state: 'ready' });
	expect(await news()).toEqual(changed);
});

it('what none of the events names is told of as something that was written', async () => {
	const { theirs, bus, news } = twoPrograms();
	let written = 0;
	bus.on('history.written', () => written++);
	theirs.cases.save({ plugin: 'tool', name: 'one', fn: 'f', input: '1' });
	await eventually(async () => written === 1);
	expect(await news()).toEqual([]);
	expect(written).toBe(1);
});

it('what this program writes is not told of a second time, also where another one writes beside it', async () => {
	const { mine, theirs, bus, news } = twoPrograms();
	mine.plugins.put(plugin);
	bus.emit('plugin.changed', { kind: 'installed', plugin });
	mine.templates.put(template);
	bus.emit('templates.changed', { id: 't1' });
	mine.flows.add({ version: 1, flow, note: '', savedAt: 1 });
	bus.emit('flows.changed', { name: 'nightly' });
	mine.keys.add(key);
	bus.emit('keys.changed', { fingerprint: key.fingerprint });
	writeSetting(mine.settings, 'theme', 'dark');
	bus.emit('settings.changed', { key: 'theme' });
	mine.templates.remove('t1', 3);
	bus.emit('templates.changed', { id: 't1' });
	bus.emit('trash.changed', { of: 'templates' });
	await news();
	writeSetting(theirs.settings, 'previews', false);
	expect(await news()).toEqual([['settings.changed', { key: 'previews' }]]);
});

it('nothing is read while no other program writes, and what it wrote is made use of', async () => {
	const { mine, theirs, news, reads, woken } = twoPrograms();
	const before = reads();
	await news();
	mine.settings.set('something', 1);
	await news();
	expect([reads(), woken()]).toEqual([before, 0]);
	theirs.plugins.put({ ...plugin, name: 'other' });
	theirs.plugins.setPreload('other', true);
	await news();
	expect(reads()).toBeGreaterThan(before);
	expect(woken()).toBeGreaterThan(0);
});

it('a history that cannot be read at the moment is looked at again', async () => {
	const { theirs, mine } = twoPrograms();
	const bus = new EventBus();
	const told: unknown[] = [];
	bus.on('settings.changed', (payload) => told.push(payload));
	let failures = -1;
	const others = new OthersWrites({
		marks: {
			...mine.marks,
			whole(of) {
				if (failures >= 0 && failures++ < 3) throw new Error('locked');
				return mine.marks.whole(of);
			},
		},
		othersVersion: () => mine.othersVersion(),
		plugin: () => null,
		live: mine.live,
		endRun: () => false,
		bus,
		wake: () => {},
		everyMs: 5,
	});
	ends.unshift(() => others.close());
	failures = 0;
	writeSetting(theirs.settings, 'theme', 'dark');
	await eventually(async () => told.length > 0);
	expect(failures).toBeGreaterThan(3);
});
