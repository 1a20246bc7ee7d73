import { DataFlareError, type ErrorDetails } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { CrashThrottle } from './crash-throttle.ts';
import { FailureBudget, type FailureLimits } from './failure-budget.ts';

/** What to do after a crash: wait and start again, or start no more. */
export type Verdict = { readonly quarantine: false; readonly pauseMs: number } | { readonly quarantine: true };

/** `reason` ends a sentence that begins with the plugin; `why` says the same for other languages. */
export type Quarantined = (plugin: string, reason: string, why: ErrorDetails) => void;

/** Which plugins crash, across all their pools and leases, and which are quarantined for it. */
export class CrashLedger {
	readonly #limits: FailureLimits;
	readonly #now: () => number;
	readonly #throttle: CrashThrottle;
	readonly #quarantined: Quarantined;
	readonly #budgets = new Map<string, FailureBudget>();
	readonly #reasons = new Map<string, string>();

	/** `now`: ms that never go backwards. */
	constructor(limits: FailureLimits, throttle: CrashThrottle, now: () => number, quarantined: Quarantined) {
		this.#limits = limits;
		this.#throttle = throttle;
		this.#now = now;
		this.#quarantined = quarantined;
	}

	/** A process broke the protocol: whoever can do that once owns the process, so that there is no second time. */
	lied(plugin: string, error: DataFlareError): Verdict {
		if (!this.#reasons.has(plugin))
			this.#quarantine(plugin, `broke the protocol: ${error.message}`, because('broke_protocol'));
		return { quarantine: true };
	}

	crashed(plugin: string, error: DataFlareError): Verdict {
		this.#throttle.crashed(plugin);
		if (this.#reasons.has(plugin)) return { quarantine: true };
		let budget = this.#budgets.get(plugin);
		if (budget === undefined) {
			budget = new FailureBudget(this.#limits);
			this.#budgets.set(plugin, budget);
		}
		const verdict = budget.crashed(this.#now());
		if (verdict.quarantine) {
			const { crashes, windowMs } = verdict;
			const reason = `crashed ${crashes} times within ${spell(windowMs)}; last: ${error.message}`;
			this.#quarantine(plugin, reason, because('crashed_often', { crashes, windowMs }));
		}
		return verdict;
	}

	#quarantine(plugin: string, reason: string, why: ErrorDetails): void {
		this.#reasons.set(plugin, reason);
		this.#quarantined(plugin, reason, why);
	}

	succeeded(plugin: string): void {
		this.#budgets.get(plugin)?.succeeded();
		this.#throttle.answered(plugin);
	}

	forgive(plugin: string): void {
		this.#reasons.delete(plugin);
		this.#budgets.delete(plugin);
		this.#throttle.forgive(plugin);
	}

	/** The refusal for a plugin in quarantine. */
	refusal(plugin: string): DataFlareError | undefined {
		const reason = this.#reasons.get(plugin);
		if (reason === undefined) return undefined;
		return new DataFlareError('plugin_execution', `"${plugin}" is quarantined: it ${reason}`, {
			hint: 'Reload it to try again, or install a working version.',
			details: { ...because('quarantined', { plugin }), quarantined: true },
		});
	}
}

function spell(ms: number): string {
	return ms % 60_000 === 0 && ms > 60_000 ? `${ms / 60_000} min` : `${Math.round(ms / 1_000)} s`;
}
