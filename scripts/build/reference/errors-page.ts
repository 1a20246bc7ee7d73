import { common } from '../../../src/renderer/i18n/en/common.ts';
import { authoringFailures } from '../../../src/renderer/i18n/en/failure/authoring.ts';
import { componentFailures } from '../../../src/renderer/i18n/en/failure/component.ts';
import { engineFailures } from '../../../src/renderer/i18n/en/failure/engine.ts';
import { flowFailures } from '../../../src/renderer/i18n/en/failure/flow.ts';
import { flowFileFailures } from '../../../src/renderer/i18n/en/failure/flow-files.ts';
import { flowRunFailures } from '../../../src/renderer/i18n/en/failure/flow-run.ts';
import { folderFailures } from '../../../src/renderer/i18n/en/failure/folder.ts';
import { historyFailures } from '../../../src/renderer/i18n/en/failure/history.ts';
import { inputFailures } from '../../../src/renderer/i18n/en/failure/input.ts';
import { moduleFailures } from '../../../src/renderer/i18n/en/failure/module.ts';
import { packageFailures } from '../../../src/renderer/i18n/en/failure/package.ts';
import { pluginFailures } from '../../../src/renderer/i18n/en/failure/plugin.ts';
import { policyFailures } from '../../../src/renderer/i18n/en/failure/policy.ts';
import { processFailures } from '../../../src/renderer/i18n/en/failure/process.ts';
import { signatureFailures } from '../../../src/renderer/i18n/en/failure/signature.ts';
import { trapFailures } from '../../../src/renderer/i18n/en/failure/trap.ts';
import { updateFailures } from '../../../src/renderer/i18n/en/failure/update.ts';
import { errorCodes } from '../../../src/shared/errors/errors.ts';
import { reasonFacts } from '../../../src/shared/errors/failure-reason.ts';
import { cell } from './cell.ts';

interface Failure {
	readonly text: string;
	readonly hint?: string;
}

const sections: readonly (readonly [title: string, failures: Readonly<Record<string, Failure>>])[] = [
	['Choosing and installing a plugin', packageFailures],
	['Signatures and keys', signatureFailures],
	['Updates, sources of packages and locks', updateFailures],
	['Writing a plugin', authoringFailures],
	['Modules', moduleFailures],
	['Components', componentFailures],
	['The state of a plugin', pluginFailures],
	['Sandboxes and their limits', processFailures],
	['Code that failed', trapFailures],
	['Inputs, files and chains', inputFailures],
	['Flows', flowFailures],
	['Runs of flows', flowRunFailures],
	['Files that flows read and write', flowFileFailures],
	['Policies', policyFailures],
	['History', historyFailures],
	['Folders', folderFailures],
	['Results, and the engine behind the window', engineFailures],
];

/** docs/errors.md as the catalogue of failures is now. */
export function errorsPage(): string {
	return `${[
		'# Errors, each with cause and remedy',
		'<!-- Written by `npm run reference` from the texts of the window; a test compares the two. -->',
		'Every failure has a **code**, a sentence that says what is wrong and where, and a hint. Most also have a **reason**: `details.reason`, with the facts that its sentence needs beside it. Codes and reasons stay the same from version to version, and sentences may change. _Words in italics_ are such facts.',
		'## Codes',
		table(
			['code', 'what it stands for'],
			errorCodes.map((code) => [`\`${code}\``, common.errorCode[code]]),
		),
		...sections.flatMap(([title, failures]) => [
			`## ${title}`,
			table(
				['reason', 'cause', 'remedy'],
				Object.entries(failures).map(([reason, { text, hint = '' }]) => [`\`${reason}\``, told(text), told(hint)]),
			),
		]),
	].join('\n\n')}\n`;
}

/** Reasons that the page has no row for. */
export function reasonsWithoutRow(): readonly string[] {
	const rows = new Set(sections.flatMap(([, failures]) => Object.keys(failures)));
	return Object.keys(reasonFacts).filter((reason) => !rows.has(reason));
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
	return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

/** With its facts as words in italics. */
function told(text: string): string {
	return text.replaceAll(/\{\{(\w+)\}\}/g, '_$1_');
}
