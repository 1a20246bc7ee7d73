import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../../src/core/registry/package/parse-manifest.ts';
import { jsonSchema, type SchemaName } from '../../../src/shared/face/schemas/json-schemas.ts';
import { chainSchema } from '../../../src/shared/flow/chain-file.ts';
import { componentTypes } from '../../../src/shared/plugin/component-type.ts';
import { securityPolicySchema } from '../../../src/shared/policy/security-policy.ts';
import { reasonsWithoutRow } from './errors-page.ts';
import { exampleManifest } from './manifest-page.ts';
import { referenceFiles, root } from './reference.ts';

const compiled = (name: SchemaName) => new Ajv({ allErrors: true }).compile(jsonSchema(name));
const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

describe('the files made from the code', () => {
	it.each(referenceFiles())('$path is as the code is now (`npm run reference`)', ({ path, text }) => {
		expect(readFileSync(path, 'utf8')).toBe(text);
	});

	it('has a row for every reason of a failure', () => {
		expect(reasonsWithoutRow()).toEqual([]);
	});
});

describe('the schema of the manifest', () => {
	const validate = compiled('manifest');
	const takes = (value: unknown): unknown => (validate(value) ? [] : validate.errors);
	const manifests = ['examples', 'resources', 'sdk', 'bench']
		.flatMap((top) =>
			readdirSync(join(root, top), { recursive: true, encoding: 'utf8' }).map((name) => join(root, top, name)),
		)
		.filter((path) => path.endsWith('/plugin.json') && !path.includes('node_modules'));

	it('takes every manifest that comes with the program', () => {
		expect(manifests.length).toBeGreaterThan(15);
		for (const path of manifests) expect(takes(json(path)), relative(root, path)).toEqual([]);
	});

	it('takes the example of its page, which the reader takes without a remark', () => {
		expect(takes(JSON.parse(exampleManifest))).toEqual([]);
		expect(parseManifest(exampleManifest, 'plugin.json').warnings).toEqual([]);
	});

	it('takes DataFlare’s own spelling', () => {
		const documented = {
			name: 'my_plugin',
			component_type: 'Transformer',
			module_path: './a.wasm',
			config: null,
			metadata: null,
		};
		expect(takes(documented)).toEqual([]);
		expect(parseManifest(JSON.stringify(documented), 'f').manifest.type).toBe('transformer');
	});

	it('explains every key', () => {
		const { properties = {} } = jsonSchema('manifest');
		const inner = Object.values(properties).flatMap((each) => Object.entries(each.properties ?? {}));
		for (const [key, { description }] of [...Object.entries(properties), ...inner])
			expect(description, key).toMatch(/\.$/);
	});

	it('refuses nothing that the reader takes, and what it refuses, the reader refuses', () => {
		const value = fc.oneof(
			fc.jsonValue({ maxDepth: 2 }),
			fc.constantFrom<unknown>('1.0.0', 'example/a', 1, true, {}, [], null),
		);
		const key = fc.constantFrom(...Object.keys(jsonSchema('manifest').properties ?? {}));
		fc.assert(
			fc.property(fc.constantFrom(...componentTypes), key, value, (type, named, given) => {
				const manifest = { name: 'a', type, module_path: './a.wasm', [named]: given };
				let isRead = true;
				try {
					parseManifest(JSON.stringify(manifest), 'plugin.json');
				} catch {
					isRead = false;
				}
				if (isRead) expect(takes(JSON.parse(JSON.stringify(manifest))), JSON.stringify(manifest)).toEqual([]);
			}),
			{ numRuns: 500 },
		);
	});
});

describe('the other schemas', () => {
	it('take the chains that come with the program', () => {
		const validate = compiled('chain');
		for (const name of ['chain.json', 'chain-as-documented.json']) {
			const chain = json(join(root, 'examples/configs', name));
			expect(chainSchema.safeParse(chain).success).toBe(true);
			expect(validate(chain) ? [] : validate.errors, name).toEqual([]);
		}
	});

	it('take what the reader of policies takes, and no key besides', () => {
		const validate = compiled('policy');
		expect(validate(securityPolicySchema.parse({}))).toBe(true);
		expect(validate({ alow_network: true })).toBe(false);
	});
});
