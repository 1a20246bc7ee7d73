import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import wabt from 'wabt';

const sandbox = join(import.meta.dirname, '../../src/sandbox');

interface OwnModule {
	readonly wat: string;
	/** What its bytes are called where the sandbox imports them. */
	readonly name: string;
}

/** The modules of our own that the sandbox carries, by the file with their bytes, absolute. */
export const ownModules: ReadonlyMap<string, readonly OwnModule[]> = new Map([
	[join(sandbox, 'extism/kernel/kernel-bytes.ts'), [{ wat: 'kernel.wat', name: 'kernelBytes' }]],
	[
		join(sandbox, 'rehearsal/stand-in-bytes.ts'),
		[
			{ wat: 'stand-in.wat', name: 'standInBytes' },
			{ wat: 'extism-stand-in.wat', name: 'extismStandInBytes' },
		],
	],
	[join(sandbox, 'calls/lines/plain-lines-bytes.ts'), [{ wat: 'plain-lines.wat', name: 'plainLinesBytes' }]],
]);

/** What stands in such a file for its modules as they are written beside it. */
export async function bytesSource(file: string): Promise<string> {
	const modules = ownModules.get(file) ?? [];
	return (await Promise.all(modules.map((module) => assembled(join(file, '..'), module)))).join('\n');
}

async function assembled(folder: string, { wat, name }: OwnModule): Promise<string> {
	const { parseWat } = await wabt();
	const module = parseWat(wat, readFileSync(join(folder, wat), 'utf8'));
	module.validate();
	const { buffer } = module.toBinary({});
	module.destroy();
	const lines =
		Buffer.from(buffer)
			.toString('base64')
			.match(/.{1,108}/g) ?? [];
	const text = lines.map((line) => `\t'${line}'`).join(' +\n');
	return `/** ${wat}, assembled by scripts/build/kernel.ts; base64. */\nexport const ${name} =\n${text};\n`;
}
