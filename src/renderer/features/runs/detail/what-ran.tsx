import { useTranslation } from 'react-i18next';
import type { JsonValue } from '../../../../shared/errors/errors.ts';
import type { BuiltIn } from '../../../../shared/flow/flow-file.ts';
import type { RunDetail, RunStage } from '../../../../shared/run/run.ts';
import { CopyButton } from '../../../components/controls/copy-button.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { Facts, Section } from '../../../components/page.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { TextLines } from '../../../components/text/text-lines.tsx';
import { links } from '../../../lib/nav/links.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { placeOf, requestOf } from './request.ts';

/** Which plugins in which version under which grant, with which configuration, and what was asked for. */
export function WhatRan({ run }: { readonly run: RunDetail }) {
	const { t } = useTranslation('run');
	return (
		<Section title={t('ran.title')}>
			<AskedFor run={run} />
			<ul className="overflow-hidden rounded-base border border-line">
				{run.stages.map((stage) => (
					<li key={stage.position} className="border-line px-3 py-2 not-first:border-t">
						<StageFacts stage={stage} />
					</li>
				))}
			</ul>
		</Section>
	);
}

function AskedFor({ run }: { readonly run: RunDetail }) {
	const { t } = useTranslation('run');
	const format = useFormat();
	const request = requestOf(run.request);
	const place = (value: JsonValue | undefined) => {
		const told = placeOf(value);
		if (told === null) return t('ran.noPlace');
		return told.path === null ? (
			t('ran.stream')
		) : (
			<PluginText className="font-mono text-small" max={1000}>
				{told.path}
			</PluginText>
		);
	};
	// It is written beside its name, and gets that only when all of it is there.
	const writesNoFile =
		run.status !== 'succeeded' &&
		run.status !== 'running' &&
		run.stages.at(-1)?.type !== 'destination' &&
		placeOf(request['output'])?.path != null;
	if (run.keeping?.values === 'forgotten') return <p className="text-muted">{t('ran.forgotten')}</p>;
	if (run.kind === 'call') return null;
	const facts =
		run.kind === 'stream'
			? ([
					[t('ran.input'), place(request['input'])],
					[
						t('ran.output'),
						<>
							{place(request['output'])} {writesNoFile && <span className="text-muted">{t('ran.noFile')}</span>}
						</>,
					],
					...(typeof request['format'] === 'string' ? [[t('ran.format'), request['format']] as const] : []),
					...(typeof request['batch'] === 'number' ? [[t('ran.batch'), format.count(request['batch'])] as const] : []),
				] as const)
			: [];
	return facts.length === 0 ? null : <Facts facts={facts} />;
}

function StageFacts({ stage }: { readonly stage: RunStage }) {
	const { t } = useTranslation('run');
	const config = JSON.stringify(stage.config, null, 2);
	return (
		<div className="flex flex-col gap-1">
			{stage.builtIn === null ? <PluginFacts stage={stage} /> : <BuiltInFacts stage={stage} builtIn={stage.builtIn} />}
			{config !== '{}' && (
				<details>
					<summary className="text-small text-muted">{t('ran.config')}</summary>
					<div className="mt-1">
						<TextLines
							text={config}
							label={t('ran.configOf', { plugin: stage.component ?? stage.plugin })}
							maxHeight={240}
						/>
					</div>
				</details>
			)}
		</div>
	);
}

function PluginFacts({ stage }: { readonly stage: RunStage }) {
	const { t } = useTranslation('run');
	const { t: common } = useTranslation();
	const format = useFormat();
	return (
		<p className="flex flex-wrap items-center gap-x-4 gap-y-1">
			{stage.component !== null && stage.component !== stage.plugin && <PluginText>{stage.component}</PluginText>}
			<Link to={links.plugin(stage.plugin)} className="font-medium">
				<PluginText>{stage.plugin}</PluginText>
			</Link>
			<span>
				{stage.version === null ? (
					t('ran.noVersion')
				) : (
					<PluginText max={60}>{t('ran.version', { version: stage.version })}</PluginText>
				)}
			</span>
			<code title={stage.versionHash} className="flex items-center gap-1 text-muted">
				{stage.versionHash.slice(0, 12)}
				<CopyButton text={stage.versionHash} label={t('ran.copyHash')} />
			</code>
			<Link to={links.plugin(stage.plugin, 'policy')}>
				{stage.grantVersion === 0 ? t('ran.noGrant') : t('ran.grant', { text: format.count(stage.grantVersion) })}
			</Link>
			<span className="text-muted">
				{common(`type.${stage.type}`)} · <code>{stage.fn}</code>
			</span>
		</p>
	);
}

/** A part of the program has the program's version, and no policy. */
function BuiltInFacts({ stage, builtIn }: { readonly stage: RunStage; readonly builtIn: BuiltIn }) {
	const { t } = useTranslation('run');
	return (
		<p className="flex flex-wrap items-center gap-x-4 gap-y-1">
			<PluginText className="font-medium">{stage.component ?? builtIn}</PluginText>
			<span className="text-muted">{t(`flow.builtIn.${builtIn}`)}</span>
		</p>
	);
}
