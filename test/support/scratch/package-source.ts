import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApplyDeps } from '../../../src/core/catalogue/apply-update.ts';
import { updateOf } from '../../../src/core/catalogue/find-updates.ts';
import { openSource } from '../../../src/core/catalogue/open-source.ts';
import { ownPlacesOf } from '../../../src/core/files/own-places.ts';
import { signPlugin } from '../../../src/core/registry/packing/sign-plugin.ts';
import type { PrivateKey } from '../../../src/core/registry/signing/private-key.ts';
import type { PluginUpdate } from '../../../src/shared/api/catalogue-routes.ts';
import { type BareRegistry, bareRegistry, markedPlugin } from './bare-registry.ts';

/** A folder of packages of the plugin `tool`, and a registry of version 2.0.0 of the program that takes them. */
export interface PackageSource {
	/** Around all of it. */
	readonly folder: string;
	readonly packages: string;
	readonly bare: BareRegistry;
	readonly deps: ApplyDeps;
	/** Packs a version into the folder of packages, or elsewhere. `heading`: of its notes. */
	pack(
		version: string,
		manifest?: object,
		how?: { readonly into?: string; readonly heading?: string; readonly key?: PrivateKey },
	): Promise<string>;
	/** From a package that is not among the others. */
	installed(version: string, manifest?: object, key?: PrivateKey): Promise<void>;
	found(wanted?: string | null, said?: string): Promise<PluginUpdate>;
	/** The version in use. */
	label(): string | null | undefined;
	close(): Promise<void>;
}

export async function openPackageSource(): Promise<PackageSource> {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-source-'));
	const packages = join(folder, 'packages');
	mkdirSync(packages);
	const bare = bareRegistry(join(folder, 'data'), undefined, '2.0.0');
	const { registry, store, dataDir } = bare;
	await registry.start({ watch: false });
	const ownPlaces = ownPlacesOf(() => ({ dataDirs: [dataDir] }));
	const deps = { registry, store, dataDir, program: '2.0.0', ownPlaces };
	const pack: PackageSource['pack'] = async (
		version,
		manifest = {},
		{ into = packages, heading = `[${version}]`, key } = {},
	) => {
		const made = markedPlugin(mkdtempSync(join(folder, 'made-')), 'tool', version, { version, ...manifest });
		const notes = `# Changes\n\n## ${heading}\n\nNotes on ${version}.\n\n## 0.0.1\n\nOld.\n`;
		writeFileSync(join(made, 'CHANGELOG.md'), notes);
		const { path } = await registry.pack(made, { to: into, replace: false });
		if (key !== undefined) await signPlugin(path, key);
		return path;
	};
	return {
		folder,
		packages,
		bare,
		deps,
		pack,
		async installed(version, manifest, key) {
			const into = mkdtempSync(join(folder, 'first-'));
			const path = await pack(version, manifest, key === undefined ? { into } : { into, key });
			const { package: found } = await registry.inspect(path);
			await registry.install(path, { author: 'me', signer: found.provenance.signer?.fingerprint ?? null });
		},
		found: async (wanted = null, said = packages) =>
			updateOf(deps, registry.require('tool'), (await openSource(said)).index, wanted),
		label: () => registry.require('tool').current?.label,
		async close() {
			await bare.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
