import { basename, extname } from 'node:path';
import { isDeviceName } from '../../../shared/device-name.ts';
import { DataFlareError, type ErrorDetails } from '../../../shared/errors/errors.ts';
import type { Remark } from '../../../shared/errors/remark.ts';
import { type Manifest, manifestSchema } from '../../../shared/plugin/manifest.ts';
import { traitsOf } from '../../../shared/plugin/module/guest-abi.ts';
import { noFunction } from '../../../shared/plugin/module/refused-module.ts';
import type { ModuleAnalysis } from '../../../shared/plugin/plugin-record.ts';
import { nameWithin } from '../entry-name.ts';
import { manifestText } from './analyse-module.ts';
import { parseManifest, refuseFlaws } from './parse-manifest.ts';

/** Name from the file, the rest from the module's own `dataflare` section if it has one; what it asks for is kept as a request. */
export function inferManifest(
	file: string,
	module: Uint8Array,
	analysis: ModuleAnalysis,
	told: ErrorDetails,
): { manifest: Manifest; warnings: readonly Remark[] } {
	const name = nameFrom(file);
	const { embeddedManifest } = analysis;
	// A program exports no role: it takes records and gives records, unless it says otherwise itself.
	const type = analysis.type ?? (traitsOf(analysis.abi).isProgram ? 'processor' : null);
	// A component is handed batches of bytes; lines are what these hold where nobody says otherwise.
	const way = analysis.abi === 'component' ? { encoding: 'ndjson' } : {};
	const base = { name, type: type ?? 'processor', module_path: `./${basename(file)}`, ...way };
	if (type === null && analysis.abi === 'extism' && embeddedManifest === null) {
		// What it takes and gives is its own matter: bytes, until somebody says which of its exports does what.
		return { manifest: manifestSchema.parse({ ...base, abi: 'extism', encoding: 'bytes' }), warnings: [] };
	}
	if (type === null && analysis.abi !== 'extism') {
		const problem = noFunction(basename(file));
		throw DataFlareError.fromWire({ ...problem, details: { ...problem.details, ...told } });
	}
	if (typeof embeddedManifest !== 'object' || embeddedManifest === null || Array.isArray(embeddedManifest)) {
		return { manifest: manifestSchema.parse(base), warnings: [] };
	}
	const place = `the dataflare section of ${basename(file)}`;
	refuseFlaws(manifestText(module, analysis) ?? '', place);
	// What the exports say is only a guess, beside which the section's own word does not contradict anything.
	const guess = 'component_type' in embeddedManifest ? {} : { type: base.type };
	const merged = { ...way, ...guess, ...embeddedManifest, name, module_path: base.module_path };
	return parseManifest(JSON.stringify(merged), place);
}

function nameFrom(file: string): string {
	const name = nameWithin(basename(file, extname(file)));
	if (name !== '' && !isDeviceName(name)) return name;
	throw new DataFlareError('configuration', `"${basename(file)}" cannot be turned into a plugin name.`, {
		hint:
			name === ''
				? 'Rename the file: use letters, digits, - and _.'
				: 'It is the name of a device on Windows: rename the file.',
	});
}
