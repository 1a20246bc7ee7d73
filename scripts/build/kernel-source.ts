import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import wabt from 'wabt';

const folder = join(import.meta.dirname, '../../src/sandbox/extism/kernel');

export const kernelBytesFile = join(folder, 'kernel-bytes.ts');

/** What stands in kernel-bytes.ts for the kernel as it is written. */
export async function kernelSource(): Promise<string> {
	const { parseWat } = await wabt();
	const module = parseWat('kernel.wat', readFileSync(join(folder, 'kernel.wat'), 'utf8'));
	module.validate();
	const { buffer } = module.toBinary({});
	module.destroy();
	const lines =
		Buffer.from(buffer)
			.toString('base64')
			.match(/.{1,108}/g) ?? [];
	const text = lines.map((line) => `\t'${line}'`).join(' +\n');
	return `/** kernel.wat, assembled by scripts/build/kernel.ts; base64. */\nexport const kernelBytes =\n${text};\n`;
}
