import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { scratchFolder } from '../support/scratch/scratch.ts';

const root = resolve(import.meta.dirname, '../..');
const compiler = join(root, 'node_modules/typescript/bin/tsc');
const project = scratchFolder();
const documents = ['README.md', 'docs/library.md', 'docs/recipes.md'].map((file) =>
	readFileSync(join(root, file), 'utf8'),
);
const [fromReadme = '', ...fromPage] = documents.flatMap((text) =>
	[...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code),
);

function run(args: readonly string[]): { readonly code: number | null; readonly out: string } {
	const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project.path, encoding: 'utf8' });
	return { code: status, out: stdout + stderr };
}

/** A program of another folder, which has the package as a dependency and knows nothing of its inside. */
beforeAll(() => {
	mkdirSync(join(project.path, 'node_modules'));
	symlinkSync(root, join(project.path, 'node_modules/dataflare-plugin-manager'), 'junction');
	// The snippets name plugins by paths in the checkout.
	for (const folder of ['resources', 'examples'])
		symlinkSync(join(root, folder), join(project.path, folder), 'junction');
	project.put('package.json', JSON.stringify({ type: 'module' }));
});

describe('the package in another program', () => {
	it('runs what the README shows', () => {
		expect(fromReadme).toContain("from 'dataflare-plugin-manager'");
		project.put('readme.ts', fromReadme);
		expect(run(['readme.ts'])).toEqual({ code: 0, out: "{ note: 'mail b***@***.com' }\n" });
	});

	it('runs every program of its page and of the recipes, which end by themselves', () => {
		expect(fromPage.length).toBeGreaterThan(3);
		for (const [index, code] of fromPage.entries()) {
			project.put(`page-${index}.ts`, code);
			const { code: status, out } = run([`page-${index}.ts`]);
			// What a program prints stands in its comments: `// prints …`.
			const promised = [...code.matchAll(/\/\/ prints (.+)$/gm)].map(([, text]) => `${text}\n`).join('');
			expect({ status, out }).toEqual({ status: 0, out: promised });
		}
	});

	it('has types under which those programs compile, strictly', () => {
		// That the engine's own code is right, the check of all types says.
		expect(run([compiler, '-p', join(root, 'src/core/tsconfig.types.json'), '--noCheck'])).toEqual({
			code: 0,
			out: '',
		});
		const options = {
			...{ target: 'ES2024', module: 'NodeNext', strict: true, noEmit: true, exactOptionalPropertyTypes: true },
			...{ types: ['node'], typeRoots: [join(root, 'node_modules/@types')], skipLibCheck: true },
		};
		for (const [index, code] of [fromReadme, ...fromPage].entries()) project.put(`checked-${index}.ts`, code);
		project.put(
			'wrong.ts',
			"import { createCore } from 'dataflare-plugin-manager';\nawait createCore({ dataDirectory: 'x' });\n",
		);
		project.put('tsconfig.json', JSON.stringify({ compilerOptions: options, include: ['checked-*.ts', 'wrong.ts'] }));
		const faults = run([compiler, '-p', '.', '--pretty', 'false']).out.trim().split('\n');
		// The compiler finds the one that is wrong, and nothing else.
		expect(faults).toEqual([expect.stringMatching(/^wrong\.ts\(2,.*dataDirectory/)]);
	});
});
