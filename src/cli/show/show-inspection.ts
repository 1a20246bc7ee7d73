import type { InspectAnswer } from '../../shared/api/plugin-routes.ts';
import { recordFields } from '../../shared/config/record-fields.ts';
import type { WireError } from '../../shared/errors/errors.ts';
import { descriptionOf } from '../../shared/plugin/described.ts';
import type { RefusedModule } from '../../shared/plugin/module/refused-module.ts';
import type { ModuleAnalysis } from '../../shared/plugin/plugin-record.ts';
import { authorshipOf, type SigningKey, signerOf, type TwinSigner } from '../../shared/plugin/provenance.ts';
import { versionLabelOf } from '../../shared/plugin/words/version-label.ts';
import { inQuotes, quoted, shortQuoted } from '../../shared/quoted.ts';
import type { Session } from '../session/session.ts';
import { formatBytes, formatMemory, formatTime } from '../text/format.ts';
import { authorText, provenanceLines } from '../text/provenance-text.ts';
import { stateText } from '../text/state-text.ts';
import { showAnatomy, showReach } from './show-anatomy.ts';
import { showRequests } from './show-requests.ts';

/** Names of imports or exports that are listed; the rest is counted. */
const NAMES_SHOWN = 40;

/** A name with what stands behind it where there is such a thing. */
export function titled(name: string, label: string | null | undefined): string {
	return label === null || label === undefined || label === '' ? name : `${name} ${quoted(label)}`;
}

/** What a module is, holds and asks for, and how that differs from what is installed; its own words in `language`. */
export function showInspection(
	session: Session,
	found: InspectAnswer,
	language: string,
	keys: readonly SigningKey[],
): void {
	const { manifest, analysis } = found;
	session.say(`${titled(manifest.name, versionLabelOf(manifest))} (${manifest.type})`, 'bold');
	const description = descriptionOf(manifest.metadata, language);
	if (description !== undefined) session.say(`Described by its author: ${inQuotes(description)}`);
	for (const line of identityLines(found)) session.say(line);
	session.say(`sha256 ${analysis.sha256}  ${formatBytes(analysis.size)}  ${analysis.abi ?? 'unknown interface'}`);
	if (analysis.anatomy !== null) showAnatomy(session, analysis.anatomy);
	for (const line of moduleLines(analysis)) session.say(line);
	if (analysis.anatomy !== null) showReach(session, analysis.anatomy, analysis.memory?.minimumBytes ?? 0);
	for (const line of signatureLines(found, keys)) session.say(line);
	if (found.installed !== null) session.say(installedLine(found.installed));
	showRequests(session, found, language);
	for (const problem of analysis.problems) showProblem(session, problem);
	for (const { text } of found.warnings) session.say(`  note: ${text}`);
}

const twinSignerTexts: { readonly [S in TwinSigner]: string } = {
	same: 'Both are signed by the same key.',
	other: '! Another key signed this one.',
	unsigned: '! This one is not signed; that one is.',
	untold: 'That one is not signed, so nothing tells whether both have the same author.',
};

/** What it says of itself for good: its id, the programs it is for, what its records are. */
function identityLines({ manifest, knownAs, knownSigner }: InspectAnswer): readonly string[] {
	const { id, host, abi_version, input_schema, output_schema } = manifest;
	return [
		...(id === undefined ? [] : [`ID: ${id}`]),
		...(knownAs === null
			? []
			: [
					`It gives the same ID as ${knownAs}, which is installed; any plugin can give any ID.`,
					`  ${twinSignerTexts[knownSigner ?? 'untold']}`,
				]),
		...(host === undefined ? [] : [`Made for DataFlare ${quoted(host)}`]),
		...(abi_version === undefined ? [] : [`Made for version ${abi_version} of the plugin interface`]),
		...recordLine('Takes records with', input_schema),
		...recordLine('Gives records with', output_schema),
	];
}

function recordLine(says: string, schema: unknown): readonly string[] {
	const found = recordFields(schema);
	if (found === null) return [];
	const names = found.fields.map(({ name, types, required }) => {
		const notes = [...types, ...(required ? ['required'] : [])].join(', ');
		return `${shortQuoted(name)}${notes === '' ? '' : ` (${notes})`}`;
	});
	return [`${says} ${names.join(', ')}${found.more > 0 ? ` and ${found.more} more` : ''}`];
}

/** Whether its files are as they were packed, who signed that, and whether another key signed it than before. */
function signatureLines(
	{ provenance, isBundled, installed }: InspectAnswer,
	keys: readonly SigningKey[],
): readonly string[] {
	const lines = provenanceLines(provenance, keys, isBundled);
	const pinned = installed?.pinned ?? null;
	if (pinned === null || pinned === signerOf(provenance)) return lines;
	return [...lines, `  ! What is installed was signed otherwise: ${authorText(authorshipOf(pinned, keys))}`];
}

function moduleLines({ imports, exports, memory, embeddedManifest }: ModuleAnalysis): readonly string[] {
	return [
		`Imports: ${listed(imports.map(({ module, name }) => quoted(`${module}.${name}`)))}`,
		`Exports: ${listed(exports.map(({ name }) => quoted(name)))}`,
		`Memory: ${memory === null ? 'none' : memoryText(memory.minimumBytes, memory.maximumBytes, memory.imported)}`,
		`Custom section "dataflare": ${embeddedManifest === null ? 'none' : 'a manifest'}`,
	];
}

/** `unlisted`: there are so many more that are not told. */
function listed(names: readonly string[], unlisted = 0): string {
	if (names.length === 0) return 'none';
	const rest = Math.max(0, names.length - NAMES_SHOWN) + unlisted;
	return `${names.slice(0, NAMES_SHOWN).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function memoryText(minimum: number, maximum: number | null, imported: boolean): string {
	const upTo = maximum === null ? 'its limit' : formatMemory(maximum);
	return `${imported ? 'imported, ' : ''}from ${formatMemory(minimum)} to ${upTo}`;
}

/** What a module holds that was refused, and what else is wrong with it. */
export function showRefused(
	session: Session,
	{ sha256, size, abi, imports, exports, memory, anatomy, problems }: RefusedModule,
): void {
	session.say(`sha256 ${sha256}  ${formatBytes(size)}  ${abi ?? 'unknown interface'}`);
	if (anatomy !== null) showAnatomy(session, anatomy);
	session.say(`Imports: ${listed(imports.first.map(quoted), imports.more)}`);
	session.say(`Exports: ${listed(exports.first.map(quoted), exports.more)}`);
	session.say(`Memory: ${memory === null ? 'none' : memoryText(memory.minimum, memory.maximum, memory.imported)}`);
	if (anatomy !== null) showReach(session, anatomy, memory?.minimum ?? 0);
	for (const problem of problems) showProblem(session, problem);
}

/** What keeps it from running, and what would help. */
function showProblem(session: Session, { message, hint }: Pick<WireError, 'message' | 'hint'>): void {
	session.say(`  cannot be loaded: ${message}`);
	if (hint !== undefined) session.say(`    what would help: ${hint}`);
}

function installedLine(record: NonNullable<InspectAnswer['installed']>): string {
	const { current } = record;
	const inForce =
		current === null ? 'no version' : `${titled('version', current.label)} (sha256 ${current.sha256.slice(0, 12)})`;
	return `Installed: ${inForce}, ${stateText(record)}, since ${formatTime(record.installedAt)}${record.preload ? ', preloaded' : ''}${record.updates.held ? ', held at its version' : ''}`;
}
