import { useCallback, useEffect, useMemo, useState } from 'react';
import { useBridge } from '../../client/engine.tsx';
import { DialogFrame } from '../../components/controls/dialog.tsx';
import { isQuietUpdate } from './offer.ts';
import { ChooseStep } from './steps/choose-step.tsx';
import { LookingStep } from './steps/looking-step.tsx';
import { OfferStep } from './steps/offer-step.tsx';
import { RefusedStep } from './steps/refused-step.tsx';
import { TargetRail } from './steps/target-rail.tsx';
import { nameOf, type Target } from './targets.ts';
import { useInstall } from './use-install.ts';
import { useQuietUpdates } from './use-quiet-updates.ts';
import { useTargets } from './use-targets.ts';

/**
 * Looks into what was dropped, chosen or named, says what it asks for, and installs it once a person has decided. Several
 * are decided one after the other. An update that asks for nothing more goes in by itself.
 */
export function InstallDialog({
	paths,
	fetched,
	onClose,
}: {
	readonly paths: readonly string[];
	/** Those that were fetched from a source: a person is asked about them, whatever they are. */
	readonly fetched: readonly string[];
	onClose(): void;
}) {
	const { face } = useBridge();
	const [chosen, setChosen] = useState<readonly string[]>([]);
	const [typed, setTyped] = useState<string | undefined>();
	const all = useMemo(() => [...chosen, ...paths], [chosen, paths]);
	// A browser uploads what is dropped or chosen: where that lies says nothing to a person.
	const isCopy = (path: string): boolean =>
		fetched.includes(path) || (face === 'browser' && path !== typed && /[\\/]/.test(path));
	if (all.length > 0) return <Decisions paths={all} fetched={fetched} isCopy={isCopy} onClose={onClose} />;
	return (
		<DialogFrame open onClose={onClose} width="medium">
			<ChooseStep
				onChoose={(found, isTyped) => {
					setChosen(found);
					if (isTyped) setTyped(found[0]);
				}}
				onClose={onClose}
			/>
		</DialogFrame>
	);
}

const isOpen = ({ state }: Target): boolean => state === 'looking' || state === 'offered' || state === 'refused';

function Decisions({
	paths,
	fetched,
	isCopy,
	onClose,
}: {
	readonly paths: readonly string[];
	readonly fetched: readonly string[];
	/** Where it lies says nothing to a person. */
	isCopy(path: string): boolean;
	onClose(): void;
}) {
	const { targets, look, settle } = useTargets(paths);
	const { open } = useInstall();
	const [at, setAt] = useState<string | null>(null);
	const isLookedInto = targets.every(({ state }) => state !== 'looking');
	const isQuiet = (target: Target): boolean =>
		target.state === 'offered' && !fetched.includes(target.path) && isQuietUpdate(target.offer);
	useQuietUpdates(isLookedInto ? targets.filter(isQuiet) : [], settle);

	const left = targets.filter(isOpen);
	const current = targets.find(({ path }) => path === at) ?? left[0] ?? targets[0];
	const isDone = left.length === 0;
	const close = useCallback(() => {
		// Who came from the catalogue goes on there.
		const first = targets.find(({ state, path }) => state === 'installed' && !fetched.includes(path));
		if (first !== undefined && 'offer' in first) open(first.offer.manifest.name);
		onClose();
	}, [targets, fetched, open, onClose]);
	useEffect(() => {
		if (isDone) close();
	}, [isDone, close]);
	const isLate = useLater(LATE_MS);
	if (current === undefined || isDone) return null;

	const skip = (): void => {
		if (left.length <= 1) close();
		setAt(null);
		settle({ path: current.path, state: 'skipped' });
	};
	const installed = (target: Target): void => {
		setAt(null);
		settle({ ...target, state: 'installed' } as Target);
		// One that is installed may change what another one is: a second version of it, or a plugin of the same name.
		for (const other of left) if (other.path !== target.path && other.state === 'offered') void look(other.path);
	};
	const waits = current.state === 'looking' || isQuiet(current);
	if (left.every(isQuiet) || (waits && !isLate)) return null;
	const rail = targets.length > 1 ? <TargetRail targets={targets} current={current.path} onChoose={setAt} /> : null;
	const frame = { aside: rail, isLast: left.length <= 1, onSkip: skip };
	return (
		<DialogFrame open onClose={close} width={rail === null ? 'medium' : 'large'}>
			{current.state === 'refused' ? (
				<RefusedStep
					{...frame}
					path={isCopy(current.path) ? nameOf(current) : current.path}
					error={current.error}
					onRetry={() => void look(current.path)}
					onClose={close}
				/>
			) : current.state === 'offered' && !waits ? (
				<OfferStep
					key={`${current.path} ${current.offer.analysis.sha256}`}
					{...frame}
					offer={current.offer}
					hasPath={!isCopy(current.path)}
					onInstalled={() => installed(current)}
					onClose={close}
				/>
			) : (
				<LookingStep target={current} aside={rail} />
			)}
		</DialogFrame>
	);
}

/** What is looked into sooner is shown at once, with nothing that flashes by before. ms */
const LATE_MS = 300;

function useLater(ms: number): boolean {
	const [isLater, setLater] = useState(false);
	useEffect(() => {
		const timer = setTimeout(() => setLater(true), ms);
		return () => clearTimeout(timer);
	}, [ms]);
	return isLater;
}
