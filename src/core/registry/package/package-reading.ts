import { isUtf8 } from 'node:buffer';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { Manifest } from '../../../shared/plugin/manifest.ts';
import type { ModuleAnalysis } from '../../../shared/plugin/plugin-record.ts';
import type { ModuleAnalyst } from './analyse-module.ts';
import type { KnownFiles } from './known-files.ts';

/** How packages are read. */
export interface PackageReading {
	readonly analyst: ModuleAnalyst;
	/** Files that were found unusable before and need not be read again; null: every file is read. */
	readonly files: KnownFiles | null;
	/** Resolves once there is memory for a module of so many bytes; absent: there is. */
	readonly take?: ((bytes: number) => Promise<void>) | undefined;
}

/** Throws `plugin_load` where a manifest names the SHA-256 of another module. */
export function refuseOtherHash(manifest: Manifest, analysis: ModuleAnalysis): void {
	if (manifest.sha256 !== undefined && manifest.sha256 !== analysis.sha256) {
		throw new DataFlareError(
			'plugin_load',
			`The module of ${manifest.name} is not the one named in its manifest: its SHA-256 differs.`,
			{
				hint: 'Download the plugin again. Do not run it if it should not have changed.',
				details: { ...because('hash_differs'), expected: manifest.sha256, found: analysis.sha256 },
			},
		);
	}
}

/** Throws `configuration` for what is not in UTF-8 (RFC 8259, 8.1), naming what it is where its mark tells. */
export function manifestTextOf(bytes: Buffer, file: string): string {
	if (isUtf8(bytes)) return bytes.toString('utf8');
	const mark = bytes.length < 2 ? 0 : bytes.readUInt16BE(0);
	const encoding = mark === 0xff_fe || mark === 0xfe_ff ? 'in UTF-16' : 'not in UTF-8';
	throw new DataFlareError('configuration', `${file} is ${encoding}.`, {
		hint: 'Save it as UTF-8. In PowerShell: Out-File -Encoding utf8.',
		details: because('manifest_not_utf8'),
	});
}
