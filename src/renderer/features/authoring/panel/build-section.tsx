import { Hammer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InspectAnswer } from '../../../../shared/api/plugin-routes.ts';
import { DataFlareError, type JsonValue } from '../../../../shared/errors/errors.ts';
import type { BuildAnswer, Recipe } from '../../../../shared/plugin/authoring/authoring.ts';
import type { PluginVersion } from '../../../../shared/plugin/plugin-record.ts';
import { useAct, useBridge, useRoute } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { CopyButton } from '../../../components/controls/copy-button.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { Facts, Section } from '../../../components/page.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { jsonDifference } from '../../../lib/json/json-difference.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { shellWord } from '../../../lib/text/shell-word.ts';
import { useFormat } from '../../../lib/text/use-format.ts';

/** What was found in the folder. */
export type InFolder = Pick<InspectAnswer, 'analysis' | 'manifest'>;

/** A manifest alone makes a version as well. */
function isSameManifest(inFolder: InFolder | null, current: PluginVersion): boolean {
	if (inFolder === null) return true;
	return jsonDifference(asJson(inFolder.manifest), asJson(current.manifest), 1).length === 0;
}

/** Without what is undefined. */
const asJson = (manifest: PluginVersion['manifest']): JsonValue => JSON.parse(JSON.stringify(manifest)) as JsonValue;

/** The commands that build the plugin, what lies in the folder beside what is in use, and the ways from one to the other. */
export function BuildSection({
	name,
	recipe,
	inFolder,
	onBuilt,
}: {
	readonly name: string;
	readonly recipe: Recipe;
	/** What was found there; null: nothing yet. */
	readonly inFolder: InFolder | null;
	/** `isSwapped`: what was built came into use just now. */
	onBuilt(isSwapped: boolean): void;
}) {
	const { t } = useTranslation('develop');
	const { build } = useBridge();
	const { folder } = recipe;
	const { isSwapping, swap } = useSwap(name, folder);
	const [building, setBuilding] = useState(false);
	const [outcome, setOutcome] = useState<BuildAnswer | DataFlareError | null | undefined>(undefined);
	const rebuild = async (run: NonNullable<typeof build>): Promise<void> => {
		setBuilding(true);
		const answer = await run(folder);
		setOutcome(answer.ok ? answer.data : DataFlareError.fromWire(answer.error));
		if (answer.ok && answer.data !== null) {
			onBuilt(await swap(answer.data.sha256, inFolder));
		}
		setBuilding(false);
	};
	return (
		<Section
			title={t('build')}
			actions={
				build !== null && (
					<Button icon={Hammer} busy={building} onClick={() => void rebuild(build)}>
						{t('rebuild')}
					</Button>
				)
			}
		>
			<Modules
				name={name}
				inFolder={inFolder}
				isSwapping={isSwapping}
				onSwap={(sha256) => void swap(sha256, inFolder)}
			/>
			{build === null ? <WatchCommand folder={folder} /> : <p className="max-w-160 text-muted">{t('rebuildText')}</p>}
			{outcome !== undefined && <Outcome outcome={outcome} />}
			<details>
				<summary className="w-fit">{t('commands')}</summary>
				<Output text={recipe.steps.map((step) => step.map(shellWord).join(' ')).join('\n')} />
			</details>
		</Section>
	);
}

/** Puts what is in the folder in the place of what is in use, under the grant in force. */
function useSwap(name: string, folder: string) {
	const { t } = useTranslation('develop');
	const act = useAct();
	const toasts = useToasts();
	const { data } = useRoute('plugins.get', { name });
	const [isSwapping, setSwapping] = useState(false);
	return {
		isSwapping,
		/** `sha256`: of the module that was looked at. False: it is in use already, or could not come into use. */
		async swap(sha256: string, inFolder: InFolder | null): Promise<boolean> {
			if (data?.current?.sha256 === sha256 && isSameManifest(inFolder, data.current)) return false;
			setSwapping(true);
			try {
				const { state } = await act('plugins.install', { path: folder, replace: true, sha256 });
				toasts.done(() => t(state === 'waiting_for_review' ? 'swapWaits' : 'swapped', { name }));
				return state !== 'waiting_for_review';
			} catch (error) {
				toasts.failed(() => t('swapFailed', { name }), error);
				return false;
			} finally {
				setSwapping(false);
			}
		},
	};
}

