import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Activity, TrayMenu } from '../../../shared/face/activity.ts';
import { useBridge, useRoute } from '../../client/engine.tsx';
import { useCurrentTitle } from '../../lib/nav/screen-title.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { type CallTexts, useCallTexts } from './use-call-texts.ts';
import { useCalls } from './use-calls.ts';
import { useRunNotices } from './use-run-notices.ts';
import { type Running, useRunning } from './use-running.ts';
import { useWantedNotices } from './use-wanted-notices.ts';
import { shareOf, windowTitle } from './window-title.ts';

/** Runs that the tray's menu lists one by one. */
const LISTED = 10;

/** Draws nothing here: what goes on and what calls for the person is told outside of the page, without noise. */
export function Attention() {
	const { t } = useTranslation('attention');
	const bridge = useBridge();
	const format = useFormat();
	const screen = useCurrentTitle();
	const running = useRunning();
	const calls = useCalls();
	const texts = useCallTexts()(calls);
	const tray = useTrayMenu(running, texts);
	useRunNotices();
	useWantedNotices();
	const title = windowTitle(screen, running, {
		percent: format.percent,
		running: (label) => t('title.running', { label }),
		several: (count) => t('title.several', { count, text: format.count(count) }),
	});
	useEffect(() => {
		document.title = title;
	}, [title]);
	const activity: Activity = {
		progress: running.length === 0 ? null : (shareOf(running) ?? 'unknown'),
		calls: calls.waiting + calls.quarantined + calls.failed,
		callsText: [...texts.plugins, ...texts.runs].map(({ text }) => text).join(' · '),
		tray,
	};
	const told = useRef('');
	useEffect(() => {
		const text = JSON.stringify(activity);
		if (bridge.face === 'browser' || told.current === text) return;
		told.current = text;
		// An icon that lags behind is no reason to say anything.
		bridge.showActivity(activity).catch(() => {});
	});
	return null;
}

/** The menu of the tray's icon; null: the person wants none. */
function useTrayMenu(running: readonly Running[], { plugins, runs }: CallTexts): TrayMenu | null {
	const { t } = useTranslation('attention');
	const format = useFormat();
	const { data: settings } = useRoute('settings.get', {});
	if (settings?.tray !== true) return null;
	const left = running.length - LISTED;
	const several = { count: running.length, text: format.count(running.length) };
	return {
		tooltip: running.length === 0 ? 'DataFlare' : `DataFlare – ${t('title.several', several)}`,
		runs: running.slice(0, LISTED).map(({ id, label, share }) => ({
			id,
			label: share === null ? label : [label, format.percent(share)].join(' · '),
		})),
		rest:
			running.length === 0
				? t('tray.nothing')
				: left > 0
					? t('tray.more', { count: left, text: format.count(left) })
					: null,
		showRun: t('tray.show'),
		stopRun: t('tray.stop'),
		waiting: [...plugins, ...runs].map(({ text, to }) => ({ label: text, hash: `#${to}` })),
		open: t('tray.open'),
		quit: t('tray.quit'),
		goesOn: { title: t('tray.goesOn'), body: t('tray.goesOnText') },
	};
}
