import fc from 'fast-check';
import { expect, it } from 'vitest';
import { extismWat } from '../../../test/support/extism/extism-guest.ts';
import { wat } from '../../../test/support/guests/in-process-guest.ts';
import { bundleModules, linkedModules } from './linked-modules.ts';
import { parseModule } from './parse-module.ts';
import { reportModule } from './report-module.ts';

const side = wat('(module (func (export "f") (result i32) (i32.const 1)))');
const main = wat(
	extismWat('(func (export "run") (result i32) (call $f))').replace(
		'(memory (export',
		'(import "seite" "f" (func $f (result i32))) (memory (export',
	),
);
const bundle = bundleModules(main, [
	{ name: 'seite', bytes: side },
	{ name: 'größe 🎈', bytes: main },
]);

it('gives back what was put together, and a module that can be loaded', () => {
	const linked = linkedModules(bundle, parseModule(bundle));
	expect(linked.map(({ name }) => name)).toEqual(['seite', 'größe 🎈']);
	expect(linked[0]?.bytes).toEqual(side);
	expect(linked[1]?.bytes).toEqual(main);
	const report = reportModule(bundle, () => null);
	expect([report.abi, report.problems]).toEqual(['extism', []]);
	expect(linkedModules(main, parseModule(main))).toEqual([]);
});

it('refuses two modules of one name', () => {
	const twice = bundleModules(main, [
		{ name: 'seite', bytes: side },
		{ name: 'seite', bytes: side },
	]);
	expect(reportModule(twice, () => null).problems[0]?.message).toContain('two linked modules are named "seite"');
});

it('says what is wrong with a bundle that is cut or damaged, whatever is wrong', () => {
	fc.assert(
		fc.property(
			fc.nat(bundle.length),
			fc.array(fc.tuple(fc.nat(bundle.length - 1), fc.nat(255)), { maxLength: 4 }),
			(length, changes) => {
				const damaged = bundle.slice();
				for (const [at, byte] of changes) damaged[at] = byte;
				for (const bytes of [damaged, damaged.slice(0, length)]) {
					const { abi, problems } = reportModule(bytes, () => null);
					expect(problems.every(({ code, message }) => code !== 'runtime' && message !== '')).toBe(true);
					expect(abi !== null || problems.length > 0).toBe(true);
				}
			},
		),
		{ numRuns: 500 },
	);
});
