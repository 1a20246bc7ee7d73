import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PluginUpdate } from '../../../shared/api/catalogue-routes.ts';
import { inQuotes } from '../../../shared/quoted.ts';
import { AskLines } from '../../components/module/ask-line.tsx';
import { AuthorFact } from '../../components/module/provenance.tsx';
import { Note } from '../../components/notes.tsx';
import { Facts } from '../../components/page.tsx';
import { PluginText } from '../../components/text/plugin-text.tsx';
import { useFormat } from '../../lib/text/use-format.ts';

/** What an update changes: what it asks for, its signer, type and interface, and its author's notes of each version. */
export function UpdateDetails({ update }: { readonly update: PluginUpdate }) {
	const { t } = useTranslation('catalogue');
	const { t: install } = useTranslation('install');
	const { t: common } = useTranslation();
	const { added, dropped, between, review, before, to, pinned } = update;
	const format = useFormat();
	if (to === null) return null;
	const facts: (readonly [string, ReactNode])[] = [];
	const change = (name: string, from: string | null, now: string | null, none: string): void => {
		if (before !== null && from !== now) facts.push([name, <Change key={name} from={from ?? none} to={now ?? none} />]);
	};
	const number = (value: number | null | undefined): string | null => (value == null ? null : String(value));
	const range = (value: string | null | undefined): string | null =>
		value == null ? null : t('what.hostText', { range: value });
	change(t('what.interface'), number(before?.abiVersion), number(to.abiVersion), t('what.unsaid'));
	change(t('what.host'), range(before?.host), range(to.host), t('what.anyHost'));
	const types = { from: common(`type.${before?.type ?? to.type}`), to: common(`type.${to.type}`) };
	const notes = between.filter((each) => each.notes !== null);
	return (
		<div className="flex flex-col gap-2">
			{review.includes('major') && <Note tone="attention">{t('causeText.major')}</Note>}
			{review.includes('type') && <Note tone="attention">{t('causeText.type', types)}</Note>}
			{review.includes('state') && <Note>{t('causeText.state')}</Note>}
			{added.length > 0 && (
				<section className="flex flex-col gap-1">
					<h4 className="text-small font-medium">{install('group.added.title')}</h4>
					<AskLines asks={added} label={install('group.added.title')} />
				</section>
			)}
			{dropped.length > 0 && (
				<section className="flex flex-col gap-1">
					<h4 className="text-small font-medium">{install('group.dropped.title')}</h4>
					<AskLines asks={dropped} label={install('group.dropped.title')} />
				</section>
			)}
			{review.includes('signer') ? (
				<Facts
					facts={[
						[`${t('what.signer')} · ${t('what.before')}`, <AuthorFact key="before" signer={pinned} />],
						[`${t('what.signer')} · ${t('what.now')}`, <AuthorFact key="now" signer={to.signer} />],
						...facts,
					]}
				/>
			) : (
				facts.length > 0 && <Facts facts={facts} />
			)}
			{added.length + dropped.length + facts.length === 0 && !review.includes('signer') && (
				<p className="text-muted">{t('updates.same')}</p>
			)}
			{notes.length === 0 ? (
				<p className="text-muted">{t('what.noNotes')}</p>
			) : (
				<details>
					<summary className="w-fit cursor-pointer text-accent">
						{t('what.notes', { count: notes.length, text: format.count(notes.length) })}
					</summary>
					<ol className="mt-2 flex max-h-80 flex-col gap-3 overflow-y-auto border-l-2 border-line pl-3">
						{notes.map((each) => (
							<li key={each.version}>
								<h4 className="font-medium">
									<PluginText max={60}>{each.version}</PluginText>
									{each.publishedAt !== null && (
										<span className="font-normal text-muted"> · {format.relative(each.publishedAt)}</span>
									)}
								</h4>
								<PluginText max={4_096} className="block whitespace-pre-wrap">
									{inQuotes(each.notes ?? '')}
								</PluginText>
							</li>
						))}
					</ol>
				</details>
			)}
		</div>
	);
}

function Change({ from, to }: { readonly from: string; readonly to: string }) {
	const { t } = useTranslation('catalogue');
	return (
		<span className="inline-flex flex-wrap items-center gap-1.5">
			<PluginText max={80}>{from}</PluginText>
			<ArrowRight size={12} aria-label={t('what.to')} className="text-muted" />
			<PluginText max={80} className="font-medium">
				{to}
			</PluginText>
		</span>
	);
}