function Modules({
	name,
	inFolder,
	isSwapping,
	onSwap,
}: {
	readonly name: string;
	readonly inFolder: InFolder | null;
	readonly isSwapping: boolean;
	onSwap(sha256: string): void;
}) {
	const { t } = useTranslation('develop');
	const format = useFormat();
	const { data } = useRoute('plugins.get', { name });
	if (inFolder === null || data === undefined) return null;
	const { current } = data;
	const { sha256, size } = inFolder.analysis;
	const isSameModule = current?.sha256 === sha256;
	const isSame = isSameModule && isSameManifest(inFolder, current);
	return (
		<>
			<Facts
				facts={[
					[t('inFolder'), <Module key="folder" sha256={sha256} size={format.bytes(size)} />],
					[
						t('inUse'),
						current === null ? (
							t('notInUse')
						) : isSameModule ? (
							t(isSame ? 'same' : 'sameModule')
						) : (
							<Module key="use" sha256={current.sha256} size={format.bytes(current.size)} />
						),
					],
				]}
			/>
			{!isSame && (
				<Button className="self-start" busy={isSwapping} onClick={() => onSwap(sha256)}>
					{t('swap')}
				</Button>
			)}
		</>
	);
}

function Module({ sha256, size }: { readonly sha256: string; readonly size: string }) {
	return (
		<>
			<code className="text-small" title={sha256}>
				{sha256.slice(0, 12)}
			</code>{' '}
			<span className="text-muted">{size}</span>
		</>
	);
}

function WatchCommand({ folder }: { readonly folder: string }) {
	const { t } = useTranslation('develop');
	const command = `dataflare plugin dev ${shellWord(folder)}`;
	return (
		<>
			<p className="max-w-160 text-muted">{t('watch')}</p>
			<div className="flex items-start gap-2 rounded-base border border-line bg-sunken py-1 pr-1 pl-3">
				<pre className="my-1 min-w-0 flex-1 font-mono text-small whitespace-pre-wrap wrap-anywhere">
					{plainText(command)}
				</pre>
				<CopyButton text={command} label={t('copyCommand')} />
			</div>
		</>
	);
}

/** Of the last build. Null: the person did not agree. */
function Outcome({ outcome }: { readonly outcome: BuildAnswer | DataFlareError | null }) {
	const { t } = useTranslation('develop');
	const format = useFormat();
	if (outcome === null) return <p role="status">{t('notBuilt')}</p>;
	if (outcome instanceof DataFlareError) {
		const said = outcome.details['output'];
		return (
			<>
				<ErrorNote error={outcome} />
				{typeof said === 'string' && said !== '' && <Output text={said} />}
			</>
		);
	}
	const time = format.duration(outcome.ms);
	const said = outcome.steps.map(({ output }) => output).filter((output) => output !== '');
	return (
		<>
			<p role="status">
				{outcome.changed ? t('built', { time, size: format.bytes(outcome.bytes) }) : t('builtSame', { time })}
			</p>
			{said.length > 0 && (
				<details>
					<summary className="w-fit">{t('said')}</summary>
					<Output text={said.join('\n')} />
				</details>
			)}
		</>
	);
}

function Output({ text }: { readonly text: string }) {
	return (
		<pre
			// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
			tabIndex={0}
			className="mt-1 max-h-60 overflow-auto rounded-base border border-line bg-sunken px-3 py-2 font-mono text-small whitespace-pre-wrap wrap-anywhere"
		>
			{text.split('\n').map(plainText).join('\n')}
		</pre>
	);
}
