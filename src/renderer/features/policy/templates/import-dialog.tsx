import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
	type CollisionChoice,
	collisionChoices,
	type OfferedTemplate,
} from '../../../../shared/api/template-routes.ts';
import { DataFlareError } from '../../../../shared/errors/errors.ts';
import { because } from '../../../../shared/errors/failure-reason.ts';
import { MAX_TEMPLATE_FILE_BYTES } from '../../../../shared/plugin/policy-template.ts';
import { chooseFiles } from '../../../client/choose-files.ts';
import { useAction, useAsk } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { Select } from '../../../components/controls/fields.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { Badge } from '../../../components/status.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useSubmit, useToasts } from '../../../components/toasts.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useAskText } from '../../../lib/text/use-ask-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';

/** A file that was chosen, and what it holds. */
export interface ImportOffer {
	readonly text: string;
	readonly templates: readonly OfferedTemplate[];
}

/** Asks for a file and looks through it. Null: none was chosen, or it cannot be used, which is said. */
export function useChooseImport(): () => Promise<ImportOffer | null> {
	const { t } = useTranslation('templates');
	const ask = useAsk();
	const toasts = useToasts();
	return async () => {
		const [file] = (await chooseFiles({ kind: 'data', multiple: false })) ?? [];
		if (file === undefined) return null;
		try {
			if (file.size > MAX_TEMPLATE_FILE_BYTES) throw tooLarge(file.size);
			const text = await file.text();
			return { text, ...(await ask('templates.offered', { text })) };
		} catch (error) {
			toasts.failed(() => t('importing.failed'), error);
			return null;
		}
	};
}

function tooLarge(sizeBytes: number): DataFlareError {
	return new DataFlareError('configuration', 'The file is larger than a file of policy templates may be.', {
		details: because('templates_too_large', { sizeBytes, maxBytes: MAX_TEMPLATE_FILE_BYTES }),
	});
}

/** Every entry of every template in a file, and what becomes of names that are taken; then all are kept, or none. */
export function ImportDialog({ offer, onClose }: { readonly offer: ImportOffer; onClose(): void }) {
	const { t } = useTranslation('templates');
	const { t: common } = useTranslation();
	const format = useFormat();
	const submit = useSubmit(onClose);
	const keep = useAction('templates.import');
	const [choices, setChoices] = useState<Readonly<Record<string, CollisionChoice>>>({});
	const choiceOf = ({ name, here, described }: OfferedTemplate): CollisionChoice | undefined =>
		choices[name] ?? (here === 'other' || described.problems.length > 0 ? 'skip' : undefined);
	const go = (): Promise<void> =>
		submit(
			keep.mutateAsync({
				text: offer.text,
				choices: Object.fromEntries(
					offer.templates.flatMap((template) => {
						const choice = choiceOf(template);
						return choice === undefined ? [] : [[template.name, choice]];
					}),
				),
			}),
			({ made, replaced }) => {
				const count = made.length + replaced.length;
				return t('importing.done', { count, text: format.count(count) });
			},
		);
	return (
		<Dialog
			open
			onClose={onClose}
			title={t('importing.title')}
			description={t('importing.text')}
			actions={
				<>
					<Button onClick={onClose}>{common('cancel')}</Button>
					<Button tone="primary" busy={keep.isPending} onClick={() => void go()}>
						{t('importing.go')}
					</Button>
				</>
			}
		>
			<div className="flex flex-col gap-3">
				{keep.error !== null && <ErrorNote error={keep.error} />}
				<ul className="flex flex-col gap-3">
					{offer.templates.map((template) => (
						<Offered
							key={template.name}
							template={template}
							choice={choiceOf(template)}
							onChoice={(choice) => setChoices((now) => ({ ...now, [template.name]: choice }))}
						/>
					))}
				</ul>
			</div>
		</Dialog>
	);
}

function Offered({
	template,
	choice,
	onChoice,
}: {
	readonly template: OfferedTemplate;
	readonly choice: CollisionChoice | undefined;
	onChoice(choice: CollisionChoice): void;
}) {
	const { t } = useTranslation('templates');
	const { t: policy } = useTranslation('policy');
	const say = useAskText();
	const { name, note, here, described } = template;
	return (
		<li className="flex flex-col gap-1 rounded-base border border-line px-3 py-2">
			<div className="flex flex-wrap items-center gap-2">
				<h3 className="font-semibold wrap-anywhere">{name}</h3>
				{here !== 'none' && (
					<Badge tone={here === 'same' ? 'neutral' : 'attention'}>
						{t(here === 'same' ? 'importing.here' : 'importing.taken')}
					</Badge>
				)}
				{here === 'other' && choice !== undefined && (
					<Select
						className="ml-auto"
						aria-label={t('importing.choice', { name })}
						value={choice}
						options={collisionChoices.map((value) => ({ value, label: t(`importing.choices.${value}`) }))}
						onChange={onChoice}
					/>
				)}
			</div>
			{note !== '' && (
				<PluginText max={2000} className="text-muted">
					{note}
				</PluginText>
			)}
			{described.asks.length === 0 && <p className="text-muted">{t('importing.nothing')}</p>}
			<ul className="ml-5">
				{described.asks.map((ask) => (
					<li key={`${ask.subject.kind} ${ask.entry}`} className="wrap-anywhere">
						{say(ask)} {ask.risk === 'high' && <Badge tone="attention">{policy('difference.risk')}</Badge>}
					</li>
				))}
			</ul>
			{described.problems.length > 0 && (
				<div className="text-failed">
					<p>{t('importing.problems')}</p>
					<ul className="ml-5">
						{described.problems.map(({ path, message }) => (
							<li key={path} className="wrap-anywhere">
								{path}: {plainText(message)}
							</li>
						))}
					</ul>
				</div>
			)}
		</li>
	);
}
