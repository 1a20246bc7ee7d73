import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Seen } from '../../../../shared/plugin/version-use.ts';
import { type Grant, lockedDown } from '../../../../shared/policy/security-policy.ts';
import { useRoute } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { ErrorNote, LoadingRows } from '../../../components/notes.tsx';
import { Section } from '../../../components/page.tsx';
import { Badge } from '../../../components/status.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { links } from '../../../lib/nav/links.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { useDifference } from './difference.ts';
import { DifferenceList } from './difference-list.tsx';
import { RevertDialog } from './revert-dialog.tsx';

/** More versions than this are shown when asked for. */
const SHOWN = 10;

/** Every decision, newest first: who, when, why, what it changed; and the way back. */
export function PolicyHistory({
	name,
	seen,
}: {
	readonly name: string;
	/** The version that was looked at. */
	readonly seen: Seen;
}) {
	const { t } = useTranslation('policy');
	const { data, error, isPending, refetch } = useRoute('policy.history', { name });
	const format = useFormat();
	const [all, setAll] = useState(false);
	const [reverting, setReverting] = useState<Grant | null>(null);
	const shown = all ? (data ?? []) : (data ?? []).slice(0, SHOWN);
	return (
		<Section title={t('history.title')}>
			{error !== null && data === undefined ? (
				<ErrorNote error={error} onRetry={() => void refetch()} />
			) : isPending ? (
				<LoadingRows rows={2} />
			) : data.length === 0 ? (
				<p className="text-muted">{t('history.none')}</p>
			) : (
				<ol className="rounded-base border border-line">
					{shown.map((grant, index) => (
						<Version
							key={grant.version}
							grant={grant}
							before={data[index + 1] ?? null}
							current={index === 0}
							onRevert={() => setReverting(grant)}
						/>
					))}
				</ol>
			)}
			{!all && data !== undefined && data.length > SHOWN && (
				<div>
					<Button tone="quiet" onClick={() => setAll(true)}>
						{t('history.all', { count: data.length, text: format.count(data.length) })}
					</Button>
				</div>
			)}
			{reverting !== null && data?.[0] !== undefined && (
				<RevertDialog name={name} seen={seen} current={data[0]} past={reverting} onClose={() => setReverting(null)} />
			)}
		</Section>
	);
}

function Version({
	grant,
	before,
	current,
	onRevert,
}: {
	readonly grant: Grant;
	readonly before: Grant | null;
	readonly current: boolean;
	onRevert(): void;
}) {
	const { t } = useTranslation('policy');
	const format = useFormat();
	const [open, setOpen] = useState(false);
	const difference = useDifference(before?.policy ?? lockedDown, grant.policy, open);
	const version = String(grant.version);
	return (
		<li className="border-b border-line last:border-b-0">
			<div className="flex min-h-9 items-center gap-2 px-2">
				<button
					type="button"
					aria-expanded={open}
					onClick={() => setOpen((now) => !now)}
					className="flex min-w-0 flex-1 items-center gap-2 rounded-base py-1 text-left"
				>
					<ChevronRight
						size={14}
						aria-hidden
						className={
							open ? 'shrink-0 rotate-90 text-muted transition-transform' : 'shrink-0 text-muted transition-transform'
						}
					/>
					<span className="shrink-0 font-medium">{t('history.version', { version })}</span>
					<span className="shrink-0 text-muted" title={format.fullTime(grant.createdAt)}>
						<AuthorName author={grant.author} /> · {format.time(grant.createdAt)}
					</span>
					<PluginText max={300} className="min-w-0 truncate">
						{grant.note}
					</PluginText>
				</button>
				{current ? (
					<Badge tone="ok">{t('history.current')}</Badge>
				) : (
					<Button onClick={onRevert} aria-label={t('history.revertTo', { version })}>
						{t('history.revert')}
					</Button>
				)}
			</div>
			{open && (
				<div className="flex flex-col gap-2 px-7 pb-3">
					{grant.origin !== undefined && (
						<p>
							<Link to={links.template(grant.origin.template)}>
								{t('history.from', { name: grant.origin.name, version: String(grant.origin.version) })}
							</Link>
						</p>
					)}
					{difference !== null && <DifferenceList difference={difference} />}
				</div>
			)}
		</li>
	);
}

/** `you` is who works without a name, `samples` the program itself when it installs its samples. */
export function AuthorName({ author }: { readonly author: string }) {
	const { t } = useTranslation('policy');
	return author === 'you' || author === 'samples' ? t(author) : <PluginText max={100}>{author}</PluginText>;
}
