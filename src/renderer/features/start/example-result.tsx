import { ArrowRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../../shared/run/run.ts';
import { useRoute } from '../../client/engine.tsx';
import { Link } from '../../components/controls/link.tsx';
import { LoadingRows } from '../../components/notes.tsx';
import { RunResults } from '../../components/result/run-results.tsx';
import { RunStatusLabel } from '../../components/status.tsx';
import { links } from '../../lib/nav/links.ts';
import { useLookAt } from '../../lib/runs/use-look-at.ts';
import { useOutcome } from '../../lib/text/use-outcome.ts';

/** What the example came to: its records, where it was pressed, and the way to the whole run. Nothing of a run that is gone. */
export function ExampleResult({ id, isNew }: { readonly id: string; readonly isNew: boolean }) {
	const { data, error, isPending } = useRoute('runs.get', { id });
	if (error !== null) return null;
	if (isPending) return <LoadingRows rows={3} />;
	return data === undefined ? null : <Known run={data} isNew={isNew} />;
}

function Known({ run, isNew }: { readonly run: RunDetail; readonly isNew: boolean }) {
	const { t } = useTranslation('start');
	const sentence = useOutcome(run);
	const place = useRef<HTMLDivElement>(null);
	useLookAt({ ids: [run.id] });
	useEffect(() => {
		if (isNew) place.current?.scrollIntoView({ block: 'start' });
	}, [isNew]);
	return (
		<div ref={place} className="flex min-w-0 scroll-my-4 flex-col gap-3 border-t border-line pt-4">
			<div aria-live="polite" className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
				<RunStatusLabel status={run.status} />
				<p className="min-w-0 wrap-anywhere">{sentence}</p>
				<Link to={links.run(run.id)} className="inline-flex items-center gap-1">
					{t('example.open')} <ArrowRight size={14} aria-hidden />
				</Link>
			</div>
			<RunResults run={run} />
		</div>
	);
}
