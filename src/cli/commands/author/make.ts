import { resolve } from 'node:path';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { reasonOf } from '../../../shared/errors/failure-reason.ts';
import type { BuildAnswer } from '../../../shared/plugin/authoring/authoring.ts';
import { errorText, type Session } from '../../session/session.ts';
import { counted, formatBytes, formatDuration } from '../../text/format.ts';
import { hintOf } from '../../text/hint-of.ts';

/** `plugin build`. The commands are shown before they run, and what they said behind them. */
export async function build(session: Session, where: string): Promise<void> {
	const built = await runBuild(session, where);
	session.result(built, () => undefined);
}

export async function runBuild(session: Session, where: string): Promise<BuildAnswer> {
	const folder = resolve(where);
	const { steps } = await session.ask('authoring.recipe', { folder });
	for (const step of steps) session.note(`$ ${step.map(shown).join(' ')}`);
	try {
		const built = await session.ask('authoring.build', { folder });
		for (const { output } of built.steps) tellOutput(session, output);
		const { plugin, bytes, ms, changed } = built;
		const what = changed ? `${formatBytes(bytes)}` : `${formatBytes(bytes)}, the same module as before`;
		session.confirm(`${plugin} was built in ${formatDuration(ms)} (${what}).`);
		return built;
	} catch (error) {
		const output = error instanceof DataFlareError ? error.details['output'] : undefined;
		if (typeof output === 'string' && reasonOf(error as DataFlareError) === 'build_failed') tellOutput(session, output);
		throw error;
	}
}

function tellOutput(session: Session, output: string): void {
	if (output !== '') for (const line of output.split('\n')) session.note(`  ${line}`);
}

const shown = (argument: string): string => (/^[\w@%+=:,./-]+$/.test(argument) ? argument : JSON.stringify(argument));

/** `plugin validate`: 1 where it would be refused, with `strict` also where there is anything to say. */
export async function validate(session: Session, path: string, strict: boolean): Promise<number> {
	const answer = await session.ask('authoring.validate', { path: resolve(path) });
	const { plugin, refusal, warnings, advice } = answer;
	session.result(answer, () => {
		const rows = [
			...warnings.map(({ text }) => [{ text: 'warning', tone: 'warn' as const }, text]),
			...advice.map(({ text }) => [{ text: 'suggestion', tone: 'plain' as const }, text]),
		];
		if (refusal !== null) {
			session.say(errorText(refusal));
			const hint = hintOf(refusal);
			if (hint !== undefined) session.say(`hint: ${hint}`);
		}
		if (rows.length > 0) session.table(['', ''], rows);
		const result = refusal === null ? 'can be installed and packed' : 'cannot be installed or packed as it is';
		const said = [
			...(warnings.length > 0 ? [counted(warnings.length, 'warning')] : []),
			...(advice.length > 0 ? [counted(advice.length, 'suggestion')] : []),
		];
		session.confirm(`${plugin} ${result}${said.length === 0 ? '' : `: ${said.join(', ')}`}.`);
	});
	return refusal !== null || (strict && warnings.length + advice.length > 0) ? 1 : 0;
}
