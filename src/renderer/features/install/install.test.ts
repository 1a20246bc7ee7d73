import { describe, expect, it } from 'vitest';
import type { InspectAnswer } from '../../../shared/api/plugin-routes.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { remark } from '../../../shared/errors/remark.ts';
import { manifestSchema } from '../../../shared/plugin/manifest.ts';
import { noUpdateChoice, type PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import type { Ask, Risk } from '../../../shared/policy/ask.ts';
import { lockedDown } from '../../../shared/policy/security-policy.ts';
import { choicesOf, type GrantDraft, grantOf, grantRows } from './grant/grant-rows.ts';
import { memoryChoices, timeChoices } from './grant/limits.ts';
import { isQuietUpdate, offerKind } from './offer.ts';
import { cleanPath, nameOf, withoutParts } from './targets.ts';

const MIB = 1024 * 1024;

function manifestOf(more: object = {}) {
	return manifestSchema.parse({ name: 'geo', type: 'processor', module_path: './geo.wasm', ...more });
}

function installed(more: Partial<PluginRecord> = {}, manifest: object = {}): PluginRecord {
	const current = { sha256: 'old', manifest: manifestOf({ metadata: { author: 'Geo' }, ...manifest }), size: 1 };
	return {
		name: 'geo',
		state: 'ready',
		folder: '/plugins/geo',
		current,
		updates: noUpdateChoice,
		...more,
	} as unknown as PluginRecord;
}

function offerOf(more: Partial<InspectAnswer> = {}, manifest: object = {}): InspectAnswer {
	return {
		source: '/home/geo',
		manifest: manifestOf({ metadata: { author: 'Geo' }, ...manifest }),
		analysis: { sha256: 'new' },
		asks: [],
		mismatches: [],
		refusal: null,
		installed: null,
		isBundled: false,
		manifestSha256: 'b'.repeat(64),
		duplicateOf: null,
		filesSha256: null,
		knownAs: null,
		knownSigner: null,
		isOlder: false,
		isMajor: false,
		change: null,
		inferred: false,
		roleIsOpen: false,
		warnings: [],
		...more,
	} as unknown as InspectAnswer;
}

const path = (entry: string, risk: Risk, access: 'read' | 'write' = 'write'): Ask => ({
	text: '',
	risk,
	entry,
	subject: { kind: 'path', path: entry, access, own: false, everything: false },
});
const host = (entry: string): Ask => ({
	text: '',
	risk: 'medium',
	entry,
	subject: { kind: 'host', host: entry, port: 443, scheme: 'https', subdomains: false, local: false },
});
const noChange = { added: [], kept: [], dropped: [] };
const draft = (choices: GrantDraft['choices'] = {}): GrantDraft => ({
	choices,
	memory: 8 * MIB,
	time: 1000,
	writes: { max_write_bytes: 5 * MIB, max_new_files: 7 },
});

describe('what an offer is', () => {
	it('is told from what is installed', () => {
		expect(offerKind(offerOf())).toBe('new');
		expect(offerKind(offerOf({ installed: installed() }))).toBe('update');
		expect(offerKind(offerOf({ installed: installed({}, { metadata: { author: 'Somebody' } }) }))).toBe('other');
		expect(offerKind(offerOf({ installed: installed({}, { type: 'filter' }) }))).toBe('other');
		const same = { installed: installed(), analysis: { sha256: 'old' } as InspectAnswer['analysis'] };
		expect(offerKind(offerOf(same))).toBe('same');
		expect(offerKind(offerOf({ ...same, installed: installed({ state: 'missing' }) }))).toBe('update');
		const waiting = installed({ state: 'waiting_for_review' });
		expect(offerKind(offerOf({ installed: waiting, source: '/plugins/geo' }))).toBe('review');
	});

	it('is a downgrade where its version comes before the one in use, and never goes in quietly', () => {
		const update = { installed: installed(), change: noChange };
		expect(offerKind(offerOf({ ...update, isOlder: true }))).toBe('downgrade');
		expect(offerKind(offerOf(update))).toBe('update');
		expect(isQuietUpdate(offerOf({ ...update, isOlder: true }))).toBe(false);
		expect(isQuietUpdate(offerOf(update))).toBe(true);
	});

	it('never goes in quietly as a major version, or where its plugin is held at its version', () => {
		const update = { installed: installed(), change: noChange };
		expect(isQuietUpdate(offerOf(update))).toBe(true);
		expect(isQuietUpdate(offerOf({ ...update, isMajor: true }))).toBe(false);
		const held = installed({ updates: { held: true, skipped: [] } });
		expect(isQuietUpdate(offerOf({ ...update, installed: held }))).toBe(false);
	});

	it('goes in quietly only as an update of the same author that asks for nothing more', () => {
		const quiet = { installed: installed(), change: noChange };
		expect(isQuietUpdate(offerOf(quiet))).toBe(true);
		const grown = { ...noChange, added: [host('api.geo.io')] };
		expect(isQuietUpdate(offerOf({ ...quiet, change: grown }))).toBe(false);
		expect(isQuietUpdate(offerOf({ ...quiet, installed: installed({ state: 'disabled' }) }))).toBe(false);
		const nobody = { metadata: {} };
		expect(isQuietUpdate(offerOf({ ...quiet, installed: installed({}, nobody) }, nobody))).toBe(false);
		const unasked = [{ code: 'imports_unasked', power: 'network', imports: ['host_http'], text: '' }] as const;
		expect(isQuietUpdate(offerOf({ ...quiet, mismatches: unasked }))).toBe(false);
		const refusal = new DataFlareError('plugin_load', 'no').toWire();
		expect(isQuietUpdate(offerOf({ ...quiet, refusal }))).toBe(false);
	});
});

describe('an offer with an id', () => {
	it('is the plugin whose id it has, whatever its author is called by now, and updates it', () => {
		const id = { id: 'geo/geo' };
		const before = installed({}, { ...id, metadata: { author: 'Somebody' } });
		expect(offerKind(offerOf({ installed: before }, id))).toBe('update');
		expect(offerKind(offerOf({ installed: before }))).toBe('other');
		const after = { metadata: { author: 'Somebody' } };
		expect(offerKind(offerOf({ installed: before }, { ...after, id: 'another/geo' }))).toBe('other');
		expect(offerKind(offerOf({ installed: before }, after))).toBe('other');
	});

	it('does not go in quietly where it is installed under another name', () => {
		const quiet = { installed: installed(), change: noChange };
		expect(isQuietUpdate(offerOf({ ...quiet, knownAs: 'old-geo' }))).toBe(false);
		const unordered = remark('version_unordered', { version: 'blue', than: '1.0.0' });
		expect(isQuietUpdate(offerOf({ ...quiet, warnings: [unordered] }))).toBe(false);
	});
});

describe('what a plugin works without', () => {
	const optional = {
		optional: ['./data/', 'api.geo.io'],
		security_policy: { allow_network: true, allowed_hosts: ['api.geo.io', 'b.geo.io'] },
	};

	it('is denied until a person allows it, however harmless', () => {
		const rows = grantRows(offerOf({ asks: [path('./data/', 'low'), path('./cache/', 'low')] }, optional), null);
		expect(rows.map(({ ask, suggested }) => [ask?.entry, suggested])).toEqual([
			['./data/', 'deny'],
			['./cache/', 'allow'],
		]);
	});

	it('and was denied before, keeps no update from going in quietly; what is new does', () => {
		const before = installed({}, optional);
		const added = (entry: string) => ({ ...noChange, added: [host(entry)] });
		expect(isQuietUpdate(offerOf({ installed: before, change: added('api.geo.io') }, optional))).toBe(true);
		expect(isQuietUpdate(offerOf({ installed: before, change: added('b.geo.io') }, optional))).toBe(false);
		const more = { ...optional, optional: ['api.geo.io', 'c.geo.io'] };
		expect(isQuietUpdate(offerOf({ installed: before, change: added('c.geo.io') }, more))).toBe(false);
	});
});

describe('what there is to decide', () => {
	it('for a new plugin: the riskiest first, denied until allowed; what is harmless is allowed', () => {
		const asks = [path('./data/', 'low'), host('api.geo.io'), path('/etc/', 'high')];
		const rows = grantRows(offerOf({ asks }), null);
		expect(rows.map(({ ask, suggested }) => [ask?.entry, suggested])).toEqual([
			['/etc/', 'deny'],
			['api.geo.io', 'deny'],
			['./data/', 'allow'],
		]);
		expect(grantOf(rows, draft()).policy).toEqual({
			...lockedDown,
			allow_file_system: true,
			allowed_paths: ['./data/'],
			max_memory: 8 * MIB,
			max_execution_time: 1000,
			max_write_bytes: 5 * MIB,
			max_new_files: 7,
		});
	});

	it('a person can allow, allow reading alone, or name something narrower', () => {
		const asks = [path('/etc/', 'high'), path('/srv/', 'high'), host('api.geo.io')];
		const rows = grantRows(offerOf({ asks }), null);
		expect(rows.map(choicesOf)).toEqual([
			['deny', 'readOnly', 'allow', 'other'],
			['deny', 'readOnly', 'allow', 'other'],
			['deny', 'allow', 'other'],
		]);
		const [etc, srv, api] = rows.map(({ id }) => id) as [string, string, string];
		const { policy, rowOf } = grantOf(
			rows,
			draft({
				[etc]: { choice: 'readOnly', other: '' },
				[srv]: { choice: 'other', other: ' /srv/geo.db:ro ' },
				[api]: { choice: 'allow', other: '' },
			}),
		);
		expect(policy).toMatchObject({ allowed_paths: ['/etc/:ro', '/srv/geo.db:ro'], allowed_hosts: ['api.geo.io'] });
		expect(rowOf.get('allowed_paths[1]')).toBe(srv);
	});

	it('a power that is asked for without a name gets nothing but what a person names', () => {
		const rows = grantRows(offerOf({}, { security_policy: { allow_network: true } }), null);
		expect(rows.map(({ list, ask }) => [list, ask])).toEqual([['allowed_hosts', null]]);
		expect(grantOf(rows, draft()).policy.allow_network).toBe(false);
		const named = draft({ [rows[0]?.id ?? '']: { choice: 'other', other: 'x.org' } });
		expect(grantOf(rows, named).policy).toMatchObject({ allow_network: true, allowed_hosts: ['x.org'] });
	});

	it('on an update: what is new is denied, what was granted stays, what is no longer used goes, a person’s own stays', () => {
		const granted = [path('./data/', 'low'), host('old.geo.io'), path('/mine', 'high')];
		const offer = offerOf({
			installed: installed({}, { security_policy: { allow_network: true, allowed_hosts: ['old.geo.io'] } }),
			change: {
				added: [path('./more/', 'low')],
				kept: [path('./data/', 'low')],
				dropped: [host('old.geo.io'), path('/mine', 'high')],
			},
		});
		const rows = grantRows(offer, { policy: lockedDown, asks: granted });
		expect(rows.map(({ group, ask, suggested }) => [group, ask?.entry, suggested])).toEqual([
			['added', './more/', 'deny'],
			['kept', './data/', 'allow'],
			['dropped', '/mine', 'allow'],
			['dropped', 'old.geo.io', 'deny'],
		]);
	});

	it('on an update: what the version in use asks for and was denied is no new request', () => {
		const asksBefore = { security_policy: { allow_network: true, allowed_hosts: ['api.geo.io'] } };
		const change = { ...noChange, added: [host('api.geo.io'), host('new.geo.io')] };
		const groupsOf = (record: PluginRecord): readonly unknown[] =>
			grantRows(offerOf({ installed: record, change }), { policy: lockedDown, asks: [] }).map(
				({ group, ask, suggested }) => [group, ask?.entry, suggested],
			);
		expect(groupsOf(installed({}, asksBefore))).toEqual([
			['added', 'new.geo.io', 'deny'],
			['denied', 'api.geo.io', 'deny'],
		]);
		// Another author's plugin was never denied anything.
		expect(groupsOf(installed({}, { ...asksBefore, metadata: { author: 'Somebody' } }))).toEqual([
			['added', 'api.geo.io', 'deny'],
			['added', 'new.geo.io', 'deny'],
		]);
	});

	it('another plugin of the same name inherits nothing risky', () => {
		const granted = [host('api.geo.io'), path('./data/', 'low')];
		const other = installed({}, { metadata: { author: 'Somebody' } });
		const rows = grantRows(offerOf({ installed: other, change: noChange }), { policy: lockedDown, asks: granted });
		expect(rows.map(({ ask, suggested }) => [ask?.entry, suggested])).toEqual([
			['api.geo.io', 'deny'],
			['./data/', 'allow'],
		]);
	});
});

describe('limits', () => {
	it('of a new plugin are what it asks for within its own limit, and can be lowered to what the module needs', () => {
		const manifest = manifestOf({ memory_limit: 32 * MIB, security_policy: { max_memory: 64 * MIB } });
		expect(memoryChoices(manifest, null, 4 * MIB)).toEqual({
			asked: 32 * MIB,
			suggested: 32 * MIB,
			options: [4, 8, 16, 32].map((mib) => mib * MIB),
		});
	});

	it('of an update stay as they were granted until a person raises them', () => {
		const manifest = manifestOf({ timeout_ms: 30_000, security_policy: { max_execution_time: 30_000 } });
		const choices = timeChoices(manifest, { ...lockedDown, max_execution_time: 7000 });
		expect(choices).toMatchObject({ asked: 30_000, suggested: 7000 });
		expect(choices.options).toContain(7000);
		expect(choices.options.at(-1)).toBe(30_000);
	});
});

describe('what was offered', () => {
	it('a plugin’s folder stands for the files in it', () => {
		const folder = { path: '/up/1/plugin.json', state: 'offered', offer: offerOf({ source: '/up/1' }) } as const;
		const targets = [
			folder,
			{ path: '/up/1/geo.wasm', state: 'looking' },
			{ path: '/up/10/geo.wasm', state: 'looking' },
		] as const;
		expect(withoutParts(targets).map((target) => target.path)).toEqual(['/up/1/plugin.json', '/up/10/geo.wasm']);
	});

	it('a configuration stands for the module beside it', () => {
		const offer = offerOf({ source: '/up/1/mine.json' });
		const beside = `/up/1/${offer.manifest.module_path.replace('./', '')}`;
		const targets = [
			{ path: beside, state: 'looking' },
			{ path: '/up/1/mine.json', state: 'offered', offer },
			{ path: '/up/1/other.wasm', state: 'looking' },
		] as const;
		expect(withoutParts(targets).map((target) => target.path)).toEqual(['/up/1/mine.json', '/up/1/other.wasm']);
	});

	it('paths are taken as file managers and terminals hand them out', () => {
		expect(cleanPath('  "/home/my plugins/geo" ')).toBe('/home/my plugins/geo');
		expect(cleanPath("'/a b'")).toBe('/a b');
		expect(cleanPath('file:///home/my%20plugins/geo')).toBe('/home/my plugins/geo');
		expect(cleanPath('file:///C:/plugins/geo')).toBe('C:/plugins/geo');
		expect(cleanPath('file://%zz')).toBe('file://%zz');
	});

	it('what cannot be looked into goes by its last name', () => {
		const error = new DataFlareError('not_found', 'gone');
		expect(nameOf({ path: 'C:\\here\\geo.wasm', state: 'refused', error })).toBe('geo.wasm');
		expect(nameOf({ path: '/here/geo/', state: 'looking' })).toBe('geo');
	});
});
