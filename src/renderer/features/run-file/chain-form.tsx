import { ArrowRight, CircleCheck, Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChainCheck } from '../../../shared/api/chain-routes.ts';
import type { Chain } from '../../../shared/flow/chain-file.ts';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { Button } from '../../components/controls/button.tsx';
import { Segmented } from '../../components/controls/choices.tsx';
import { Field, TextInput } from '../../components/controls/fields.tsx';
import { KeepChoice } from '../../components/controls/keep-choice.tsx';
import { OpenFileField } from '../../components/controls/paths/path-field.tsx';
import { ErrorNote, LoadingRows } from '../../components/notes.tsx';
import { Badge, Status } from '../../components/status.tsx';
import { PluginText } from '../../components/text/plugin-text.tsx';
import { type ChainFrom, type Draft, stagesOf } from './draft.ts';
import { StageBuilder } from './stage-builder.tsx';
import type { ChainState } from './use-chain-check.ts';
import type { FieldErrors } from './use-field-errors.ts';

const origins: readonly ChainFrom[] = ['example', 'file', 'stages'];

/** Several plugins after each other: the example, a file, or stages put together here. */
export function ChainForm({
	draft,
	plugins,
	check,
	errors,
	tried,
	onChange,
}: {
	readonly draft: Draft;
	readonly plugins: readonly PluginRecord[];
	readonly check: ChainState;
	readonly errors: FieldErrors;
	/** Somebody tried to start it. */
	readonly tried: boolean;
	onChange(change: Partial<Draft>): void;
}) {
	const { t } = useTranslation('runFile');
	const edit = (chain: Chain): void =>
		onChange({ chainFrom: 'stages', chainName: chain.name, stages: stagesOf(chain) });
	const names = new Set(
		draft.chainFrom === 'stages'
			? draft.stages.map(({ plugin }) => plugin)
			: check.answer?.stages.map(({ plugin }) => plugin),
	);
	const chainPlugins = plugins.filter(({ name }) => names.has(name));
	return (
		<>
			<div>
				<Segmented<ChainFrom>
					label={t('chain.from')}
					value={draft.chainFrom}
					options={origins.map((value) => ({ value, label: t(`chain.${value}`) }))}
					onChange={(chainFrom) => onChange({ chainFrom })}
				/>
			</div>
			{draft.chainFrom === 'example' && <p className="text-muted">{t('chain.exampleText')}</p>}
			{draft.chainFrom === 'file' && (
				<OpenFileField
					label={t('chain.path')}
					value={draft.chainFile}
					onChange={(chainFile) => onChange({ chainFile })}
					chooserTitle={t('chain.choose')}
					error={errors.chainFile}
					hint={t('chain.hint')}
				/>
			)}
			{draft.chainFrom === 'stages' && (
				<>
					<Field label={t('chain.name')} error={errors.chainName}>
						{(ids) => (
							<TextInput
								{...ids}
								value={draft.chainName}
								onChange={(event) => onChange({ chainName: event.target.value })}
							/>
						)}
					</Field>
					<StageBuilder draft={draft} plugins={plugins} error={errors.stages} tried={tried} onChange={onChange} />
				</>
			)}
			{draft.chainFrom !== 'example' && (
				<>
					<CheckResult check={check} onEdit={draft.chainFrom === 'file' ? edit : null} />
					<KeepChoice value={draft.keep} plugins={chainPlugins} onChange={(keep) => onChange({ keep })} />
				</>
			)}
		</>
	);
}

function CheckResult({
	check,
	onEdit,
}: {
	readonly check: ChainState;
	readonly onEdit: ((chain: Chain) => void) | null;
}) {
	const { t } = useTranslation('runFile');
	if (check.error !== null) return <ErrorNote error={check.error} />;
	if (check.isPending) return <LoadingRows rows={1} />;
	if (check.answer === null) return null;
	const { chain, problem } = check.answer;
	return (
		<div className="flex flex-col gap-2">
			{onEdit !== null && (
				<div className="flex items-center gap-2">
					<p className="min-w-0 flex-1">
						<PluginText className="font-medium">{chain.name}</PluginText>
						{chain.description !== undefined && (
							<span className="text-muted">
								{' '}
								<PluginText max={500}>{chain.description}</PluginText>
							</span>
						)}
					</p>
					<Button icon={Pencil} onClick={() => onEdit(chain)}>
						{t('chain.edit')}
					</Button>
				</div>
			)}
			<Stages check={check.answer} />
			{problem === null ? (
				<Status tone="ok" icon={CircleCheck}>
					{t('chain.fits')}
				</Status>
			) : (
				<ErrorNote error={problem} />
			)}
		</div>
	);
}

function Stages({ check }: { readonly check: ChainCheck }) {
	const { t } = useTranslation();
	return (
		<ol className="flex flex-wrap items-center gap-1">
			{check.stages.map(({ plugin, type }, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a plugin can be in a chain twice
				<li key={index} className="flex items-center gap-1">
					{index > 0 && <ArrowRight size={14} aria-hidden className="text-muted" />}
					<Badge tone={type === null ? 'failed' : 'neutral'}>
						<PluginText max={80}>{plugin}</PluginText>
						<span className="font-normal">{type === null ? t('pluginState.missing') : t(`type.${type}`)}</span>
					</Badge>
				</li>
			))}
		</ol>
	);
}
