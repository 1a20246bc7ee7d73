import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ask } from '../../../shared/policy/ask.ts';
import { limitNames } from '../../../shared/policy/policy-limits.ts';
import type { PowerName } from '../../../shared/policy/powers.ts';
import { lockedDown, type SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { bestUnit, parseQuantity, printQuantity } from '../../lib/text/quantity.ts';
import { effectOf, keyOf, levelOf, rowsOf, samePolicy, withAtLeast, withEntry, withLevel } from './entries.ts';
import { isWithin, scales, step } from './form/limits.ts';
import { presetOf, presetPolicy } from './form/presets.ts';
import { differenceOf, isEmpty } from './history/difference.ts';
import { kindOf, placeOf, testerRequest } from './tester/tester-request.ts';

const files = (...allowed_paths: string[]): SecurityPolicy => ({
	...lockedDown,
	allow_file_system: true,
	allowed_paths,
});

describe('an entry of a policy', () => {
	it('is about the same thing in whatever way it is spelled', () => {
		const same = (power: PowerName, ...spellings: string[]) =>
			new Set(spellings.map((one) => keyOf(power, one))).size === 1;
		expect(same('files', './data/', './data', 'data:ro', 'data//', './/data/:ro')).toBe(true);
		expect(same('network', 'API.example.com', 'api.example.com')).toBe(true);
		expect(same('environment', 'TOKEN', 'token')).toBe(false);
		expect(['/', '.', './'].map((path) => keyOf('files', path))).toEqual(['/', '.', '.']);
	});

	it('gives what its strongest spelling gives', () => {
		expect(levelOf(files('data:ro', './data/'), 'files', 'data')).toBe('write');
		expect(levelOf(files('data:ro'), 'files', 'data')).toBe('read');
		expect(levelOf(files(), 'files', 'data')).toBe('none');
	});

	it('is in force only while its switch is on', () => {
		const policy = { ...files('data'), allow_file_system: false };
		expect(levelOf(policy, 'files', 'data')).toBe('write');
		expect(effectOf(policy, 'files', 'data')).toBe('none');
		expect(effectOf(null, 'files', 'data')).toBe('none');
	});

	it('keeps its place when its level changes, and giving it turns the switch on', () => {
		const before = { ...files('a', 'data/', 'b'), allow_file_system: false };
		expect(withLevel(before, 'files', 'data/', 'read')).toEqual(files('a', 'data/:ro', 'b'));
		expect(withLevel(files('a', 'data:ro'), 'files', 'data:ro', 'write')).toEqual(files('a', 'data'));
		expect(withLevel(files('a', 'data', './data:ro'), 'files', 'data', 'none')).toEqual(files('a'));
	});

	it('replaces another in its place, and never stands twice', () => {
		expect(withEntry(files('a', 'b', 'c'), 'files', 'x', 'b')).toEqual(files('a', 'x', 'c'));
		expect(withEntry(files('a', 'b', 'c'), 'files', 'c:ro', 'b')).toEqual(files('a', 'c:ro'));
		expect(withEntry(files('a'), 'files', 'b')).toEqual(files('a', 'b'));
	});

	it('that is suggested never narrows what is given already', () => {
		expect(withAtLeast(files('data'), 'files', './data:ro')).toEqual(files('data'));
		expect(withAtLeast(files('data:ro'), 'files', 'data')).toEqual(files('data'));
		expect(withAtLeast({ ...files('data'), allow_file_system: false }, 'files', 'data:ro')).toEqual(files('data'));
	});

	it('has the level that was set, whatever else is in the list', () => {
		const entry = fc.constantFrom('a', 'a:ro', './a/', 'b', 'b:ro', '/c', '/c/:ro');
		fc.assert(
			fc.property(fc.array(entry), entry, fc.constantFrom('none', 'read', 'write'), (list, about, level) => {
				const after = withLevel(files(...list), 'files', about, level);
				expect(levelOf(after, 'files', keyOf('files', about))).toBe(level);
				const others = (paths: readonly string[]) =>
					paths.filter((one) => keyOf('files', one) !== keyOf('files', about));
				expect(others(after.allowed_paths)).toEqual(others(list));
			}),
		);
	});
});

describe('the rows of the form', () => {
	it('hold everything that is asked for, granted or drafted, and say what changed', () => {
		const granted = files('gone', 'kept', 'less');
		const rows = rowsOf('files', {
			requested: files('asked', 'kept'),
			granted,
			draft: files('kept', 'less:ro', 'new'),
			effective: granted,
		});
		expect(
			rows.map(({ entry, asked, granted: now, inForce, change, index }) => [entry, asked, now, inForce, change, index]),
		).toEqual([
			['asked', 'write', 'none', 'none', null, -1],
			['kept', 'write', 'write', 'write', null, 0],
			['gone', 'none', 'none', 'write', 'removed', -1],
			['less:ro', 'none', 'read', 'write', 'changed', 1],
			['new', 'none', 'write', 'none', 'added', 2],
		]);
	});

	it('leave out what a switched off request lists', () => {
		const requested = { ...files('x'), allow_file_system: false };
		const none = { requested, granted: lockedDown, draft: lockedDown, effective: lockedDown };
		expect(rowsOf('files', none)).toEqual([]);
	});
});

describe('presets', () => {
	const requested: SecurityPolicy = {
		...files('./data/', '/srv/in:ro'),
		allow_network: true,
		allowed_hosts: ['api.io'],
		allow_env_vars: true,
		allowed_env_vars: ['TOKEN'],
		max_memory: 1_048_576,
	};
	const draft = { ...lockedDown, max_execution_time: 5 };

	it('lock down with the usual limits, or give all that is asked for', () => {
		expect(presetPolicy('lockedDown', { draft, requested })).toEqual(lockedDown);
		expect(presetPolicy('asAsked', { draft, requested })).toEqual(requested);
	});

	it('read folders and talk to hosts with nothing else, and leave the limits alone', () => {
		expect(presetPolicy('readFolders', { draft, requested })).toEqual({
			...files('./data/:ro', '/srv/in:ro'),
			max_execution_time: 5,
		});
		expect(presetPolicy('talkToHosts', { draft, requested })).toEqual({
			...draft,
			allow_network: true,
			allowed_hosts: ['api.io'],
		});
	});

	it('prefer what the draft lists to what is asked for', () => {
		const chosen = { ...draft, allowed_paths: ['/mine', '/mine:ro'] };
		expect(presetPolicy('readFolders', { draft: chosen, requested }).allowed_paths).toEqual(['/mine:ro']);
	});

	it('are known again, and a policy of its own is none', () => {
		for (const preset of ['lockedDown', 'readFolders', 'talkToHosts', 'asAsked'] as const) {
			expect(presetOf(presetPolicy(preset, { draft, requested }), requested)).toBe(preset);
		}
		expect(presetOf({ ...requested, max_memory: 2_097_152 }, requested)).toBeNull();
		expect(presetOf(lockedDown, null)).toBe('lockedDown');
	});
});

describe('the difference between two policies', () => {
	const ask = (path: string, access: 'read' | 'write'): Ask => ({
		text: '',
		risk: 'low',
		entry: access === 'read' ? `${path}:ro` : path,
		subject: { kind: 'path', path, access, own: true, everything: false },
	});

	it('says that reading stays where only changing is taken away', () => {
		const compared = {
			added: [],
			kept: [ask('./data', 'read')],
			dropped: [ask('./data', 'write'), ask('./out', 'write')],
		};
		const { narrowed } = differenceOf(compared, lockedDown, lockedDown);
		expect(narrowed.map((change) => change.kind === 'entry' && [change.ask.entry, change.stillReads])).toEqual([
			['./data', true],
			['./out', false],
		]);
	});

	it('tells every change of a limit, below the defaults too, and only once', () => {
		const memory: Ask = { text: '', risk: 'low', entry: '1', subject: { kind: 'memory', bytes: 1 } };
		const after = { ...lockedDown, max_memory: lockedDown.max_memory * 2, max_execution_time: 10 };
		const { widened, narrowed } = differenceOf({ added: [memory], kept: [], dropped: [] }, lockedDown, after);
		expect(widened).toEqual([{ kind: 'memory', from: lockedDown.max_memory, to: after.max_memory }]);
		expect(narrowed).toEqual([{ kind: 'time', from: lockedDown.max_execution_time, to: 10 }]);
		const less = { ...lockedDown, max_write_bytes: 0, max_new_files: 5 };
		expect(differenceOf({ added: [], kept: [], dropped: [] }, lockedDown, less).narrowed).toEqual([
			{ kind: 'written', from: lockedDown.max_write_bytes, to: 0 },
			{ kind: 'files', from: lockedDown.max_new_files, to: 5 },
		]);
		expect(samePolicy(lockedDown, less)).toBe(false);
		expect(isEmpty(differenceOf({ added: [], kept: [memory], dropped: [] }, after, after))).toBe(true);
	});

	it('is none between a policy and itself', () => {
		expect(samePolicy(files('a', 'b'), files('a', 'b'))).toBe(true);
		expect(samePolicy(files('a', 'b'), files('b', 'a'))).toBe(false);
	});
});

describe('limits with units', () => {
	it('come back as they were from what is shown, at every step', () => {
		for (const kind of limitNames) {
			for (const value of scales[kind].steps) {
				const factor = bestUnit(value, scales[kind].units)?.factor ?? 1;
				expect(parseQuantity(printQuantity(value, factor), factor)).toBe(value);
			}
		}
	});

	it('step up and down within the bounds and never stand still but at an end', () => {
		fc.assert(
			fc.property(fc.constantFrom(...limitNames), fc.nat(), (kind, seed) => {
				const { min, max } = scales[kind];
				const value = min + (seed % (max - min + 1));
				const [up, down] = [step(kind, value, 1), step(kind, value, -1)];
				expect([isWithin(kind, up), isWithin(kind, down)]).toEqual([true, true]);
				expect(up > value || value === max).toBe(true);
				expect(down < value || value === min).toBe(true);
			}),
		);
	});
});

describe('what a person asks the tester', () => {
	it('is understood from the text where it gives itself away', () => {
		expect(['https://a.io/x', 'API_TOKEN', 'write:./x', './data.csv', 'HOME', ''].map(kindOf)).toEqual([
			'http',
			'env',
			'write',
			null,
			null,
			null,
		]);
	});

	it('reaches the engine as the engine reads it', () => {
		expect(testerRequest('read', ' ./data/in.csv ')).toBe('read:./data/in.csv');
		expect(testerRequest('write', 'read:/x')).toBe('write:/x');
		expect(testerRequest('http', 'api.io:8443/v1')).toBe('https://api.io:8443/v1');
		expect(testerRequest('env', 'HOME')).toBe('env:HOME');
		expect(testerRequest('env', '  ')).toBe('');
	});

	it('is answered by a decision, which names its place in the policy, whatever its words', () => {
		const entry = { list: 'allowed_paths', index: 3 } as const;
		const refused = { allowed: false, rule: 'in any words', reason: '' } as const;
		expect(placeOf({ allowed: true, rule: 'in any words', entry })).toEqual({ field: 'allowed_paths', index: 3 });
		expect(placeOf({ ...refused, kind: 'read_only', entry })).toEqual({ field: 'allowed_paths', index: 3 });
		expect(placeOf({ ...refused, kind: 'network_off' })).toEqual({ field: 'allow_network', index: -1 });
		expect(placeOf({ ...refused, kind: 'host_not_listed' })).toEqual({ field: 'allowed_hosts', index: -1 });
		expect(placeOf({ ...refused, kind: 'path_unclear' })).toEqual({ field: null, index: -1 });
		expect(placeOf({ allowed: true, rule: 'chosen for this run: /x' })).toEqual({ field: null, index: -1 });
	});
});
