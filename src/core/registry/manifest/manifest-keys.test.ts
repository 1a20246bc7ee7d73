import { describe, expect, it } from 'vitest';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { manifestSchema, storedManifestSchema } from '../../../shared/plugin/manifest.ts';
import { isOptional, neededPolicy, optionalLacking, reasonFor } from '../../../shared/plugin/words/asked-for.ts';
import { versionLabelOf } from '../../../shared/plugin/words/version-label.ts';
import { lockedDown } from '../../../shared/policy/security-policy.ts';
import { parseManifest } from '../package/parse-manifest.ts';
import { unsuitable } from './suitability.ts';

const base = { name: 'a', type: 'filter', module_path: './a.wasm' };
const parse = (more: object) => parseManifest(JSON.stringify({ ...base, ...more }), 'plugin.json');

function failureOf(more: object): DataFlareError {
	try {
		parse(more);
	} catch (thrown) {
		if (thrown instanceof DataFlareError) return thrown;
		throw thrown;
	}
	throw new Error(`accepted: ${JSON.stringify(more)}`);
}

describe('what a manifest may say of itself', () => {
	it('goes through whole, with nothing to be said against it', () => {
		const more = {
			...{
				$schema: '../plugin.schema.json',
				id: 'com.example.a',
				version: '1.2.0-beta.1+7',
				host: '>=0.1 <3',
				abi_version: 1,
			},
			security_policy: { allow_network: true, allowed_hosts: ['api.example.com'], max_memory: 65_536 },
			reasons: { 'api.example.com': { en: 'Rates.', 'zh-CN': '汇率。' }, allowed_hosts: 'Any.', max_memory: 'Tables.' },
			optional: ['api.example.com'],
			input_schema: { type: 'object' },
			output_schema: { type: 'object', properties: { a: { type: 'string' } } },
		};
		const { manifest, warnings } = parse(more);
		expect(warnings).toEqual([]);
		expect(manifest).toMatchObject({ ...more, security_policy: more.security_policy });
		expect(versionLabelOf(manifest)).toBe('1.2.0-beta.1+7');
	});

	it.each([
		['id', 'a', 'id: must be parts of a-z, 0-9, _ and -'],
		['id', 'Com.Example.A', 'id: must be parts of a-z'],
		['id', 'example//a', 'id: must be parts of a-z'],
		['id', `a.${'b'.repeat(200)}`, 'id: expected at most 200 characters'],
		['id', 7, 'id: expected text in quotes; found 7'],
		['version', 1, 'version: expected text in quotes; found 1'],
		['version', '1'.repeat(101), 'version: expected at most 100 characters'],
		['host', 'whenever', 'host: "whenever" is not a range of versions'],
		['host', { min: 1 }, 'host: expected text in quotes'],
		['abi_version', '1', 'abi_version: expected a number; found "1"'],
		['abi_version', 1.5, 'abi_version: expected a whole number; found 1.5'],
		['abi_version', 0, 'abi_version: expected at least 1; found 0'],
		['optional', 'api.example.com', 'optional: expected an array, [ … ]'],
		['optional', [1], 'optional[0]: expected text in quotes; found 1'],
		['reasons', ['x'], 'reasons: expected an object, { … }'],
		['reasons', { a: 3 }, 'reasons.a: expected text in quotes or an object, { … }; found 3'],
		['reasons', { a: '' }, 'reasons.a: must not be empty'],
		['reasons', { a: 'x'.repeat(501) }, 'reasons.a: expected at most 500 characters'],
		['reasons', { a: 'safe\u202e' }, 'reasons.a: contains control characters'],
		['reasons', { a: 'one\ntwo' }, 'reasons.a: contains control characters'],
		['reasons', { a: { en: 'a\u0007' } }, 'reasons.a.en: contains control characters'],
		['reasons', { a: { 'not a language': 'x' } }, 'is not a language tag such as "zh-CN"'],
		['reasons', { a: { en: 5 } }, 'reasons.a.en: expected text in quotes; found 5'],
		['$schema', {}, '$schema'],
	])('%s: %j is refused with its place', (key, value, words) => {
		const error = failureOf({ [key]: value });
		expect(error.message).toContain(words);
		expect(error).toMatchObject({ code: 'configuration', hint: expect.stringMatching(/\w/) });
		expect(String(error.details?.['path'])).toContain(key);
	});

	it.each([
		['optinal', 'optional'],
		['resons', 'reasons'],
		['hosts', 'host'],
		['abi_versoin', 'abi_version'],
		['inputSchema', 'input_schema'],
	])('%s is reported with what was meant', (key, near) => {
		expect(parse({ [key]: {} }).warnings).toMatchObject([{ reason: 'unknown_key_near', facts: { key, near } }]);
	});

	it.each<readonly [string, object, object]>([
		['a version that is none', { version: 'spring' }, { reason: 'version_not_semver', facts: { version: '"spring"' } }],
		['two versions', { version: '1.0.0', metadata: { version: '2' } }, { reason: 'version_twice' }],
		[
			'a reason for nothing',
			{ reasons: { constructor: 'x' } },
			{ reason: 'nothing_asked', facts: { key: 'reasons: "constructor"' } },
		],
		[
			'a reason under a misspelt name',
			{ reasons: { alowed_hosts: 'x' } },
			{ reason: 'nothing_asked_near', facts: { near: 'allowed_hosts' } },
		],
		['an optional limit', { optional: ['max_memory'] }, { facts: { key: 'optional: "max_memory"' } }],
		['a schema that is none', { input_schema: [] }, { reason: 'record_schema_unused', facts: { key: 'input_schema' } }],
		[
			'a schema from elsewhere',
			{ output_schema: { $ref: 'https://example.com/x' } },
			{ reason: 'record_schema_unused', facts: { key: 'output_schema', code: 'schema_remote' } },
		],
	])('%s is told and stops nothing', (_, more, warning) => {
		expect(parse(more).warnings).toMatchObject([warning]);
	});

	it('names a few of many reasons for nothing', () => {
		const reasons = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`nothing-${at}`, 'x']));
		const { warnings } = parse({ reasons, optional: Object.keys(reasons).slice(0, 1000) });
		expect(warnings.length).toBeLessThanOrEqual(20);
	});

	it('is no reason to lose a plugin that an older version took in', () => {
		const odd = { $schema: 1, id: 7, version: {}, host: [], abi_version: 'x', reasons: 'x', optional: 'x' };
		expect(storedManifestSchema.parse({ ...base, ...odd }).name).toBe('a');
	});

	it('is nothing that the manifest of DataFlare’s documents needs', () => {
		const documented = {
			...{ name: 'my_plugin', component_type: 'Transformer', module_path: './plugins/my_plugin.wasm' },
			...{ config: { param1: 'value1', param2: 42 }, memory_limit: 16_777_216, timeout_ms: 10_000 },
			security_policy: { allow_file_system: true, allowed_paths: ['./data/'], max_memory: 16_777_216 },
			metadata: { author: 'Your Name', version: '1.0.0', description: '插件描述' },
		};
		const { manifest, warnings } = parseManifest(JSON.stringify(documented), 'my_plugin.json');
		expect(warnings).toEqual([]);
		expect(manifest.type).toBe('transformer');
		expect(versionLabelOf(manifest)).toBe('1.0.0');
		expect(Object.keys(manifest)).not.toContain('reasons');
		expect(neededPolicy(manifest)).toEqual(manifest.security_policy);
	});

	it('leaves old free versions as they are', () => {
		const { manifest, warnings } = parse({ metadata: { version: 'Frühling ’24' } });
		expect([versionLabelOf(manifest), warnings]).toEqual(['Frühling ’24', []]);
	});
});

