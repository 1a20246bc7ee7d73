import { CircleCheck, PackagePlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SampleAnswer } from '../../../shared/api/program-routes.ts';
import { descriptionOf } from '../../../shared/plugin/described.ts';
import { useAction, useRoute } from '../../client/engine.tsx';
import { Button } from '../../components/controls/button.tsx';
import { Link } from '../../components/controls/link.tsx';
import { ErrorNote, LoadingRows } from '../../components/notes.tsx';
import { Status } from '../../components/status.tsx';
import { PluginText } from '../../components/text/plugin-text.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { navigate } from '../../lib/nav/hash-location.ts';
import { links } from '../../lib/nav/links.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { StartSection } from './start-section.tsx';

/** The plugins that come with the program, to install one by one or all at once. */
export function Samples({ onInstalled }: { onInstalled(): void }) {
	const { t } = useTranslation('start');
	const format = useFormat();
	const toasts = useToasts();
	const samples = useRoute('samples.list', {});
	const install = useAction('samples.install');
	const missing = (samples.data ?? []).filter(({ installed }) => !installed).map(({ name }) => name);
	const put = async (names: readonly string[]): Promise<void> => {
		try {
			await install.mutateAsync({ names: [...names] });
			onInstalled();
			toasts.done(() => t('samples.done', { count: names.length, text: format.count(names.length) }), {
				label: () => t('samples.show'),
				onPress: () => navigate(links.plugins()),
			});
		} catch (error) {
			toasts.failed(() => t('samples.notDone'), error);
		}
	};
	return (
		<StartSection
			id="samples"
			title={t('samples.title')}
			text={t('samples.text')}
			className="gap-3"
			action={
				missing.length > 0 && (
					<Button icon={PackagePlus} busy={install.isPending} onClick={() => void put(missing)}>
						{t('samples.install', { count: missing.length, text: format.count(missing.length) })}
					</Button>
				)
			}
		>
			{samples.error !== null && <ErrorNote error={samples.error} onRetry={() => void samples.refetch()} />}
			{samples.isPending && <LoadingRows rows={7} height={40} />}
			<ul className="border-t border-line empty:border-0">
				{samples.data?.map((sample) => (
					<Sample
						key={sample.name}
						sample={sample}
						busy={install.isPending}
						onInstall={() => void put([sample.name])}
					/>
				))}
			</ul>
		</StartSection>
	);
}

function Sample({
	sample,
	busy,
	onInstall,
}: {
	readonly sample: SampleAnswer;
	readonly busy: boolean;
	onInstall(): void;
}) {
	const { t, i18n } = useTranslation('start');
	const { t: common } = useTranslation();
	const { name, type, installed } = sample;
	return (
		<li className="flex min-h-10 items-center gap-3 border-b border-line py-1.5">
			<div className="min-w-0 flex-1">
				<p className="flex items-baseline gap-2">
					<span className="font-medium">{installed ? <Link to={links.plugin(name)}>{name}</Link> : name}</span>
					<span className="text-small text-muted">{common(`type.${type}`)}</span>
				</p>
				<p className="text-small text-muted">
					<PluginText max={300}>{descriptionOf(sample, i18n.language) ?? ''}</PluginText>
				</p>
			</div>
			{installed ? (
				<Status tone="ok" icon={CircleCheck}>
					{t('samples.installed')}
				</Status>
			) : (
				<Button tone="quiet" disabled={busy} aria-label={t('samples.installNamed', { name })} onClick={onInstall}>
					{t('samples.installOne')}
				</Button>
			)}
		</li>
	);
}
