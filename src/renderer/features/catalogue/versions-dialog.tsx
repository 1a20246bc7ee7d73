import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VersionsAnswer } from '../../../shared/api/catalogue-routes.ts';
import { useRoute } from '../../client/engine.tsx';
import { Button } from '../../components/controls/button.tsx';
import { Choices } from '../../components/controls/choices.tsx';
import { Dialog } from '../../components/controls/dialog.tsx';
import { ErrorNote, LoadingRows } from '../../components/notes.tsx';
import { plainText } from '../../lib/text/plain-text.ts';
import { useFailureText } from '../../lib/text/use-failure-text.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import type { Fetching } from './use-fetched.ts';

type Version = VersionsAnswer['versions'][number];

/** Every version that the source has of a plugin, to go to one on purpose; it is reviewed before it is installed. */
export function VersionsDialog({
	name,
	fetching,
	onClose,
}: {
	readonly name: string;
	readonly fetching: Fetching;
	onClose(): void;
}) {
	const { t } = useTranslation('catalogue');
	const { t: common } = useTranslation();
	const { data, error, refetch } = useRoute('catalogue.versions', { kept: true, name });
	const installed = useRoute('plugins.list', {});
	const current = installed.data?.find((each) => each.name === name)?.current?.label ?? null;
	const say = useVersionText(current);
	const [chosen, setChosen] = useState('');
	const fits = data?.versions.filter(({ blocked }) => blocked === null) ?? [];
	const version = fits.find((each) => each.version === chosen);
	const review = async (): Promise<void> => {
		if (data === undefined || version === undefined) return;
		if (await fetching.review(data.name, version)) onClose();
	};
	return (
		<Dialog
			open
			onClose={onClose}
			title={t('versions.title', { name })}
			description={t('versions.text')}
			actions={
				<>
					<Button onClick={onClose}>{common('cancel')}</Button>
					<Button
						tone="primary"
						busy={fetching.busy !== null}
						disabled={version === undefined || version.version === current}
						onClick={() => void review()}
					>
						{t('versions.review')}
					</Button>
				</>
			}
		>
			{error !== null ? (
				<ErrorNote error={error} onRetry={() => void refetch()} />
			) : data === undefined ? (
				<LoadingRows rows={3} />
			) : (
				<div className="flex flex-col gap-3">
					{fits.length > 0 && (
						<Choices
							label={t('versions.list')}
							value={chosen}
							onChange={setChosen}
							options={fits.map((each) => ({
								value: each.version,
								label: plainText(each.version),
								text: say(each),
							}))}
						/>
					)}
					<Unfit versions={data.versions} />
				</div>
			)}
		</Dialog>
	);
}

/** Those that are not for this program, and why. */
function Unfit({ versions }: { readonly versions: readonly Version[] }) {
	const say = useFailureText();
	const unfit = versions.flatMap((each) => (each.blocked === null ? [] : [{ ...each, blocked: each.blocked }]));
	if (unfit.length === 0) return null;
	return (
		<ul className="flex flex-col gap-1 text-small text-muted">
			{unfit.map(({ version, blocked }) => (
				<li key={version} className="wrap-anywhere">
					{plainText(version)} · {say(blocked).text}
				</li>
			))}
		</ul>
	);
}

function useVersionText(current: string | null): (version: Version) => string {
	const { t } = useTranslation('catalogue');
	const format = useFormat();
	return ({ version, size, publishedAt, notes }) =>
		[
			...(version === current ? [t('versions.inUse')] : []),
			format.bytes(size),
			publishedAt === null ? t('undated') : t('published', { time: format.relative(publishedAt) }),
			...(notes === null ? [] : [plainText(notes.split('\n')[0] ?? '').slice(0, 160)]),
		].join(' · ');
}
