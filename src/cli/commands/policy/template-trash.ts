import type { Command } from 'commander';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { didYouMean } from '../../../shared/issues/did-you-mean.ts';
import { examples } from '../../session/examples.ts';
import { confirms } from '../../session/prompt.ts';
import type { Run, Session } from '../../session/session.ts';
import { formatTime } from '../../text/format.ts';

/** Deleting templates, and bringing them back, below `templates`. */
export function addTemplateTrashCommands(templates: Command, run: Run): void {
	templates
		.command('delete')
		.description('move a template to the trash; grants that came from it stay')
		.argument('<template>')
		.option('-y, --yes', 'do not ask')
		.addHelpText(...examples('templates delete read-reports --yes'))
		.action((name: string, flags: { readonly yes?: boolean }) =>
			run((session) => remove(session, name, flags.yes === true)),
		);
	templates
		.command('deleted')
		.description('list the templates in the trash, most recently deleted first')
		.addHelpText(...examples('templates deleted'))
		.action(() => run(showDeleted));
	templates
		.command('restore')
		.description('restore a deleted template as it was')
		.argument('<template>', 'name or ID, as shown by `templates deleted`; of several with one name, the last')
		.option('--as <name>', 'restore it under another name')
		.addHelpText(...examples('templates restore read-reports', 'templates restore read-reports --as read-reports-2'))
		.action((named: string, flags: { readonly as?: string }) => run((session) => restore(session, named, flags.as)));
}

async function remove(session: Session, name: string, isSure: boolean): Promise<number> {
	const { template } = await session.ask('templates.get', { name });
	if (!isSure && !(await confirms(session, `Delete the policy template ${name}?`))) {
		session.note(`${name} was not deleted.`);
		return 1;
	}
	const gone = await session.ask('templates.remove', { id: template.id });
	const isKept = (await session.ask('templates.deleted', {})).some((one) => one.template.id === gone.id);
	session.result(gone, () => {
		session.confirm(`${name} was deleted.`);
		if (isKept) session.note(`Undo it with \`dataflare templates restore ${name}\`.`);
	});
	return 0;
}

async function showDeleted(session: Session): Promise<void> {
	const deleted = await session.ask('templates.deleted', {});
	session.result(deleted, () => {
		if (deleted.length === 0) {
			session.say('There are no deleted policy templates.');
			return;
		}
		session.table(
			['NAME', 'ID', 'VERSION', 'DELETED', 'NOTE'],
			deleted.map(({ template, deletedAt }) => [
				template.name,
				template.id,
				String(template.version),
				formatTime(deletedAt),
				template.note,
			]),
		);
	});
}

async function restore(session: Session, named: string, as: string | undefined): Promise<void> {
	const deleted = await session.ask('templates.deleted', {});
	const found = deleted.find(({ template }) => template.name === named || template.id === named)?.template;
	if (found === undefined) {
		const names = deleted.map(({ template }) => template.name);
		throw new DataFlareError(
			'not_found',
			`There is no deleted policy template "${named}"${didYouMean(named, names)}.`,
			{
				hint: 'List the deleted ones with `dataflare templates deleted`.',
			},
		);
	}
	const template = await session.ask('templates.restore', { template: { ...found, name: as ?? found.name } });
	session.result(template, () => session.confirm(`${template.name} was restored.`));
}
