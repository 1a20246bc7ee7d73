import { Braces, LayoutTemplate, ListChecks, Scale } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { powerNames, powers } from '../../../shared/policy/powers.ts';
import type { Grant, SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { Button } from '../../components/controls/button.tsx';
import { Segmented } from '../../components/controls/choices.tsx';
import { Select } from '../../components/controls/fields.tsx';
import { useCommandWords } from '../../lib/keys/use-command-words.ts';
import { useCommandsHere } from '../../lib/keys/use-keys.tsx';
import { useFormat } from '../../lib/text/use-format.ts';
import { type Preset, presetOf, presets } from './form/presets.ts';
import { AuthorName } from './history/policy-history.tsx';
import { TemplateDialog } from './templates/template-dialog.tsx';

type PolicyView = 'form' | 'json';

/** Which version this is, where to begin from, and how it is shown. */
export function PolicyToolbar({
	granted,
	requested,
	draft,
	view,
	onPreset,
	onView,
}: {
	readonly granted: Grant | null;
	readonly requested: SecurityPolicy | null;
	readonly draft: SecurityPolicy;
	readonly view: PolicyView;
	onPreset(preset: Preset): void;
	onView(view: PolicyView): void;
}) {
	const { t } = useTranslation('policy');
	const format = useFormat();
	const words = useCommandWords();
	const { t: ofTemplates } = useTranslation('templates');
	const [isKeeping, setKeeping] = useState(false);
	const other = view === 'form' ? 'policyJson' : 'policyForm';
	const preset = presetOf(draft, requested);
	const offered = presets.filter((one) => one !== 'asAsked' || requested !== null);
	const asksNothing = requested !== null && powerNames.every((power) => !requested[powers[power].gate]);
	const nameOf = (one: Preset): string =>
		t(one === 'asAsked' && asksNothing ? 'preset.asAskedNothing' : `preset.${one}`);
	useCommandsHere([
		{
			id: other,
			...words(other),
			icon: view === 'form' ? Braces : ListChecks,
			act: () => onView(view === 'form' ? 'json' : 'form'),
		},
		...(granted === null
			? []
			: [
					{
						id: 'templateFromGrant',
						...words('templateFromGrant'),
						icon: LayoutTemplate,
						act: () => setKeeping(true),
					},
				]),
		...offered
			.filter((one) => one !== preset)
			.map((one) => ({
				id: `policyPreset-${one}`,
				...words('policyPreset', { name: nameOf(one) }),
				icon: Scale,
				act: () => onPreset(one),
			})),
	]);
	return (
		<div className="flex flex-wrap items-center gap-2 px-4 py-2">
			<p className="mr-auto text-muted">
				{granted === null ? (
					t('toolbar.undecided')
				) : (
					<>
						<span className="font-medium text-text">{t('history.version', { version: String(granted.version) })}</span>{' '}
						· <AuthorName author={granted.author} /> ·{' '}
						<span title={format.fullTime(granted.createdAt)}>{format.relative(granted.createdAt)}</span>
					</>
				)}
			</p>
			<Select
				aria-label={t('preset.label')}
				value={preset ?? 'custom'}
				options={[
					...(preset === null ? [{ value: 'custom' as const, label: t('preset.custom') }] : []),
					...offered.map((value) => ({ value, label: nameOf(value) })),
				]}
				onChange={(next) => next !== 'custom' && onPreset(next)}
			/>
			<Segmented
				label={t('view.label')}
				value={view}
				options={(['form', 'json'] as const).map((value) => ({ value, label: t(`view.${value}`) }))}
				onChange={onView}
			/>
			{granted !== null && (
				<Button icon={LayoutTemplate} onClick={() => setKeeping(true)}>
					{ofTemplates('asTemplate')}
				</Button>
			)}
			{granted !== null && isKeeping && (
				<TemplateDialog
					question={{ kind: 'new', name: granted.plugin, policy: granted.policy }}
					onClose={() => setKeeping(false)}
				/>
			)}
		</div>
	);
}
