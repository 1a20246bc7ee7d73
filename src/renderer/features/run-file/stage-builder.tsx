import { ArrowDown, ArrowUp, Download, Plus, Trash2, Workflow } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { useBridge } from '../../client/engine.tsx';
import { ConfigForm } from '../../components/config/config-form.tsx';
import { Button, IconButton } from '../../components/controls/button.tsx';
import { Select } from '../../components/controls/fields.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { handOverFlow } from '../../lib/flow-handover.ts';
import { configProblem } from '../../lib/json/config-text.ts';
import { navigate } from '../../lib/nav/hash-location.ts';
import { links } from '../../lib/nav/links.ts';
import { chainOf, type Draft, type StageDraft } from './draft.ts';

/** The stages of a chain in their order, each with the configuration that it overrides. */
export function StageBuilder({
	draft,
	plugins,
	error,
	tried,
	onChange,
}: {
	readonly draft: Draft;
	readonly plugins: readonly PluginRecord[];
	readonly error: string | undefined;
	/** Somebody tried to start it. */
	readonly tried: boolean;
	onChange(change: Partial<Draft>): void;
}) {
	const { t } = useTranslation('runFile');
	const bridge = useBridge();
	const toasts = useToasts();
	const { stages } = draft;
	const set = (next: readonly StageDraft[]): void => onChange({ stages: next });
	const put = (index: number, change: Partial<StageDraft>): void =>
		set(stages.map((stage, at) => (at === index ? { ...stage, ...change } : stage)));
	const move = (index: number, by: 1 | -1): void => {
		const next = [...stages];
		const [moved] = next.splice(index, 1);
		if (moved !== undefined) next.splice(index + by, 0, moved);
		set(next);
	};
	const save = (): void => {
		const text = `${JSON.stringify(chainOf(draft), null, 2)}\n`;
		const name = `${draft.chainName.trim().replace(/[^\w.-]+/g, '-') || 'chain'}.json`;
		bridge
			.download({ text, name, type: 'application/json' })
			.catch((failure: unknown) => toasts.failed(() => t('chain.save'), failure));
	};
	const isSound = stages.length > 0 && stages.every(({ config }) => configProblem(config) === null);
	return (
		<section aria-label={t('chain.stagesTitle')} className="flex flex-col gap-2">
			<ol className="flex flex-col gap-2">
				{stages.map((stage, index) => (
					<StageRow
						key={stage.key}
						stage={stage}
						number={index + 1}
						isLast={index === stages.length - 1}
						plugins={plugins}
						tried={tried}
						onChange={(change) => put(index, change)}
						onMove={(by) => move(index, by)}
						onRemove={() => set(stages.filter((_, at) => at !== index))}
					/>
				))}
			</ol>
			{error !== undefined && <p className="text-small text-failed">{error}</p>}
			<div className="flex flex-wrap gap-2">
				<Button
					icon={Plus}
					onClick={() =>
						set([
							...stages,
							{ key: Math.max(-1, ...stages.map(({ key }) => key)) + 1, plugin: '', config: '', rest: {} },
						])
					}
				>
					{t('chain.add')}
				</Button>
				<Button icon={Download} disabled={!isSound} onClick={save}>
					{t('chain.save')}
				</Button>
				<Button
					icon={Workflow}
					disabled={!isSound}
					onClick={() => {
						handOverFlow(chainOf(draft));
						navigate(links.newFlow());
					}}
				>
					{t('chain.asFlow')}
				</Button>
			</div>
		</section>
	);
}

function StageRow({
	stage,
	number,
	isLast,
	plugins,
	tried,
	onChange,
	onMove,
	onRemove,
}: {
	readonly stage: StageDraft;
	readonly number: number;
	readonly isLast: boolean;
	readonly plugins: readonly PluginRecord[];
	readonly tried: boolean;
	onChange(change: Partial<StageDraft>): void;
	onMove(by: 1 | -1): void;
	onRemove(): void;
}) {
	const { t } = useTranslation('runFile');
	const { t: common } = useTranslation();
	const [open, setOpen] = useState(stage.config !== '');
	const known = plugins.some(({ name }) => name === stage.plugin);
	const manifest = plugins.find(({ name }) => name === stage.plugin)?.current?.manifest ?? null;
	const names = { number: String(number), plugin: stage.plugin };
	return (
		<li className="flex flex-col gap-2 rounded-base border border-line p-2">
			<div className="flex items-center gap-1">
				<span className="tabular w-6 shrink-0 text-center text-muted">{number}</span>
				<Select
					aria-label={t('chain.plugin', names)}
					className="min-w-0 flex-1"
					value={stage.plugin}
					options={[
						{ value: '', label: t('plugin.none') },
						...(known || stage.plugin === '' ? [] : [{ value: stage.plugin, label: stage.plugin }]),
						...plugins.map((plugin) => ({
							value: plugin.name,
							label: `${plugin.name} · ${common(`type.${plugin.current?.manifest.type ?? 'processor'}`)}`,
						})),
					]}
					onChange={(plugin) => onChange({ plugin })}
				/>
				<Button tone="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
					{t('options.configShort')}
				</Button>
				<IconButton icon={ArrowUp} label={t('chain.up', names)} disabled={number === 1} onClick={() => onMove(-1)} />
				<IconButton icon={ArrowDown} label={t('chain.down', names)} disabled={isLast} onClick={() => onMove(1)} />
				<IconButton icon={Trash2} label={t('chain.remove', names)} onClick={onRemove} />
			</div>
			{open && (
				<ConfigForm
					key={stage.plugin}
					label={t('chain.config', names)}
					hint={t(manifest?.config_schema === undefined ? 'options.configHint' : 'options.configFormHint')}
					manifest={manifest}
					value={stage.config}
					saysMissing={tried}
					minLines={2}
					onChange={(config) => onChange({ config })}
				/>
			)}
		</li>
	);
}
