import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
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
			enableCookieEncryption: false,
			enableNodeOptionsEnvironmentVariable: false,
			enableNodeCliInspectArguments: false,
			enableEmbeddedAsarIntegrityValidation: true,
			onlyLoadAppFromAsar: true,
			grantFileProtocolExtraPrivileges: false,
		});
	});

	it('asks macOS for nothing but compiled code', () => {
		const mac = config['mac'] as Readonly<Record<string, unknown>>;
		for (const name of ['entitlements', 'entitlementsInherit']) {
			const list = readFileSync(join(root, String(mac[name])), 'utf8');
			expect([...list.matchAll(/<key>([^<]+)<\/key>\s*<true\/>/g)].map(([, key]) => key)).toEqual([
				'com.apple.security.cs.allow-jit',
			]);
		}
	});

	it('is known by one name to the system: the menu’s file, the window’s, Windows’ own', () => {
		const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
		expect(manifest['desktopName']).toBe(`${String(config['executableName'])}.desktop`);
		expect(config['linux']).toMatchObject({ syncDesktopName: true });
		expect(readFileSync(join(root, 'src/main/run-shell.ts'), 'utf8')).toContain(`'${String(config['appId'])}'`);
	});

	it('keeps the entries that processes are started from outside the archive', () => {
		const unpacked = config['asarUnpack'] as readonly string[];
		for (const entry of ['out/main/sandbox.mjs', 'out/main/reaper.mjs', 'out/main/reader.mjs', 'out/main/flows.mjs']) {
			expect(unpacked).toContain(entry);
			expect(existsSync(join(root, entry))).toBe(true);
		}
	});
});

describe('a package that is double-clicked', () => {
	const [association] = config['fileAssociations'] as readonly Readonly<Record<string, string>>[];

	it('is opened by this program on all three systems', () => {
		expect(association).toMatchObject({
			...{ ext: 'dfplugin', mimeType: 'application/vnd.dataflare.plugin+zip', role: 'Viewer', rank: 'Owner' },
			// Windows: the key of its own in the registry, which is no other program's.
			name: 'DataFlare.Plugin',
		});
		for (const system of ['linux', 'mac', 'win']) expect(config[system]).not.toHaveProperty('fileAssociations');
	});

	it('is handed over by the Linux menu’s entry that electron-builder writes', async () => {
		const { LinuxTargetHelper } = fromBuilder('./out/targets/LinuxTargetHelper.js') as {
			readonly LinuxTargetHelper: new (packager: object) => DesktopEntries;
		};
		const packager = {
			appInfo: { productName: 'P', sanitizedProductName: 'P', description: 'p' },
			...{ executableName: config['executableName'], config, fileAssociations: [association] },
			...{ info: { metadata: { desktopName: 'p.desktop' } }, platformSpecificBuildOptions: config['linux'] },
		};
		const entry = await new LinuxTargetHelper(packager).computeDesktopEntry(config['linux'] as object);
		expect(entry).toMatch(/^Exec=\S+ %U$/m);
		expect(entry).toMatch(/^MimeType=application\/vnd\.dataflare\.plugin\+zip;$/m);
	});
});

interface DesktopEntries {
	computeDesktopEntry(options: object): Promise<string>;
}
