import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PolicyTemplate } from '../../../../shared/plugin/policy-template.ts';
import { asSeen } from '../../../../shared/plugin/version-use.ts';
import { useAction, useRoute } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { SearchInput, TextInput } from '../../../components/controls/fields.tsx';
import { Checkbox } from '../../../components/controls/toggles.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { ApplyLine } from './apply-line.tsx';
import { useTemplateActions } from './use-template-actions.ts';

/** Chooses plugins, shows what would change of each, and replaces their grants together. */
export function ApplyDialog({
	template,
	plugins,
	onClose,
}: {
	readonly template: PolicyTemplate;
	/** Chosen at first. */
	readonly plugins: readonly string[];
	onClose(): void;
}) {
	const { t } = useTranslation('templates');
	const { t: common } = useTranslation();
	const { t: policy } = useTranslation('policy');
	const format = useFormat();
	const toasts = useToasts();
	const actions = useTemplateActions();
	const apply = useAction('templates.apply');
	const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(plugins));
	const [text, setText] = useState('');
	const [note, setNote] = useState('');
	const all = (useRoute('plugins.list', {}).data ?? []).map(({ name }) => name);
	const shown = all.filter((name) => name.includes(text.trim().toLowerCase()));
	const names = all.filter((name) => chosen.has(name));
	const preview = useRoute(
		'templates.preview',
		{ id: template.id, plugins: names },
		{ enabled: names.length > 0, keepPrevious: true },
	);
	const lines = (preview.data?.plugins ?? []).filter(({ plugin }) => chosen.has(plugin));
	const changing = lines.filter(({ same }) => !same);
	const isKnown = !preview.isPlaceholderData && lines.length === names.length && preview.data !== undefined;
	const blocked = !isKnown || names.length === 0 || lines.some(({ problem }) => problem !== null);
	const { name } = template;
	const go = async (): Promise<void> => {
		if (preview.data === undefined) return;
		const { version } = preview.data.template;
		const answer = await apply
			.mutateAsync({
				id: template.id,
				version,
				plugins: lines.map(({ plugin, grantVersion, ...seen }) => ({
					name: plugin,
					expectedVersion: grantVersion,
					...asSeen(seen),
				})),
				note: note.trim() === '' ? t('applying.noteOf', { name, version: String(version) }) : note,
			})
			.catch(() => null);
		if (answer === null) return;
		onClose();
		const count = answer.applied.length;
		if (count === 0) toasts.done(() => t('applying.doneNone'));
		else
			toasts.done(() => t('applying.done', { count, text: format.count(count), name }), {
				label: () => common('undo'),
				onPress: () => void actions.undo(answer.application, template),
			});
	};
	const toggle = (plugin: string, on: boolean): void =>
		setChosen((now) => new Set(on ? [...now, plugin] : [...now].filter((other) => other !== plugin)));
	const isAll = shown.length > 0 && shown.every((plugin) => chosen.has(plugin));
	return (
		<Dialog
			open
			onClose={onClose}
			width="large"
			title={t('applying.title', { name })}
			description={t('applying.text')}
			aside={
				<fieldset className="flex w-60 shrink-0 flex-col gap-2 border-r border-line p-3 narrow:w-auto narrow:border-r-0 narrow:border-b">
					<legend className="sr-only">{t('applying.plugins')}</legend>
					<SearchInput data-autofocus label={policy('list.search')} value={text} onChange={setText} />
					<Checkbox
						label={t('applying.all')}
						checked={isAll}
						mixed={!isAll && shown.some((plugin) => chosen.has(plugin))}
						onChange={(on) =>
							setChosen((now) => new Set(on ? [...now, ...shown] : [...now].filter((one) => !shown.includes(one))))
						}
					/>
					<ul className="flex min-h-0 flex-1 flex-col gap-1 overflow-y-auto border-t border-line pt-2 narrow:max-h-28">
						{shown.map((plugin) => (
							<li key={plugin} className="min-w-0 truncate">
								<Checkbox label={plugin} checked={chosen.has(plugin)} onChange={(on) => toggle(plugin, on)} />
							</li>
						))}
					</ul>
				</fieldset>
			}
			actions={
				<>
					<TextInput
						className="mr-auto w-auto! flex-1 basis-40"
						aria-label={t('applying.note')}
						placeholder={t('applying.note')}
						maxLength={2000}
						value={note}
						onChange={(event) => setNote(event.target.value)}
					/>
					<Button onClick={onClose}>{common('cancel')}</Button>
					<Button tone="primary" busy={apply.isPending} disabled={blocked} onClick={() => void go()}>
						{t('applying.go', { count: changing.length, text: format.count(changing.length) })}
					</Button>
				</>
			}
		>
			<section aria-label={t('applying.changes')} className="flex flex-col gap-3">
				{apply.error !== null && <ErrorNote error={apply.error} />}
				{preview.error !== null && <ErrorNote error={preview.error} onRetry={() => void preview.refetch()} />}
				{names.length === 0 ? (
					<p className="text-muted">{t('applying.chooseFirst')}</p>
				) : (
					<ul className="flex flex-col gap-3">
						{lines.map((line) => (
							<ApplyLine key={line.plugin} line={line} policy={preview.data?.template.policy ?? template.policy} />
						))}
					</ul>
				)}
			</section>
		</Dialog>
	);
}