describe('a manifest that says which programs it is for', () => {
	it.each([
		['>=0.1', '0.1.0'],
		['*', '3.0.0'],
		['^1.2', '1.4.0'],
		['>=1', '1.0.0-beta.1'.replace('-beta.1', '')],
		['0.1 - 0.3', '0.2.0-beta.1'],
		[undefined, '0.1.0'],
	])('%s is for %s', (host, version) => {
		expect(unsuitable({ name: 'a', host, abi_version: 1 }, version)).toBeNull();
	});

	it.each([
		['>=2', '0.1.0'],
		['^1.2', '2.0.0'],
		['<0.1', '0.1.0'],
	])('%s is not for %s, and both are told', (host, version) => {
		expect(unsuitable({ name: 'a', host, abi_version: undefined }, version)).toMatchObject({
			code: 'plugin_load',
			message: expect.stringContaining(`this is version ${version}`),
			details: { reason: 'host_unsuitable', name: 'a', wanted: host, program: version },
		});
	});

	it('is not for an interface that is still to come', () => {
		expect(unsuitable({ name: 'a', host: '*', abi_version: 2 }, '9.0.0')).toMatchObject({
			details: { reason: 'abi_unsuitable', wanted: 2, program: 1 },
		});
	});
});

describe('what is asked for', () => {
	const manifest = manifestSchema.parse({
		...base,
		security_policy: {
			...{ allow_network: true, allowed_hosts: ['api.example.com', 'b.example.com'] },
			...{ allow_env_vars: true, allowed_env_vars: ['TOKEN', 'constructor'] },
		},
		reasons: {
			'api.example.com': { en: 'Rates.', zh: '汇率。' },
			allowed_hosts: { fr: 'Oui.' },
			max_memory: 'Tables.',
		},
		optional: ['b.example.com', 'allowed_env_vars'],
	});

	it('has the reason of the entry, or else of its list, in the language that there is', () => {
		const of = (entry: string | null, language: string) => reasonFor(manifest, 'allowed_hosts', entry, language);
		expect([of('api.example.com', 'zh-CN'), of('api.example.com', 'de')]).toEqual(['汇率。', 'Rates.']);
		expect([of('b.example.com', 'en'), of(null, 'en')]).toEqual(['Oui.', 'Oui.']);
		expect(reasonFor(manifest, 'max_memory', null, 'en')).toBe('Tables.');
		expect(reasonFor(manifest, 'allowed_env_vars', 'constructor', 'en')).toBeUndefined();
	});

	it('is optional by its entry or by its list', () => {
		expect(isOptional(manifest, 'allowed_hosts', 'b.example.com')).toBe(true);
		expect(isOptional(manifest, 'allowed_hosts', 'api.example.com')).toBe(false);
		expect(isOptional(manifest, 'allowed_env_vars', 'TOKEN')).toBe(true);
	});

	it('is needed without what is optional, and a switch with nothing behind it is off', () => {
		expect(neededPolicy(manifest)).toMatchObject({
			...{ allow_network: true, allowed_hosts: ['api.example.com'] },
			...{ allow_env_vars: false, allowed_env_vars: [] },
		});
	});

	it('is lacking where a policy gives it not', () => {
		expect(optionalLacking(manifest, lockedDown)).toEqual(['b.example.com', 'TOKEN', 'constructor']);
		expect(optionalLacking(manifest, manifest.security_policy)).toEqual([]);
	});
});
