import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
// Both belong to electron-builder, so they are what it reads its configuration with.
const fromBuilder = createRequire(createRequire(import.meta.url).resolve('app-builder-lib/package.json'));
const { load } = fromBuilder('js-yaml') as { readonly load: (text: string) => Record<string, unknown> };
const { validateConfiguration } = fromBuilder('./out/util/config/config.js') as {
	readonly validateConfiguration: (
		config: object,
		debug: { readonly isEnabled: boolean; add(): void },
	) => Promise<void>;
};
const config = load(readFileSync(join(root, 'electron-builder.yml'), 'utf8'));
const validate = (value: object): Promise<void> => validateConfiguration(value, { isEnabled: false, add: () => {} });

describe('the packages’ configuration', () => {
	it('is what electron-builder’s own schema accepts', async () => {
		await validate(config);
		await expect(validate({ ...config, electronFuses: { runAsNod: false } })).rejects.toThrow();
	});

	it('closes every fuse that would let another program take the shell’s place', () => {
		expect(config['electronFuses']).toEqual({
			runAsNode: false,
			enableCookieEncryption: true,
			enableNodeOptionsEnvironmentVariable: false,
			enableNodeCliInspectArguments: false,
			enableEmbeddedAsarIntegrityValidation: true,
			onlyLoadAppFromAsar: true,
			grantFileProtocolExtraPrivileges: false,
		});
	});

	it('keeps the entries that processes are started from outside the archive', () => {
		const unpacked = config['asarUnpack'] as readonly string[];
		for (const entry of ['out/main/sandbox.mjs', 'out/main/reaper.mjs']) {
			expect(unpacked).toContain(entry);
			expect(existsSync(join(root, entry))).toBe(true);
		}
	});
});
